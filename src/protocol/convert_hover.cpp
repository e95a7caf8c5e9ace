// convert_hover.cpp: textDocument/hover.

#include "protocol/convert.h"
#include "protocol/convert_positions.h"
#include "protocol/json_text.h"

namespace krait::protocol {

std::string encode(const std::optional<Hover>& hover) {
    if (!hover) return "null";
    nlohmann::json out = {{"contents", write(hover->contents)}};
    if (hover->range) out["range"] = write(*hover->range);
    return json_text(out);
}

}  // namespace krait::protocol
