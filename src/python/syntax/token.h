// token.h
//
// What the lexer hands to the parser: 12 bytes a token, no text of its own. The order of kinds is
// used: names first among the words, then soft keywords, then keywords.

#pragma once

#include <cstdint>

namespace krait::syntax {

enum class TokenKind : std::uint8_t {
    EndOfFile,
    Unknown,  ///< the lexer has reported an error here
    Newline,
    Indent,
    Dedent,

    Int,
    Float,
    Complex,
    String,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,

    Name,
    // Words that are keywords only where a statement may start, or not even there.
    Case,
    Lazy,
    Match,
    Type,
    // Keywords.
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    False,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    None,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    True,
    Try,
    While,
    With,
    Yield,

    Question,
    Exclamation,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Colon,
    Comma,
    Semicolon,
    Dot,
    Ellipsis,
    Arrow,
    ColonEqual,
    Tilde,

    Equal,
    EqualEqual,
    NotEqual,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,

    // Binary operators, in the order of BinaryOperator, then their augmented assignments.
    Plus,
    Minus,
    Star,
    At,
    Slash,
    Percent,
    DoubleStar,
    LeftShift,
    RightShift,
    Bar,
    Caret,
    Ampersand,
    DoubleSlash,
    PlusEqual,
    MinusEqual,
    StarEqual,
    AtEqual,
    SlashEqual,
    PercentEqual,
    DoubleStarEqual,
    LeftShiftEqual,
    RightShiftEqual,
    BarEqual,
    CaretEqual,
    AmpersandEqual,
    DoubleSlashEqual,

    Count
};
static_assert(static_cast<int>(TokenKind::Count) <= 128, "a TokenSet has 128 bits");

/// How a person is told about a token: "`,`", "newline", "name".
[[nodiscard]] const char* name_of(TokenKind kind);

[[nodiscard]] constexpr bool is_soft_keyword(TokenKind kind) {
    return kind >= TokenKind::Case && kind <= TokenKind::Type;
}
[[nodiscard]] constexpr bool is_name_like(TokenKind kind) {
    return kind >= TokenKind::Name && kind <= TokenKind::Type;
}
[[nodiscard]] constexpr bool is_keyword(TokenKind kind) {
    return kind >= TokenKind::And && kind <= TokenKind::Yield;
}
[[nodiscard]] constexpr bool is_augmented_assignment(TokenKind kind) {
    return kind >= TokenKind::PlusEqual && kind <= TokenKind::DoubleSlashEqual;
}

/// Bits of Token::flags.
namespace token_flag {
inline constexpr std::uint8_t kBytes = 0x01;
inline constexpr std::uint8_t kRaw = 0x02;
inline constexpr std::uint8_t kUnicode = 0x04;
inline constexpr std::uint8_t kTriple = 0x08;
inline constexpr std::uint8_t kUnterminated = 0x10;
inline constexpr std::uint8_t kEscaped = 0x20;   ///< strings: has a backslash or a carriage return
inline constexpr std::uint8_t kNonAscii = 0x40;  ///< names, strings
inline constexpr std::uint8_t kInString = 0x80;  ///< stands in a field of an f-string
}  // namespace token_flag

struct Token {
    TokenKind kind = TokenKind::EndOfFile;
    std::uint8_t flags = 0;
    std::uint8_t prefix = 0;   ///< strings: letters before the quote
    std::uint8_t nesting = 0;  ///< brackets open before it; 255 for more
    std::uint32_t start = 0;
    std::uint32_t end = 0;
};
static_assert(sizeof(Token) == 12);

/// A set of kinds.
class TokenSet {
public:
    constexpr TokenSet() = default;
    template <class... Kinds>
    constexpr explicit TokenSet(TokenKind first, Kinds... rest) {
        add(first);
        (add(rest), ...);
    }
    [[nodiscard]] constexpr bool has(TokenKind kind) const {
        auto bit = static_cast<unsigned>(kind);
        return (bit < 64 ? low_ >> bit : high_ >> (bit - 64)) & 1;
    }
    constexpr TokenSet& add(TokenKind kind) {
        auto bit = static_cast<unsigned>(kind);
        (bit < 64 ? low_ : high_) |= std::uint64_t{1} << (bit & 63);
        return *this;
    }
    friend constexpr TokenSet operator|(TokenSet a, TokenSet b) {
        a.low_ |= b.low_;
        a.high_ |= b.high_;
        return a;
    }
    friend constexpr bool operator==(const TokenSet&, const TokenSet&) = default;

private:
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
};

}  // namespace krait::syntax
