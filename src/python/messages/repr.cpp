// repr.cpp: texts as Python's repr() prints them, because mypy's messages contain such.

#include <array>
#include <cstdint>
#include <cstdio>

#include "python/messages/wording.h"

namespace krait::messages {

namespace {

struct CodePoint {
    std::uint32_t value;
    std::size_t bytes;
};

/// The code point at the start of a text, which is UTF-8 or what a lone surrogate looks like in it.
/// A byte that starts nothing is taken for itself.
CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return static_cast<unsigned char>(text[i]);
    };
    const std::uint32_t lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC0 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF8 ? 4
                                             : 0;
    if (length <= 1 || length > text.size()) return {lead, 1};
    std::uint32_t value = lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = value << 6 | (byte(i) & 0x3F);
    return {value, length};
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};
/// What str.isprintable() denies beyond ASCII: other spaces, controls, formats, private use and
/// surrogates. Unassigned code points inside blocks are not listed; they are printed as they are.
constexpr auto kUnprintable = std::to_array<Range>({
    {0x80, 0xA0},       {0xAD, 0xAD},       {0x600, 0x605},      {0x61C, 0x61C},
    {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},      {0x8E2, 0x8E2},
    {0x1680, 0x1680},   {0x180E, 0x180E},   {0x2000, 0x200F},    {0x2028, 0x202F},
    {0x205F, 0x206F},   {0x3000, 0x3000},   {0xD800, 0xF8FF},    {0xFEFF, 0xFEFF},
    {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD},  {0x110CD, 0x110CD},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
});

bool is_printable(std::uint32_t c) {
    if (c < 0x80) return c >= 0x20 && c != 0x7F;
    for (const Range& range : kUnprintable) {
        if (c >= range.first && c <= range.last) return false;
    }
    return true;
}

void append_number(std::string& text, const char* format, std::uint32_t value) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, value);
    text += buffer.data();
}

/// Escapes that str and bytes share; false if `c` needs none of them.
bool append_common_escape(std::string& text, std::uint32_t c, char quote) {
    switch (c) {
        case '\n':
            text += "\\n";
            return true;
        case '\r':
            text += "\\r";
            return true;
        case '\t':
            text += "\\t";
            return true;
        case '\\':
            text += "\\\\";
            return true;
        default:
            break;
    }
    if (c != static_cast<unsigned char>(quote)) return false;
    text += '\\';
    text += quote;
    return true;
}

char quote_for(std::string_view text) {
    const bool prefers_double =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    return prefers_double ? '"' : '\'';
}

}  // namespace

std::string python_repr(std::string_view text) {
    const char quote = quote_for(text);
    std::string repr{quote};
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        if (append_common_escape(repr, c.value, quote)) {
            // done
        } else if (is_printable(c.value) && (c.bytes > 1 || c.value < 0x80)) {
            repr.append(text.substr(0, c.bytes));
        } else if (c.value < 0x100) {
            append_number(repr, "\\x%02x", c.value);
        } else if (c.value < 0x10000) {
            append_number(repr, "\\u%04x", c.value);
        } else {
            append_number(repr, "\\U%08x", c.value);
        }
        text.remove_prefix(c.bytes);
    }
    return repr += quote;
}

std::string bytes_repr_content(std::string_view bytes) {
    const char quote = quote_for(bytes);
    std::string repr;
    for (const char character : bytes) {
        const auto c = static_cast<unsigned char>(character);
        if (append_common_escape(repr, c, quote)) continue;
        if (c >= 0x20 && c < 0x7F) {
            repr += character;
        } else {
            append_number(repr, "\\x%02x", c);
        }
    }
    return repr;
}

}  // namespace krait::messages
