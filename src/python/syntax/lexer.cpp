// lexer.cpp: lines, indentation, names and punctuation. Numbers and strings have files of their
// own.

#include "python/syntax/lexer.h"

#include "python/syntax/unicode.h"

namespace krait::syntax {

namespace {

constexpr std::size_t kBatch = 64;

enum : std::uint8_t { kWordStart = 1, kWordPart = 2, kDigit = 4, kPrefix = 8, kBlank = 16 };

struct Classes {
    std::uint8_t of[256] = {};
    constexpr Classes() {
        for (int c = 'a'; c <= 'z'; ++c) of[c] = of[c - 'a' + 'A'] = kWordStart | kWordPart;
        of[static_cast<int>('_')] = kWordStart | kWordPart;
        for (int c = '0'; c <= '9'; ++c) of[c] = kWordPart | kDigit;
        for (char c : {'r', 'R', 'b', 'B', 'u', 'U', 'f', 'F', 't', 'T'}) {
            of[static_cast<int>(c)] |= kPrefix;
        }
        for (char c : {' ', '\t', '\f'}) of[static_cast<int>(c)] = kBlank;
    }
};
constexpr Classes kClasses;

std::uint8_t class_of(char c) {
    return kClasses.of[static_cast<unsigned char>(c)];
}

}  // namespace

Lexer::Lexer(Source source, Piece piece)
    : source_(source),
      text_(source.at(source.begin()) - source.begin()),
      at_(source.begin()),
      end_(source.end()),
      nesting_(piece == Piece::Expression ? 1 : 0),
      fragment_(piece == Piece::Expression),
      line_start_(piece != Piece::Expression),
      indents_{{0, 0}} {
    if (source_.view(at_, end_).starts_with("\xEF\xBB\xBF")) at_ += 3;
    if (piece == Piece::Function) (void)indentation();
}

void Lexer::fill(std::vector<Token>& out) {
    for (std::size_t i = 0; i < kBatch; ++i) {
        out.push_back(next());
        if (out.back().kind <= TokenKind::Newline && out.back().kind != TokenKind::Unknown) return;
        // Within an f-string the lexer isn't ahead of the parser: what a token is depends on
        // whether the parser gives up on a field.
        if (!strings_.empty()) return;
    }
}

void Lexer::restart(std::uint32_t offset, std::uint32_t nesting, bool in_string) {
    at_ = offset;
    nesting_ = fragment_ && nesting == 0 ? 1 : nesting;
    if (!in_string) strings_.clear();
    line_start_ = false;
    finished_newline_ = false;
    while (!errors_.empty() && errors_.back().range.start >= offset) errors_.pop_back();
    comments_.forget_from(offset);
}

Token Lexer::token(TokenKind kind) const {
    std::uint8_t flags = 0;
    auto nesting = static_cast<std::uint8_t>(nesting_ < 255 ? nesting_ : 255);
    if (!strings_.empty()) flags |= token_flag::kInString;
    return {kind, flags, 0, nesting, start_, at_};
}

Token Lexer::one(TokenKind kind) {
    ++at_;
    return token(kind);
}

void Lexer::report(std::string message, std::uint32_t from, std::uint32_t to) {
    errors_.push_back({{from, to}, std::move(message)});
}

Token Lexer::unreadable(std::string message, std::uint32_t from) {
    report(std::move(message), from, at_);
    return token(TokenKind::Unknown);
}

/// Passes blanks, comments, and inside brackets line ends; false at a line end that counts.
bool Lexer::skip_blanks() {
    for (;;) {
        char c = text_[at_];
        if (class_of(c) & kBlank) {
            ++at_;
        } else if (c == '#') {
            comment();
        } else if (c == '\r' || c == '\n') {
            if (nesting_ == 0) return false;
            ++at_;
        } else {
            return true;
        }
    }
}

void Lexer::comment() {
    std::uint32_t from = at_;
    while (at_ < end_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    // Only comments that begin with `type:` or `mypy:` are of interest.
    std::uint32_t word = from + 1;
    while (word < at_ && (class_of(text_[word]) & kBlank)) ++word;
    if (at_ - word < 5 || text_[word + 4] != ':') return;
    bool line_start = from == source_.begin() || text_[from - 1] == '\n' || text_[from - 1] == '\r';
    comments_.read(source_.view(from, at_), from, line_start);
}

/// At a backslash: passes it and the line end after it.
bool Lexer::line_continuation() {
    std::uint32_t after = at_ + 1;
    if (text_[after] == '\r') ++after;
    if (text_[after] == '\n') ++after;
    if (after == at_ + 1) return false;
    at_ = after;
    return true;
}

Token Lexer::next() {
    for (;;) {
        if (!strings_.empty() && !in_replacement(strings_.back())) {
            start_ = at_;
            Token middle;
            if (middle_of_string(middle)) return middle;
        } else if (has_pending_) {
            start_ = at_;
            Token dedent = pending_dedent();
            if (dedent.kind != TokenKind::EndOfFile) return dedent;
        } else if (line_start_ && nesting_ == 0) {
            Token indent = indentation();
            if (indent.kind != TokenKind::EndOfFile) return indent;
        }
        std::uint32_t before = at_;
        bool in_line = skip_blanks();
        start_ = at_;
        if (!in_line) {
            // "\r\n" is one line end.
            at_ += text_[at_] == '\r' && text_[at_ + 1] == '\n' ? 2 : 1;
            line_start_ = true;
            if (finished_newline_) continue;  // an empty line after an odd start
            finished_newline_ = true;
            Token newline = token(TokenKind::Newline);
            return newline;
        }
        char first = text_[at_];
        if (first == '\\') {
            if (line_continuation()) {
                if (at_ < end_) continue;
                start_ = before;
                return unreadable("unexpected EOF while parsing", start_);
            }
            ++at_;
            return unreadable("Expected a newline after line continuation character", start_);
        }
        if (first == '\0' && at_ >= end_) return end_of_file();
        finished_newline_ = false;
        if (class_of(first) & kWordStart) {
            if ((class_of(first) & kPrefix) && string_ahead()) return string_token();
            return word(first);
        }
        if (class_of(first) & kDigit) return number(first);
        return punctuation(first);
    }
}

Token Lexer::end_of_file() {
    if (nesting_ > 0 && !fragment_) {
        nesting_ = 0;
        return unreadable("unexpected EOF while parsing", at_);
    }
    if (!finished_newline_ && !fragment_) {
        finished_newline_ = true;
        return token(TokenKind::Newline);
    }
    if (indents_.size() > 1) {
        indents_.pop_back();
        return token(TokenKind::Dedent);
    }
    return token(TokenKind::EndOfFile);
}

/// At the start of a line: Indent, Dedent, an error, or EndOfFile for "nothing to say".
Token Lexer::indentation() {
    std::uint32_t line = at_;
    Indent indent{0, 0};
    for (;;) {
        char c = text_[at_];
        if (c == ' ') {
            ++indent.column, ++indent.characters, ++at_;
        } else if (c == '\t') {
            indent.column = (indent.column / 2 + 1) * 2;
            ++indent.characters, ++at_;
        } else if (c == '\f') {
            indent = {0, 0};
            ++at_;
        } else if (c == '\\') {
            start_ = at_;
            if (!line_continuation()) break;
            indent = {0, 0};
            if (at_ >= end_) {
                line_start_ = false;
                return unreadable("unexpected EOF while parsing", start_);
            }
        } else if (c == '#') {
            comment();
        } else if (c == '\n' || c == '\r') {
            ++at_;
            line = at_;
            indent = {0, 0};
        } else {
            break;
        }
    }
    line_start_ = false;
    start_ = line;
    if (at_ >= end_) return {};
    pending_ = indent;
    Indent current = indents_.back();
    if (current.column < indent.column && current.characters < indent.characters) {
        indents_.push_back(indent);
        return token(TokenKind::Indent);
    }
    has_pending_ = true;
    return pending_dedent();
}

/// One level less, or none, for the line that has begun.
Token Lexer::pending_dedent() {
    auto less = [](const Indent& a, const Indent& b) {
        return a.column < b.column && a.characters < b.characters;
    };
    Indent current = indents_.back();
    const char* mismatch = "unindent does not match any outer indentation level";
    if (current.column == pending_.column && current.characters == pending_.characters) {
        has_pending_ = false;
        return {};
    }
    if (!less(pending_, current)) {
        // Either a line whose error was told already, or tabs and spaces that mean both more
        // and less.
        has_pending_ = false;
        return less(current, pending_) ? Token{} : unreadable(mismatch, start_);
    }
    indents_.pop_back();
    current = indents_.back();
    bool same = current.column == pending_.column && current.characters == pending_.characters;
    return same || less(pending_, current) ? token(TokenKind::Dedent)
                                           : unreadable(mismatch, start_);
}

TokenKind Lexer::keyword(std::string_view text) const {
    using enum TokenKind;
    auto is = [text](std::string_view word) { return text == word; };
    switch (text[0]) {
        case 'F':
            return is("False") ? False : Name;
        case 'N':
            return is("None") ? None : Name;
        case 'T':
            return is("True") ? True : Name;
        case 'a':
            if (is("and")) return And;
            if (is("as")) return As;
            if (is("assert")) return Assert;
            if (is("async")) return Async;
            return is("await") ? Await : Name;
        case 'b':
            return is("break") ? Break : Name;
        case 'c':
            if (is("class")) return Class;
            if (is("continue")) return Continue;
            return is("case") ? Case : Name;
        case 'd':
            if (is("def")) return Def;
            return is("del") ? Del : Name;
        case 'e':
            if (is("else")) return Else;
            if (is("elif")) return Elif;
            return is("except") ? Except : Name;
        case 'f':
            if (is("for")) return For;
            if (is("from")) return From;
            return is("finally") ? Finally : Name;
        case 'g':
            return is("global") ? Global : Name;
        case 'i':
            if (is("if")) return If;
            if (is("in")) return In;
            if (is("is")) return Is;
            return is("import") ? Import : Name;
        case 'l':
            if (is("lambda")) return Lambda;
            return is("lazy") ? Lazy : Name;
        case 'm':
            return is("match") ? Match : Name;
        case 'n':
            if (is("not")) return Not;
            return is("nonlocal") ? Nonlocal : Name;
        case 'o':
            return is("or") ? Or : Name;
        case 'p':
            return is("pass") ? Pass : Name;
        case 'r':
            if (is("return")) return Return;
            return is("raise") ? Raise : Name;
        case 't':
            if (is("try")) return Try;
            return is("type") ? Type : Name;
        case 'w':
            if (is("with")) return With;
            return is("while") ? While : Name;
        case 'y':
            return is("yield") ? Yield : Name;
        default:
            return Name;
    }
}

Token Lexer::word(char first) {
    const char* p = text_ + at_ + 1;
    while (class_of(*p) & kWordPart) ++p;
    at_ = static_cast<std::uint32_t>(p - text_);
    if (static_cast<unsigned char>(*p) >= 0x80) return slow_word();
    std::uint32_t length = at_ - start_;
    if (length < 2 || length > 8 || first == '_') return token(TokenKind::Name);
    return token(keyword({text_ + start_, length}));
}

/// A name with other than ASCII letters; at the first of them.
Token Lexer::slow_word() {
    while (at_ < end_) {
        if (class_of(text_[at_]) & kWordPart) {
            ++at_;
            continue;
        }
        if (static_cast<unsigned char>(text_[at_]) < 0x80) break;
        CodePoint c = decode_utf8(source_.view(at_, end_));
        if (at_ == start_ ? !may_start_name(c.value) : !may_continue_name(c.value)) break;
        at_ += c.bytes;
    }
    if (at_ == start_) {
        at_ += decode_utf8(source_.view(at_, end_)).bytes;
        return unreadable("Got unexpected token " + std::string(source_.view(start_, at_)), start_);
    }
    Token name = token(TokenKind::Name);
    name.flags |= token_flag::kNonAscii;
    return name;
}

Token Lexer::two_way(TokenKind kind, TokenKind with_equal) {
    ++at_;
    if (text_[at_] == '=') return one(with_equal);
    return token(kind);
}

Token Lexer::open(TokenKind kind) {
    Token opened = one(kind);
    ++nesting_;
    return opened;
}

Token Lexer::close(TokenKind kind) {
    if (kind == TokenKind::RightBrace && !strings_.empty()) {
        OpenString& string = strings_.back();
        if (nesting_ == string.nesting) {
            ++at_;
            return unreadable(
                std::string(string.is_template ? "t" : "f") + "-string: single `}` is not allowed",
                start_);
        }
        if (in_format_spec(string)) --string.format_specs;
    }
    Token closed = one(kind);
    if (nesting_ > (fragment_ ? 1u : 0u)) --nesting_;
    return closed;
}

Token Lexer::punctuation(char first) {
    using enum TokenKind;
    char second = text_[at_ + 1];
    switch (first) {
        case '"':
        case '\'':
            return string_token();
        case '(':
            return open(LeftParen);
        case '[':
            return open(LeftBracket);
        case '{':
            return open(LeftBrace);
        case ')':
            return close(RightParen);
        case ']':
            return close(RightBracket);
        case '}':
            return close(RightBrace);
        case ',':
            return one(Comma);
        case ';':
            return one(Semicolon);
        case '~':
            return one(Tilde);
        case '?':
            break;
        case '.':
            if (class_of(second) & kDigit) return number(first);
            if (second == '.' && text_[at_ + 2] == '.') {
                at_ += 3;
                return token(Ellipsis);
            }
            return one(Dot);
        case ':':
            if (!strings_.empty()) {
                OpenString& string = strings_.back();
                if (nesting_ - string.nesting == string.format_specs + 1) {
                    ++string.format_specs;
                    return one(Colon);
                }
            }
            return two_way(Colon, ColonEqual);
        case '!':
            if (second == '=') return two_way(Exclamation, NotEqual);
            return one(Exclamation);
        case '=':
            return two_way(Equal, EqualEqual);
        case '+':
            return two_way(Plus, PlusEqual);
        case '%':
            return two_way(Percent, PercentEqual);
        case '@':
            return two_way(At, AtEqual);
        case '&':
            return two_way(Ampersand, AmpersandEqual);
        case '|':
            return two_way(Bar, BarEqual);
        case '^':
            return two_way(Caret, CaretEqual);
        case '-':
            if (second == '>') {
                at_ += 2;
                return token(Arrow);
            }
            return two_way(Minus, MinusEqual);
        case '*':
            if (second != '*') return two_way(Star, StarEqual);
            ++at_;
            return two_way(DoubleStar, DoubleStarEqual);
        case '/':
            if (second != '/') return two_way(Slash, SlashEqual);
            ++at_;
            return two_way(DoubleSlash, DoubleSlashEqual);
        case '<':
            if (second != '<') return two_way(Less, LessEqual);
            ++at_;
            return two_way(LeftShift, LeftShiftEqual);
        case '>':
            if (second != '>') return two_way(Greater, GreaterEqual);
            ++at_;
            return two_way(RightShift, RightShiftEqual);
        default:
            if (static_cast<unsigned char>(first) >= 0x80) return slow_word();
            break;
    }
    ++at_;
    return unreadable("Got unexpected token " + std::string(1, first), start_);
}

}  // namespace krait::syntax
