// format_strings.cpp: the two little languages of format strings. They are read a bit more widely
// than Python reads them, so that errors can say what is meant; mypy does it by regular expressions,
// of which these scanners are the deterministic reading.

#include "python/checker/formats.h"
#include "python/syntax/unicode.h"

namespace krait::checker {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

struct Scanner {
    std::string_view text;
    std::size_t at = 0;

    [[nodiscard]] bool done() const { return at >= text.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at + ahead < text.size() ? text[at + ahead] : '\0';
    }
    /// Bytes of the character here; 0 at the end.
    [[nodiscard]] std::size_t character() const {
        return done() ? 0 : syntax::decode_utf8(text.substr(at)).bytes;
    }
    std::string take(std::size_t count) {
        std::string taken(text.substr(at, count));
        at += count;
        return taken;
    }
    bool take_if(std::string_view set) {
        if (done() || !is_one_of(peek(), set)) return false;
        ++at;
        return true;
    }
    std::string take_while(std::string_view set) {
        const std::size_t start = at;
        while (take_if(set)) {
        }
        return std::string(text.substr(start, at - start));
    }
    std::string take_until(std::string_view set) {
        const std::size_t start = at;
        while (!done() && !is_one_of(peek(), set)) ++at;
        return std::string(text.substr(start, at - start));
    }
    /// One character but a line break, as `.` is in regular expressions.
    std::string take_any() { return peek() == '\n' ? std::string() : take(character()); }
};

constexpr std::string_view kDigits = "0123456789";

/// What follows a `%`.
FormatSpec scan_percent(Scanner& in) {
    FormatSpec spec;
    if (in.peek() == '(') {
        const std::size_t close = in.text.find(')', in.at);
        if (close != std::string_view::npos) {
            spec.key = std::string(in.text.substr(in.at + 1, close - in.at - 1));
            in.at = close + 1;
        }
    }
    spec.flags = in.take_while("#0-+ ");
    spec.width = in.peek() == '*' ? in.take(1) : in.take_while(kDigits);
    if (in.take_if(".")) {
        spec.precision = in.peek() == '*' ? in.take(1) : in.take_while(kDigits);
    }
    in.take_if("hlL");
    spec.type = in.take_any();
    return spec;
}

/// The standard mini-language behind the colon; false if it is none.
bool scan_standard_spec(Scanner in, FormatSpec& spec) {
    constexpr std::string_view kAlign = "<>=^";
    ++in.at;
    const std::size_t first = in.peek() == '\n' ? 0 : in.character();
    if (first > 0 && is_one_of(in.peek(first), kAlign)) {
        in.at += first + 1;
    } else {
        in.take_if(kAlign);
    }
    const std::size_t flags = in.at;
    in.take_if("+- ");
    in.take_if("#");
    in.take_if("0");
    spec.flags = std::string(in.text.substr(flags, in.at - flags));
    spec.width = in.take_while(kDigits);
    in.take_if("_,");
    if (in.peek() == '.' && is_digit(in.peek(1))) {
        ++in.at;
        spec.precision = "." + in.take_while(kDigits);
    }
    spec.type = in.take_any();
    if (in.done()) return true;
    spec.flags.clear();
    spec.width.clear();
    spec.precision.clear();
    spec.type.clear();
    return false;
}

/// What stands between two braces; nothing if it can't be read.
std::optional<FormatSpec> scan_target(std::string_view target) {
    FormatSpec spec;
    Scanner in{target};
    std::string key = in.take_until(".[!:");
    spec.field = key + in.take_until(":!");
    spec.key = std::move(key);
    if (in.peek() == '!' && in.at + 1 < target.size() && in.peek(1) != ':') {
        Scanner rest{target, in.at + 1};
        spec.conversion = in.take(1 + rest.character());
    }
    if (in.done()) return spec;
    if (in.peek() != ':') return std::nullopt;
    spec.format_spec = std::string(target.substr(in.at));
    if (scan_standard_spec(in, spec)) return spec;
    if (spec.format_spec.find('\n') != std::string::npos) return std::nullopt;
    spec.is_custom = true;
    return spec;
}

constexpr const char* kInvalid = "Invalid conversion specifier in format string";

/// The texts between unescaped braces.
std::variant<std::vector<std::string>, std::string> targets_of(std::string_view text) {
    std::vector<std::string> found;
    std::string next;
    std::size_t nesting = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (nesting == 0) {
            const bool doubled = i + 1 < text.size() && text[i + 1] == c;
            if (c != '{' && c != '}') continue;
            if (doubled) {
                ++i;
            } else if (c == '{') {
                nesting = 1;
            } else {
                return std::string(kInvalid) + ": unexpected }";
            }
            continue;
        }
        if (c == '{') ++nesting;
        if (c == '}') --nesting;
        if (nesting > 0) {
            next += c;
        } else {
            found.push_back(std::move(next));
            next.clear();
        }
    }
    if (nesting > 0) return std::string(kInvalid) + ": unmatched {";
    return found;
}

bool has_brace(std::string_view text) {
    return text.find_first_of("{}") != std::string_view::npos;
}

}  // namespace

bool is_decimal(std::string_view text) {
    return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

std::vector<FormatSpec> parse_percent_format(std::string_view text) {
    std::vector<FormatSpec> specs;
    Scanner in{text};
    while (!in.done()) {
        if (in.take(1) == "%") specs.push_back(scan_percent(in));
    }
    return specs;
}

std::variant<std::vector<FormatSpec>, std::string> parse_brace_format(std::string_view text,
                                                                      bool is_nested) {
    auto targets = targets_of(text);
    if (auto* problem = std::get_if<std::string>(&targets)) return std::move(*problem);
    std::vector<FormatSpec> specs;
    for (const std::string& target : std::get<std::vector<std::string>>(targets)) {
        std::optional<FormatSpec> spec = scan_target(target);
        if (!spec) return std::string(kInvalid);
        if (has_brace(*spec->key)) {
            return std::string("Conversion value must not contain { or }");
        }
        specs.push_back(*spec);
        if (!spec->is_custom || !has_brace(spec->format_spec)) continue;
        if (is_nested) return std::string("Formatting nesting must be at most two levels deep");
        auto inner = parse_brace_format(spec->format_spec, true);
        if (std::holds_alternative<std::string>(inner)) return inner;
        for (FormatSpec& one : std::get<std::vector<FormatSpec>>(inner)) {
            specs.push_back(std::move(one));
        }
    }
    return specs;
}

}  // namespace krait::checker
