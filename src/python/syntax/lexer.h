// lexer.h
//
// From characters to tokens, in batches: the parser keeps the tokens of one logical line in a
// buffer, which the lexer fills a few dozen at a time. So look-ahead and going back within a line
// cost nothing, the buffer stays in the processor's nearest cache, and when a bracket turns out to
// be unclosed only the rest of a batch is read again (`restart`) rather than the rest of the file.
//
// Comments make no tokens. Those that mean something to a type checker are put aside.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/comments.h"
#include "python/syntax/token.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

/// A piece of text with the offset at which its first byte lies. The byte after the last must be
/// readable and 0, as in a std::string.
class Source {
public:
    Source(std::string_view text, std::uint32_t base) : text_(text), base_(base) {}
    [[nodiscard]] std::uint32_t begin() const { return base_; }
    [[nodiscard]] std::uint32_t end() const {
        return base_ + static_cast<std::uint32_t>(text_.size());
    }
    [[nodiscard]] const char* at(std::uint32_t offset) const {
        return text_.data() + (offset - base_);
    }
    [[nodiscard]] std::string_view view(std::uint32_t from, std::uint32_t to) const {
        return text_.substr(from - base_, to - from);
    }

private:
    std::string_view text_;
    std::uint32_t base_;
};

/// What a text is that is read by itself. An expression inside other text has no lines and no
/// indentation; a function is indented from its first line on.
enum class Piece : std::uint8_t { Module, Expression, Function };

class Lexer {
public:
    Lexer(Source source, Piece piece);

    /// Appends some tokens: up to the end of the logical line, or a batch of them. After the end
    /// of the file it appends EndOfFile for ever.
    void fill(std::vector<Token>& out);

    /// Reads on at `offset` with fewer brackets open than there are: the parser gave up on one.
    /// Complaints about what lies behind are forgotten.
    void restart(std::uint32_t offset, std::uint32_t nesting, bool in_string);
    /// The same without going back.
    void leave_bracket() {
        if (nesting_ > (fragment_ ? 1u : 0u)) --nesting_;
    }

    /// From here on there is nothing but the end of the file.
    void abandon() {
        at_ = end_, nesting_ = 0, indents_.resize(1), has_pending_ = false, strings_.clear(),
        finished_newline_ = true;
    }

    /// In order of place. Each is at the start of an Unknown token, or of one that could be read
    /// in spite of it.
    [[nodiscard]] std::vector<SyntaxProblem>& errors() { return errors_; }
    [[nodiscard]] Comments& comments() { return comments_; }
    [[nodiscard]] const Source& source() const { return source_; }

private:
    /// An f-string or t-string that is being read, from its opening quote on.
    struct OpenString {
        char quote;
        std::uint8_t flags;
        bool is_template;
        std::uint32_t nesting;           // brackets open where it began
        std::uint32_t format_specs = 0;  // format specs open now
    };

    // lexer.cpp
    Token next();
    Token indentation();
    Token pending_dedent();
    Token end_of_file();
    Token word(char first);
    Token slow_word();
    Token punctuation(char first);
    void comment();
    bool skip_blanks();
    bool line_continuation();
    Token unreadable(std::string message, std::uint32_t from);
    void report(std::string message, std::uint32_t from, std::uint32_t to);
    [[nodiscard]] Token token(TokenKind kind) const;
    [[nodiscard]] Token one(TokenKind kind);
    [[nodiscard]] Token two_way(TokenKind kind, TokenKind with_equal);
    Token open(TokenKind kind);
    Token close(TokenKind kind);
    [[nodiscard]] TokenKind keyword(std::string_view text) const;

    // lexer_numbers.cpp
    Token number(char first);
    Token radix_number(unsigned radix);
    bool digits(unsigned radix);

    // lexer_strings.cpp
    [[nodiscard]] bool string_ahead() const;
    Token string_token();
    Token open_string(char quote, std::uint8_t flags, bool is_template);
    bool middle_of_string(Token& out);
    [[nodiscard]] bool in_replacement(const OpenString& open) const {
        return nesting_ - open.nesting > open.format_specs;
    }
    [[nodiscard]] bool in_format_spec(const OpenString& open) const {
        return open.format_specs > 0 && !in_replacement(open);
    }
    [[nodiscard]] bool closes_outer(char quote, bool triple) const;
    Token unterminated_middle(const char* message);

    Source source_;
    const char* text_;  // text_[offset] for absolute offsets
    std::uint32_t at_;
    std::uint32_t end_;
    std::uint32_t start_ = 0;  // of the token being read
    std::uint32_t nesting_ = 0;
    bool fragment_;
    bool line_start_ = true;
    bool finished_newline_ = true;  // the last token was Newline, or none was read
    struct Indent {
        std::uint32_t column;      // a tab goes to the next multiple of 2
        std::uint32_t characters;  // a tab counts as one: both must agree
    };
    std::vector<Indent> indents_;
    Indent pending_{};  // of the line whose dedents are being told
    bool has_pending_ = false;
    std::vector<OpenString> strings_;
    std::vector<SyntaxProblem> errors_;
    Comments comments_;
};

}  // namespace krait::syntax
