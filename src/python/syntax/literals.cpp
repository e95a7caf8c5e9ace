// literals.cpp: the values of numbers and of escapes in strings.

#include <charconv>
#include <cstdlib>

#include "python/syntax/parsing.h"
#include "python/syntax/unicode.h"

namespace krait::syntax {

namespace {

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

/// The value of an integer literal, if it fits.
std::optional<std::uint64_t> integer_value(std::string_view text) {
    unsigned radix = 10;
    if (text.size() > 2 && text[0] == '0') {
        char letter = static_cast<char>(text[1] | 0x20);
        if (letter == 'x') radix = 16;
        if (letter == 'o') radix = 8;
        if (letter == 'b') radix = 2;
        if (radix != 10) text.remove_prefix(2);
    }
    std::uint64_t value = 0;
    for (char c : text) {
        if (c == '_') continue;
        auto digit = static_cast<std::uint64_t>(digit_value(c));
        if (value > (std::uint64_t{INT64_MAX} - digit) / radix) return std::nullopt;
        value = value * radix + digit;
    }
    return value;
}

double float_value(std::string_view text) {
    std::string digits;
    digits.reserve(text.size());
    for (char c : text) {
        if (c != '_' && c != 'j' && c != 'J') digits.push_back(c);
    }
    double value = 0;
    auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    // Too large and too small numbers become infinity and zero.
    if (result.ec != std::errc()) value = std::strtod(digits.c_str(), nullptr);
    return value;
}

}  // namespace

NodeId Parser::number() {
    std::string_view text = text_of(current_);
    std::uint32_t start = current_.start;
    std::uint32_t end = current_.end;
    TokenKind which = kind();
    bump();
    if (which == TokenKind::Int) {
        std::optional<std::uint64_t> value = integer_value(text);
        if (!value) return build_.node(NodeKind::Int, start, end, 0, 0, 0, flag::kTooBig);
        return build_.node(NodeKind::Int, start, end, low_half(*value), high_half(*value));
    }
    auto bits = std::bit_cast<std::uint64_t>(float_value(text));
    return build_.node(which == TokenKind::Float ? NodeKind::Float : NodeKind::Complex, start, end,
                       low_half(bits), high_half(bits));
}

namespace {

/// Decodes the inside of one literal.
class Unescaper {
public:
    Unescaper(std::string& out, std::string_view text, std::uint32_t offset, std::uint8_t flags,
              bool doubled_braces)
        : out_(out),
          text_(text),
          offset_(offset),
          raw_((flags & token_flag::kRaw) != 0),
          bytes_((flags & token_flag::kBytes) != 0),
          doubled_braces_(doubled_braces) {}

    /// What is wrong, and where; no message if nothing is.
    struct Problem {
        const char* message = nullptr;
        std::uint32_t at = 0;
    };

    Problem run() {
        while (at_ < text_.size()) {
            char c = text_[at_];
            if (c == '\\' && !raw_) {
                escape();
            } else if (c == '\r') {
                ++at_;
                if (at_ < text_.size() && text_[at_] == '\n') ++at_;
                out_.push_back('\n');
            } else if (doubled_braces_ && (c == '{' || c == '}') && next() == c) {
                out_.push_back(c);
                at_ += 2;
            } else {
                out_.push_back(c);
                ++at_;
            }
        }
        return problem_;
    }

private:
    [[nodiscard]] char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

    void fail(const char* message) {
        if (problem_.message == nullptr) {
            problem_ = {message, offset_ + static_cast<std::uint32_t>(at_)};
        }
    }

    void put(char32_t value) {
        if (bytes_) {
            out_.push_back(static_cast<char>(value));
        } else {
            append_utf8(out_, value);
        }
    }

    void hexadecimal(std::size_t digits) {
        at_ += 2;
        char32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i, ++at_) {
            if (at_ >= text_.size() || digit_value(text_[at_]) > 15) {
                return fail("Got unexpected unicode");
            }
            value = value * 16 + static_cast<char32_t>(digit_value(text_[at_]));
        }
        if (value > 0x10FFFF) return fail("Got unexpected unicode");
        put(value);
    }

    void octal() {
        ++at_;
        char32_t value = 0;
        for (int i = 0; i < 3 && at_ < text_.size() && digit_value(text_[at_]) < 8; ++i, ++at_) {
            value = value * 8 + static_cast<char32_t>(digit_value(text_[at_]));
        }
        put(value);
    }

    /// `\N{...}`: the character's name isn't looked up, a replacement character stands for it.
    void named() {
        at_ += 2;
        if (at_ >= text_.size() || text_[at_] != '{') {
            return fail("Missing `{` in Unicode escape sequence");
        }
        while (at_ < text_.size() && text_[at_] != '}') ++at_;
        if (at_ >= text_.size()) return fail("Missing `}` in Unicode escape sequence");
        ++at_;
        put(0xFFFD);
    }

    void simple(char value) {
        out_.push_back(value);
        at_ += 2;
    }

    void escape() {
        char c = next();
        switch (c) {
            case '\n':
                at_ += 2;
                return;
            case '\r':
                at_ += 2;
                if (at_ < text_.size() && text_[at_] == '\n') ++at_;
                return;
            case '\\':
            case '\'':
            case '"':
                return simple(c);
            case 'a':
                return simple('\a');
            case 'b':
                return simple('\b');
            case 'f':
                return simple('\f');
            case 'n':
                return simple('\n');
            case 'r':
                return simple('\r');
            case 't':
                return simple('\t');
            case 'v':
                return simple('\v');
            case 'x':
                return hexadecimal(2);
            case 'u':
                if (!bytes_) return hexadecimal(4);
                break;
            case 'U':
                if (!bytes_) return hexadecimal(8);
                break;
            case 'N':
                if (!bytes_) return named();
                break;
            default:
                if (c >= '0' && c <= '7') return octal();
                break;
        }
        out_.push_back('\\');
        ++at_;
    }

    std::string& out_;
    std::string_view text_;
    std::uint32_t offset_;
    std::size_t at_ = 0;
    bool raw_;
    bool bytes_;
    bool doubled_braces_;
    Problem problem_;
};

}  // namespace

/// Appends the value of a literal's inside, which lies at `offset`.
void Parser::decode(std::string& out, std::string_view text, std::uint32_t offset,
                    std::uint8_t flags, bool doubled_braces) {
    if ((flags & token_flag::kBytes) && (flags & token_flag::kNonAscii)) {
        std::size_t i = 0;
        while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
        auto place = offset + static_cast<std::uint32_t>(i);
        error("bytes can only contain ASCII literal characters", place, place + 1);
    }
    if ((flags & token_flag::kEscaped) == 0) {
        out.append(text);
        return;
    }
    Unescaper::Problem problem = Unescaper(out, text, offset, flags, doubled_braces).run();
    if (problem.message != nullptr) error(problem.message, problem.at, problem.at + 1);
}

}  // namespace krait::syntax
