// patterns.h
//
// What a pattern of a `case` says about what is matched: the type that it has if the pattern
// matches, the type that is left if it doesn't, and the types of the names that the pattern binds.
// A pattern's answer is made of its parts' answers; each kind of pattern that needs more than a few
// lines has a file: patterns_sequence.cpp, patterns_mapping.cpp, patterns_class.cpp.

#pragma once

#include <optional>
#include <vector>

#include "python/checker/context.h"
#include "python/checker/narrowing.h"

namespace krait::checker {

struct PatternMatch {
    TypePtr type = nullptr;   ///< Never: it can't match
    TypePtr rest = nullptr;   ///< Never: it always matches
    NarrowingMap captures{};  ///< by capture_name()
};

[[nodiscard]] PatternMatch check_pattern(CheckContext& ck, NodeId pattern, TypePtr subject);

[[nodiscard]] PatternMatch check_sequence_pattern(CheckContext& ck, NodeId pattern,
                                                  TypePtr subject);
[[nodiscard]] PatternMatch check_mapping_pattern(CheckContext& ck, NodeId pattern, TypePtr subject);
[[nodiscard]] PatternMatch check_class_pattern(CheckContext& ck, NodeId pattern, TypePtr subject);

// --- for the files of patterns

/// The name that a pattern binds, as an expression; None if it binds none.
[[nodiscard]] NodeId capture_name(CheckContext& ck, NodeId pattern);
[[nodiscard]] PatternMatch no_match(CheckContext& ck, TypePtr subject);
/// Adds what a part captures; a name may be bound once only.
void add_captures(CheckContext& ck, NarrowingMap& captures, const NarrowingMap& more);
[[nodiscard]] bool is_never(CheckContext& ck, TypePtr type);
/// The type as the only one of a test; a known bool stands for its value.
[[nodiscard]] TypeRanges range_of_type(CheckContext& ck, TypePtr type);
[[nodiscard]] ConditionalTypes split_subject(CheckContext& ck, TypePtr subject,
                                             const OptionalRanges& ranges, NodeId at);

}  // namespace krait::checker
