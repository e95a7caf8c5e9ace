// formats.h
//
// Text that is a little program: `"%d" % x`, `"{:>{}}".format(x, y)`, f-strings. The parsers here
// know nothing of types, so that what may be written and what fits are two questions.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "python/checker/context.h"
#include "python/syntax/views.h"

namespace krait::checker {

/// One conversion of either sort. Texts are UTF-8; `type` is one character or empty.
struct FormatSpec {
    std::optional<std::string> key;  ///< "name" of %(name)s and {name.attr}; may be empty
    std::string field;               ///< {}: the key with all attributes and indexes behind it
    std::string flags;
    std::string width;
    std::string precision;
    std::string type;
    std::string conversion;   ///< {}: "!r"
    std::string format_spec;  ///< {}: all from the colon on
    bool is_custom = false;   ///< {}: a format_spec of which only __format__ can make sense

    [[nodiscard]] bool has_star() const { return width == "*" || precision == "*"; }
};

// --- format_strings.cpp
[[nodiscard]] std::vector<FormatSpec> parse_percent_format(std::string_view text);
/// The specs, nested ones behind those that hold them; or what is wrong with the text.
[[nodiscard]] std::variant<std::vector<FormatSpec>, std::string> parse_brace_format(
    std::string_view text, bool is_nested = false);
[[nodiscard]] bool is_decimal(std::string_view text);

// --- format_percent.cpp
/// `text % values`, where the text is a literal.
[[nodiscard]] TypePtr check_percent_format(CheckContext& ck, NodeId text, NodeId values);

// --- format_calls.cpp
/// `text.format(...)`, where the text is known.
void check_format_call(CheckContext& ck, NodeId call);
/// A value in an f-string, which is put there by str().
void check_formatted_value(CheckContext& ck, TypePtr type, NodeId at);

/// What a conversion takes; null and an error where there is none of that name.
struct ConversionPlace {
    NodeId at;
    bool is_bytes;
    bool is_format_call;
};
[[nodiscard]] TypePtr conversion_type(CheckContext& ck, std::string_view type,
                                      const ConversionPlace& place);
bool check_placeholder(CheckContext& ck, TypePtr type, TypePtr expected, NodeId at);
/// This class, a union with it, or a type variable that may be it.
[[nodiscard]] bool has_type_component(CheckContext& ck, TypePtr type, std::string_view fullname);

}  // namespace krait::checker
