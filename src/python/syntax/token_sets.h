// token_sets.h: which tokens may start or end what.

#pragma once

#include "python/syntax/token.h"

namespace krait::syntax::sets {

using enum TokenKind;

inline constexpr TokenSet kNames{Name, Case, Lazy, Match, Type};

inline constexpr TokenSet kLiterals{Int,  Float, Complex,         String,       Ellipsis,
                                    True, False, TokenKind::None, FStringStart, TStringStart};

/// What an expression may start with.
inline constexpr TokenSet kExpressionStart =
    kNames | kLiterals | TokenSet{LeftParen, LeftBracket, LeftBrace, Minus, Plus,       Tilde,
                                  Not,       Await,       Lambda,    Star,  DoubleStar, Yield};

/// What ends a sequence of expressions that has no brackets.
inline constexpr TokenSet kSequenceEnd{Newline,        Semicolon,
                                       Colon,          EndOfFile,
                                       RightBrace,     RightBracket,
                                       RightParen,     Dedent,
                                       Else,           As,
                                       From,           For,
                                       Async,          In,
                                       Equal,          If,
                                       Exclamation,    FStringEnd,
                                       TStringEnd,     PlusEqual,
                                       MinusEqual,     StarEqual,
                                       AtEqual,        SlashEqual,
                                       PercentEqual,   DoubleStarEqual,
                                       LeftShiftEqual, RightShiftEqual,
                                       BarEqual,       CaretEqual,
                                       AmpersandEqual, DoubleSlashEqual};

inline constexpr TokenSet kCompoundStart{If, While, For, Try, With, Def, Class, Async, At, Match};

inline constexpr TokenSet kSimpleStart =
    kExpressionStart | TokenSet{Pass,   Return, Break,  Continue, Del,  Raise,
                                Assert, Global, Import, Nonlocal, From, Type};

inline constexpr TokenSet kStatementStart = kSimpleStart | kCompoundStart;

inline constexpr TokenSet kLineEnd{Newline, EndOfFile};

inline constexpr TokenSet kPatternStart =
    kNames | kLiterals | TokenSet{LeftParen, LeftBracket, LeftBrace, Minus, Star};

inline constexpr TokenSet kMappingPatternStart = kNames | kLiterals | TokenSet{Minus, DoubleStar};

}  // namespace krait::syntax::sets
