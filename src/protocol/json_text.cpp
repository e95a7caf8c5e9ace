#include "protocol/json_text.h"

namespace krait::protocol {

namespace {

/// The deepest nesting of brackets outside strings: right for valid JSON, and an upper bound on
/// what the parser builds before it stops for the rest.
std::uint32_t nesting(std::string_view text) {
    std::uint32_t depth = 0;
    std::uint32_t deepest = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

/// The value of the four hexadecimal digits after "\u" at `at`, or nothing.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
    if (text.size() < at + 6 || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
    unsigned value = 0;
    for (char c : text.substr(at + 2, 4)) {
        unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                         : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                : 16;
        if (digit == 16) return std::nullopt;
        value = value * 16 + digit;
    }
    return value;
}

/// Editors that keep text as UTF-16 send half a surrogate pair as "\ud83d" when the text holds
/// one. That is JSON by its grammar, but no UTF-8 exists for it: U+FFFD takes its place, which is
/// one UTF-16 unit wide too, so that columns stay right.
std::string replace_lone_surrogates(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i + 1 < out.size(); ++i) {
        if (out[i] != '\\') continue;
        std::optional<unsigned> unit = escaped_unit(out, i);
        if (!unit) {
            ++i;  // another escape: its second character starts nothing
            continue;
        }
        std::optional<unsigned> next = escaped_unit(out, i + 6);
        bool high = *unit >= 0xD800 && *unit < 0xDC00;
        bool low = *unit >= 0xDC00 && *unit < 0xE000;
        bool paired = high && next && *next >= 0xDC00 && *next < 0xE000;
        if (paired) {
            i += 11;
        } else {
            if (high || low) out.replace(i, 6, "\\ufffd");
            i += 5;
        }
    }
    return out;
}

}  // namespace

base::Result<nlohmann::json> parse_json(std::string_view text, std::uint32_t max_depth) {
    if (nesting(text) > max_depth) {
        return base::fail("JSON nested deeper than " + std::to_string(max_depth) + " levels.");
    }
    nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    if (value.is_discarded() && text.find("\\u") != std::string_view::npos) {
        value = nlohmann::json::parse(replace_lone_surrogates(text), nullptr, false);
    }
    if (value.is_discarded()) return base::fail("Not JSON.");
    return value;
}

std::string json_text(const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_string(std::string_view text) {
    return json_text(nlohmann::json(std::string(text)));
}

}  // namespace krait::protocol
