// convert_capabilities.cpp: what the server says that it can do, the answer to `initialize`.

#include <nlohmann/json.hpp>

#include "protocol/convert.h"
#include "protocol/json_text.h"

namespace krait::protocol {

std::string encode(const InitializeResult& result) {
    using nlohmann::json;
    json sync = {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}};
    json capabilities = {
        {"positionEncoding", encoding_name(result.position_encoding)},
        {"textDocumentSync", std::move(sync)},
        {"hoverProvider", true},
    };
    json server = {{"name", result.server_name}, {"version", result.server_version}};
    return json_text(
        {{"capabilities", std::move(capabilities)}, {"serverInfo", std::move(server)}});
}

}  // namespace krait::protocol
