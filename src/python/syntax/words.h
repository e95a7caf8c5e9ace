// words.h: which words are Python's own.

#pragma once

#include <algorithm>
#include <string_view>

namespace krait::syntax {

/// Words that can't be names (keyword.kwlist).
inline constexpr std::string_view kKeywords[] = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

/// Words that are names, too, and mean something of their own only where a statement or pattern
/// begins.
inline constexpr std::string_view kSoftKeywords[] = {"case", "match", "type"};

[[nodiscard]] constexpr bool is_keyword(std::string_view word) {
    return std::ranges::find(kKeywords, word) != std::ranges::end(kKeywords);
}

/// `__init__` and the like, which Python gives a meaning.
[[nodiscard]] constexpr bool is_dunder(std::string_view name) {
    return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

}  // namespace krait::syntax
