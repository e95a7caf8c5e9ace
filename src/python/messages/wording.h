// wording.h
//
// Small pieces of English that messages share: lists of names, counts, quotes, Python's repr, and
// what to suggest for a misspelt name. Pure functions of texts.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krait::messages {

/// repr() of a str: single quotes unless the text has those and no double ones; escapes as
/// Python's.
[[nodiscard]] std::string python_repr(std::string_view text);
/// repr() of bytes without the leading b and the quotes, which is how mypy keeps a bytes literal.
[[nodiscard]] std::string bytes_repr_content(std::string_view bytes);

/// `"a", "b" and "c"`-like: quoted names with a conjunction before the last.
[[nodiscard]] std::string pretty_seq(std::span<const std::string> names,
                                     std::string_view conjunction);
/// `a, b and c`; from six on the middle is suppressed: `a, b, ... and z (3 methods suppressed)`.
[[nodiscard]] std::string format_string_list(std::span<const std::string> names);
/// `("a", "b")`, at most five, then `...`.
[[nodiscard]] std::string format_item_name_list(std::span<const std::string> names);
/// `TypedDict keys ("a", "b")`, `TypedDict key "a"`, `no TypedDict keys`; short: without
/// "TypedDict".
[[nodiscard]] std::string format_key_list(std::span<const std::string> keys, bool is_short = false);
/// `"C" expects 2 type arguments, but 1 given`.
[[nodiscard]] std::string wrong_type_arg_count(std::size_t low, std::size_t high,
                                               std::string_view actual, std::string_view name);

[[nodiscard]] std::string capitalize(std::string_view text);
/// One double quote less at each end, where there is one.
[[nodiscard]] std::string_view strip_quotes(std::string_view text);
/// Of `"m" of "C"` the part behind `of`; other texts unchanged.
[[nodiscard]] std::string_view extract_type(std::string_view name);
/// "s" unless the count is one.
[[nodiscard]] constexpr std::string_view plural_s(std::size_t count) {
    return count == 1 ? std::string_view{} : std::string_view{"s"};
}

/// Of `options` those that `current` may be a misspelling of, best first, at most `limit`: Python's
/// difflib decides (ratio above 0.75).
[[nodiscard]] std::vector<std::string> best_matches(std::string_view current,
                                                    std::span<const std::string> options,
                                                    std::size_t limit);

}  // namespace krait::messages
