// json_text.h
//
// JSON texts into values and back, with the library's sharp edges taken off: bounded depth, no
// exceptions, and texts that editors really send though the library refuses them.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace krait::protocol {

[[nodiscard]] base::Result<nlohmann::json> parse_json(std::string_view text,
                                                      std::uint32_t max_depth);

/// Never fails: bytes that aren't UTF-8 become U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::json& value);

/// A JSON string literal with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace krait::protocol
