// unicode.h
//
// What Python asks of Unicode: which characters may stand in a name, and that names are compared
// in their NFKC form. The tables are made by tools/make_unicode_tables.py from Python's own.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace krait::syntax {

/// Decodes the code point at the front of `text`, which isn't empty, and says how many bytes it
/// takes. Malformed bytes decode to U+FFFD, one byte at a time.
struct CodePoint {
    char32_t value;
    std::uint32_t bytes;
};
[[nodiscard]] CodePoint decode_utf8(std::string_view text);

void append_utf8(std::string& out, char32_t value);

[[nodiscard]] bool may_start_name(char32_t c);
[[nodiscard]] bool may_continue_name(char32_t c);

/// The name in NFKC form, as Python compares it.
[[nodiscard]] std::string normalize_name(std::string_view name);

}  // namespace krait::syntax
