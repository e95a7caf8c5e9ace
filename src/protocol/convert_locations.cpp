// convert_locations.cpp: answers that are lists of places (definition, references and so on).

#include "protocol/convert.h"
#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

std::string encode(const std::vector<Location>& locations) {
    nlohmann::json out = nlohmann::json::array();
    for (const Location& location : locations) out.push_back(write(location));
    return json_text(out);
}

}  // namespace krait::protocol
