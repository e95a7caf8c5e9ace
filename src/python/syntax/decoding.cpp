// decoding.cpp: see decoding.h.

#include "python/syntax/decoding.h"

#include <iconv.h>

#include <cstdio>

#include "python/syntax/unicode.h"

namespace krait::syntax {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_cookie_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/// What `coding[:=] *NAME` in a comment names, as it is written.
std::string_view cookie_in(std::string_view line) {
    std::size_t hash = line.find_first_not_of(" \t\f");
    if (hash == std::string_view::npos || line[hash] != '#') return {};
    for (std::size_t at = line.find("coding", hash); at != std::string_view::npos;
         at = line.find("coding", at + 1)) {
        std::size_t colon = at + 6;
        if (colon >= line.size() || (line[colon] != ':' && line[colon] != '=')) continue;
        std::size_t from = line.find_first_not_of(" \t", colon + 1);
        if (from == std::string_view::npos) continue;
        std::size_t to = from;
        while (to < line.size() && is_cookie_character(line[to])) ++to;
        if (to > from) return line.substr(from, to - from);
    }
    return {};
}

std::string_view declared_name(std::string_view bytes) {
    for (int i = 0; i < 2; ++i) {
        std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        std::string_view line = bytes.substr(0, end);
        std::string_view name = cookie_in(line);
        if (!name.empty()) return name;
        // A second line counts only behind a comment or nothing.
        std::size_t first = line.find_first_not_of(" \t\f");
        if (first != std::string_view::npos && line[first] != '#') return {};
        std::size_t skip = bytes.substr(end).starts_with("\r\n") ? 2 : 1;
        bytes.remove_prefix(std::min(end + skip, bytes.size()));
    }
    return {};
}

/// The position of the first byte that isn't UTF-8.
std::size_t first_malformed(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        CodePoint c = decode_utf8(text.substr(at));
        bool surrogate = c.value >= 0xD800 && c.value < 0xE000;
        bool overlong = (c.bytes == 3 && c.value < 0x800) || (c.bytes == 4 && c.value < 0x10000);
        if (c.bytes == 1 || surrogate || overlong || c.value > 0x10FFFF) return at;
        at += c.bytes;
    }
    return std::string_view::npos;
}

std::string undecodable(const char* codec, std::string_view bytes, std::size_t at,
                        const char* reason) {
    char text[160];
    std::snprintf(text, sizeof text, "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                  codec, static_cast<unsigned char>(bytes[at]), at, reason);
    return text;
}

/// Why a byte can't start or go on: CPython tells these apart.
const char* utf8_reason(std::string_view text, std::size_t at) {
    auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0xC2 || lead > 0xF4) return "invalid start byte";
    std::size_t need = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < need; ++i) {
        if (at + i >= text.size()) return "unexpected end of data";
        if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) break;
    }
    return "invalid continuation byte";
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    for (std::string_view each : names) {
        if (name == each) return true;
    }
    return false;
}

/// Everything else is left to the C library, which knows most of what Python does.
base::Result<std::string> by_iconv(std::string_view bytes, const std::string& encoding,
                                   std::string_view declared) {
    iconv_t converter = iconv_open("UTF-8", encoding.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) {
        return base::fail("unknown encoding: " + std::string(declared));
    }
    std::string text(bytes.size() * 4 + 16, '\0');
    std::string input(bytes);
    char* from = input.data();
    std::size_t left = input.size();
    char* to = text.data();
    std::size_t room = text.size();
    std::size_t status = iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    if (status == static_cast<std::size_t>(-1)) {
        return base::fail(undecodable(encoding.c_str(), bytes, bytes.size() - left,
                                      "illegal multibyte sequence"));
    }
    text.resize(text.size() - room);
    return text;
}

template <class Map>
std::string transcode(std::string_view bytes, Map map) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char c : bytes) append_utf8(text, map(static_cast<unsigned char>(c)));
    return text;
}

}  // namespace

std::string declared_encoding(std::string_view bytes) {
    std::string name(declared_name(bytes));
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
        if (c == '_') c = '-';
    }
    return name.empty() ? "utf-8" : name;
}

base::Result<std::string> decode_source(std::string_view bytes) {
    bool marked = bytes.starts_with(kByteOrderMark);
    std::string encoding = marked ? "utf-8" : declared_encoding(bytes);
    if (marked) bytes.remove_prefix(kByteOrderMark.size());

    if (is_one_of(encoding,
                  {"utf-8", "utf8", "utf-8-sig", "u8", "utf", "utf8-ucs2", "utf8-ucs4"}) ||
        encoding.starts_with("utf-8-")) {
        std::size_t bad = first_malformed(bytes);
        if (bad == std::string_view::npos) return std::string(bytes);
        return base::fail(undecodable("utf-8", bytes, bad, utf8_reason(bytes, bad)));
    }
    if (is_one_of(encoding, {"latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "l1", "latin",
                             "cp819", "iso-latin-1"}) ||
        encoding.starts_with("latin-1-") || encoding.starts_with("iso-8859-1-")) {
        return transcode(bytes, [](unsigned char c) { return char32_t{c}; });
    }
    if (is_one_of(encoding, {"ascii", "us-ascii", "646", "ansi-x3.4-1968"})) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (static_cast<unsigned char>(bytes[i]) >= 0x80) {
                return base::fail(undecodable("ascii", bytes, i, "ordinal not in range(128)"));
            }
        }
        return std::string(bytes);
    }
    return by_iconv(bytes, encoding, declared_name(bytes));
}

}  // namespace krait::syntax
