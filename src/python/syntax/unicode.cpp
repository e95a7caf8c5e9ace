// unicode.cpp: see unicode.h. The tables themselves are in unicode_name_tables.cpp and unicode_form_tables.cpp.

#include "python/syntax/unicode.h"

#include <algorithm>

#include "python/syntax/unicode_tables.h"

namespace krait::syntax {

CodePoint decode_utf8(std::string_view text) {
    auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    unsigned lead = byte(0);
    auto tail = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    if (lead < 0x80) return {lead, 1};
    if (lead >= 0xC2 && lead < 0xE0 && tail(1)) return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2};
    if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
        return {(lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
    }
    if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
        return {
            (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
            4};
    }
    return {0xFFFD, 1};
}

void append_utf8(std::string& out, char32_t value) {
    auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | value >> 6), put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | value >> 12), put(0x80 | (value >> 6 & 0x3F)), put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | value >> 18), put(0x80 | (value >> 12 & 0x3F)), put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    }
}

namespace {

bool in_ranges(std::span<const CodeRange> ranges, char32_t c) {
    auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                  [](char32_t key, const CodeRange& r) { return key < r.first; });
    return after != ranges.begin() && c <= (after - 1)->last;
}

bool is_ascii_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Hangul syllables are composed by arithmetic (Unicode, section 3.12).
char32_t compose_hangul(char32_t a, char32_t b) {
    if (a >= 0x1100 && a < 0x1113 && b >= 0x1161 && b < 0x1176) {
        return 0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28;
    }
    if (a >= 0xAC00 && a < 0xD7A4 && (a - 0xAC00) % 28 == 0 && b > 0x11A7 && b < 0x11C3) {
        return a + (b - 0x11A7);
    }
    return 0;
}

char32_t compose(char32_t a, char32_t b) {
    std::span<const Composition> pairs = compositions();
    auto found = std::lower_bound(pairs.begin(), pairs.end(), std::pair{a, b},
                                  [](const Composition& p, std::pair<char32_t, char32_t> key) {
                                      return std::pair{p.first, p.second} < key;
                                  });
    if (found != pairs.end() && found->first == a && found->second == b) return found->composed;
    return compose_hangul(a, b);
}

std::u32string compatibility_form(char32_t c) {
    std::span<const Shift> shifts = compatibility_shifts();
    auto after = std::upper_bound(shifts.begin(), shifts.end(), c,
                                  [](char32_t key, const Shift& s) { return key < s.first; });
    if (after != shifts.begin() && c <= (after - 1)->last) {
        return std::u32string(1, (after - 1)->to + (c - (after - 1)->first));
    }
    auto before = [](const auto& entry, char32_t key) { return entry.from < key; };
    std::span<const Single> singles = compatibility_singles();
    auto single = std::lower_bound(singles.begin(), singles.end(), c, before);
    if (single != singles.end() && single->from == c) return std::u32string(1, single->to);
    std::span<const Mapping> table = compatibility_mappings();
    auto found = std::lower_bound(table.begin(), table.end(), c, before);
    return found != table.end() && found->from == c ? found->to : std::u32string(1, c);
}

}  // namespace

bool may_start_name(char32_t c) {
    return c < 0x80 ? is_ascii_letter(c) : in_ranges(name_start_ranges(), c);
}

bool may_continue_name(char32_t c) {
    if (c < 0x80) return is_ascii_letter(c) || (c >= '0' && c <= '9');
    return in_ranges(name_part_ranges(), c);
}

std::string normalize_name(std::string_view name) {
    // Characters with a compatibility form are replaced by it, then marks are joined with the
    // letter before them. Marks aren't put into canonical order first: nobody types them otherwise.
    std::u32string characters;
    for (std::size_t at = 0; at < name.size();) {
        CodePoint c = decode_utf8(name.substr(at));
        at += c.bytes;
        std::u32string mapped = compatibility_form(c.value);
        for (char32_t each : mapped) {
            char32_t joined = characters.empty() ? 0 : compose(characters.back(), each);
            if (joined != 0) {
                characters.back() = joined;
            } else {
                characters.push_back(each);
            }
        }
    }
    std::string result;
    for (char32_t c : characters) append_utf8(result, c);
    return result;
}

}  // namespace krait::syntax
