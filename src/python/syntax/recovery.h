// recovery.h
//
// How the parser gets out of lists that are broken. Every list it is inside says which tokens begin
// an element and which end the list. A token that fits neither is skipped if no list around could
// use it either; otherwise the inner list ends there, and the outer one goes on. So one missing
// bracket costs one message, and the statements behind it are read as such. The scheme, and the
// words, are those of the parser that mypy uses, so that the same texts come out.

#pragma once

#include <cstdint>

#include "python/syntax/token_sets.h"

namespace krait::syntax {

struct ListRules {
    TokenSet elements;
    TokenSet ends;         ///< end the list in correct programs
    TokenSet abandons;     ///< end it in broken ones
    const char* expected;  ///< the message for a token that is neither
    bool trailing_comma = true;
};

namespace lists {

using enum TokenKind;
using namespace sets;

inline constexpr ListRules kModule{kStatementStart, {}, {}, "Expected a statement"};
inline constexpr ListRules kBlock{kStatementStart, TokenSet{Dedent}, {}, "Expected a statement"};
inline constexpr ListRules kAssignmentTargets{
    TokenSet{Equal}, TokenSet{Newline, Semicolon}, {}, "Expected an assignment target"};
inline constexpr ListRules kTypeParams{
    kNames | TokenSet{Star, DoubleStar}, TokenSet{RightBracket},
    TokenSet{Newline, Colon, Equal, LeftParen},
    "Expected a type parameter or the end of the type parameter list"};
inline constexpr ListRules kImportNames{
    kNames, TokenSet{Semicolon, Newline}, {}, "Expected an import name", false};
inline constexpr ListRules kImportFromNames{kNames | TokenSet{Star},
                                            TokenSet{RightParen, Semicolon, Newline},
                                            {},
                                            "Expected an import name",
                                            false};
inline constexpr ListRules kImportFromParenthesized{kNames | TokenSet{Star},
                                                    TokenSet{RightParen, Semicolon, Newline},
                                                    {},
                                                    "Expected an import name or a ')'"};
inline constexpr ListRules kSlices{kExpressionStart | TokenSet{Colon},
                                   TokenSet{RightBracket},
                                   {},
                                   "Expected an expression or the end of the slice list"};
inline constexpr ListRules kListElements{
    kExpressionStart, TokenSet{RightBracket}, {}, "Expected an expression or a ']'"};
inline constexpr ListRules kSetElements{
    kExpressionStart, TokenSet{RightBrace}, {}, "Expected an expression or a '}'"};
inline constexpr ListRules kDictElements{kExpressionStart | TokenSet{DoubleStar},
                                         TokenSet{RightBrace},
                                         {},
                                         "Expected an expression or a '}'"};
inline constexpr ListRules kTupleElements{
    kExpressionStart, kSequenceEnd, {}, "Expected an expression"};
inline constexpr ListRules kParenthesizedElements{
    kExpressionStart, TokenSet{RightParen}, {}, "Expected an expression or a ')'"};
inline constexpr ListRules kSequencePattern{
    kPatternStart | TokenSet{Plus},
    TokenSet{Colon, If},
    {},
    "Expected a pattern or the end of the sequence pattern"};
inline constexpr ListRules kTuplePattern{kPatternStart | TokenSet{Plus},
                                         TokenSet{RightParen},
                                         {},
                                         "Expected a pattern or the end of the sequence pattern"};
inline constexpr ListRules kListPattern{kPatternStart | TokenSet{Plus},
                                        TokenSet{RightBracket},
                                        {},
                                        "Expected a pattern or the end of the sequence pattern"};
inline constexpr ListRules kMappingPattern{
    kMappingPatternStart | TokenSet{Star},
    TokenSet{RightBrace},
    {},
    "Expected a mapping pattern or the end of the mapping pattern"};
inline constexpr ListRules kClassPatternArguments{
    kPatternStart, TokenSet{RightParen}, {}, "Expected a pattern or a ')'"};
inline constexpr ListRules kArguments{kExpressionStart | TokenSet{DoubleStar},
                                      TokenSet{RightParen},
                                      {},
                                      "Expected an expression or a ')'"};
inline constexpr ListRules kDeleteTargets{
    kExpressionStart, TokenSet{Semicolon, Newline}, {}, "Expected a delete target"};
inline constexpr ListRules kIdentifiers{
    kNames, TokenSet{Semicolon, Newline}, {}, "Expected an identifier", false};
inline constexpr ListRules kParameters{kNames | TokenSet{Star, DoubleStar, Slash},
                                       TokenSet{RightParen}, kCompoundStart | TokenSet{Arrow},
                                       "Expected a parameter or the end of the parameter list"};
inline constexpr ListRules kLambdaParameters{
    kNames | TokenSet{Star, DoubleStar, Slash}, TokenSet{Colon}, kCompoundStart | TokenSet{Arrow},
    "Expected a parameter or the end of the parameter list"};
inline constexpr ListRules kWithItems{kExpressionStart, TokenSet{Colon}, TokenSet{Newline},
                                      "Expected an expression or the end of the with item list",
                                      false};
inline constexpr ListRules kParenthesizedWithItems{
    kExpressionStart, TokenSet{RightParen}, TokenSet{Colon}, "Expected an expression or a ')'"};

inline constexpr ListRules kFStringElements{TokenSet{FStringMiddle, LeftBrace},
                                            TokenSet{FStringEnd}, TokenSet{Newline},
                                            "Expected an element of or the end of the f-string"};
inline constexpr ListRules kTStringElements{TokenSet{TStringMiddle, LeftBrace},
                                            TokenSet{TStringEnd}, TokenSet{Newline},
                                            "Expected an element of or the end of the t-string"};
inline constexpr ListRules kFormatSpecElements{TokenSet{FStringMiddle, TStringMiddle, LeftBrace},
                                               TokenSet{RightBrace}, TokenSet{Newline},
                                               "Expected an f-string element or a '}'"};

}  // namespace lists

}  // namespace krait::syntax
