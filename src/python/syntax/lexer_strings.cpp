// lexer_strings.cpp: where strings begin and end. An f-string is several tokens: its start, the
// literal pieces between replacement fields, the tokens of the fields, and its end. Which of these
// comes next follows from how many brackets are open compared with where the string began, and
// from how many format specs are open in it.

#include "python/syntax/lexer.h"

#include <cstring>

namespace krait::syntax {

namespace {

constexpr std::size_t kMaxOpenStrings = 150;

}  // namespace

/// At a letter that may be part of a prefix: whether a quote follows it.
bool Lexer::string_ahead() const {
    auto quote = [](char c) { return c == '"' || c == '\''; };
    char first = text_[at_];
    char second = text_[at_ + 1];
    if (quote(second)) return true;
    if (second == '\0' || !quote(text_[at_ + 2])) return false;
    auto lower = [](char c) { return static_cast<char>(c | 0x20); };
    char a = lower(first);
    char b = lower(second);
    if (a == 'r') return b == 'b' || b == 'f' || b == 't';
    return b == 'r' && (a == 'b' || a == 'f' || a == 't');
}

Token Lexer::string_token() {
    std::uint8_t flags = 0;
    bool interpolated = false;
    bool is_template = false;
    while (text_[at_] != '"' && text_[at_] != '\'') {
        switch (text_[at_++] | 0x20) {
            case 'r':
                flags |= token_flag::kRaw;
                break;
            case 'b':
                flags |= token_flag::kBytes;
                break;
            case 'u':
                flags |= token_flag::kUnicode;
                break;
            case 't':
                is_template = true;
                [[fallthrough]];
            default:
                interpolated = true;
                break;
        }
    }
    auto prefix = static_cast<std::uint8_t>(at_ - start_);
    char quote = text_[at_++];
    if (text_[at_] == quote && text_[at_ + 1] == quote) {
        flags |= token_flag::kTriple;
        at_ += 2;
    }
    if (interpolated) return open_string(quote, flags, is_template);

    bool triple = (flags & token_flag::kTriple) != 0;
    Token string;
    for (;;) {
        char c = text_[at_];
        if (c == quote) {
            if (!triple) {
                ++at_;
                break;
            }
            if (text_[at_ + 1] == quote && text_[at_ + 2] == quote) {
                at_ += 3;
                break;
            }
        } else if (c == '\\') {
            flags |= token_flag::kEscaped;
            ++at_;
            if (text_[at_] == '\r' && text_[at_ + 1] == '\n') ++at_;
        } else if (c == '\n' || c == '\r') {
            if (!triple) {
                flags |= token_flag::kUnterminated;
                break;
            }
            if (c == '\r') flags |= token_flag::kEscaped;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            flags |= token_flag::kNonAscii;
        }
        if (at_ >= end_) {
            at_ = end_;
            flags |= token_flag::kUnterminated;
            break;
        }
        ++at_;
    }
    if ((flags & token_flag::kUnterminated) && prefix == 0 && closes_outer(quote, triple)) {
        // Rather the end of the f-string around, in a field that isn't closed.
        at_ = start_ + (triple ? 3 : 1);
        nesting_ = strings_.back().nesting;
        string = token(strings_.back().is_template ? TokenKind::TStringEnd : TokenKind::FStringEnd);
        strings_.pop_back();
        return string;
    }
    if (flags & token_flag::kUnterminated) {
        report("missing closing quote in string literal", start_, at_);
    }
    string = token(TokenKind::String);
    string.flags |= flags;
    string.prefix = prefix;
    return string;
}

bool Lexer::closes_outer(char quote, bool triple) const {
    return !strings_.empty() && strings_.back().quote == quote &&
           ((strings_.back().flags & token_flag::kTriple) != 0) == triple;
}

Token Lexer::open_string(char quote, std::uint8_t flags, bool is_template) {
    Token start = token(is_template ? TokenKind::TStringStart : TokenKind::FStringStart);
    if (strings_.size() >= kMaxOpenStrings) {
        return unreadable("Source is too deeply nested", start_);
    }
    start.flags |= flags;
    strings_.push_back({quote, flags, is_template, nesting_});
    return start;
}

Token Lexer::unterminated_middle(const char* message) {
    OpenString open = strings_.back();
    strings_.pop_back();
    nesting_ = open.nesting;
    Token result = token(open.is_template ? TokenKind::TStringMiddle : TokenKind::FStringMiddle);
    if (message != nullptr) {
        report(std::string(open.is_template ? "t" : "f") + message, start_, at_);
    }
    result.kind = TokenKind::Unknown;
    return result;
}

/// Inside an f-string and outside its fields: a literal piece or the end of the string; false at
/// a brace, which is read like any other.
bool Lexer::middle_of_string(Token& out) {
    OpenString& open = strings_.back();
    bool triple = (open.flags & token_flag::kTriple) != 0;
    bool raw = (open.flags & token_flag::kRaw) != 0;
    bool spec = in_format_spec(open);
    std::uint8_t flags = open.flags & static_cast<std::uint8_t>(~token_flag::kEscaped);
    auto middle = [&] {
        out = token(open.is_template ? TokenKind::TStringMiddle : TokenKind::FStringMiddle);
        out.flags |= flags;
        return true;
    };
    for (;;) {
        char c = text_[at_];
        if (at_ >= end_) {
            out = unterminated_middle(triple ? "-string: unterminated triple-quoted string"
                                             : "-string: unterminated string");
            return true;
        }
        if (c == open.quote) {
            bool closes = !triple || (text_[at_ + 1] == c && text_[at_ + 2] == c);
            if (closes) {
                if (at_ > start_) return middle();
                if (spec) {
                    // The quote ends the string in the middle of a field.
                    open.format_specs = 0;
                    nesting_ = open.nesting;
                }
                at_ += triple ? 3 : 1;
                out = token(open.is_template ? TokenKind::TStringEnd : TokenKind::FStringEnd);
                out.flags |= open.flags;
                strings_.pop_back();
                return true;
            }
        } else if (c == '\\') {
            flags |= token_flag::kEscaped;
            ++at_;
            if (text_[at_] == '{' || text_[at_] == '}') continue;
            if (!raw && text_[at_] == 'N' && text_[at_ + 1] == '{') {
                at_ += 2;
                while (at_ < end_ && text_[at_] != '}' && text_[at_] != '\n' &&
                       text_[at_] != open.quote) {
                    ++at_;
                }
                if (text_[at_] == '}') ++at_;
                continue;
            }
            if (text_[at_] == '\r' && text_[at_ + 1] == '\n') ++at_;
            if (at_ >= end_) continue;
        } else if (c == '\n' || c == '\r') {
            if (!triple) {
                if (spec && at_ > start_) return middle();
                if (spec) {
                    // Left to be reported as a field that isn't closed.
                    report(std::string(open.is_template ? "t" : "f") +
                               "-string: newlines are not allowed in format specifiers when using "
                               "single quotes",
                           at_, at_ + 1);
                    out = unterminated_middle(nullptr);
                    return true;
                }
                out = unterminated_middle("-string: unterminated string");
                return true;
            }
            if (c == '\r') flags |= token_flag::kEscaped;
        } else if (c == '{') {
            if (text_[at_ + 1] == '{' && !spec) {
                flags |= token_flag::kEscaped;
                ++at_;
            } else {
                return at_ > start_ && middle();
            }
        } else if (c == '}') {
            if (text_[at_ + 1] == '}' && !spec) {
                flags |= token_flag::kEscaped;
                ++at_;
            } else {
                return at_ > start_ && middle();
            }
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            flags |= token_flag::kNonAscii;
        }
        ++at_;
    }
}

}  // namespace krait::syntax
