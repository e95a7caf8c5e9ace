// meet.h
//
// The greatest lower bound of types, what narrowing makes of a declared type, and whether two types
// can have a value in common. The three belong together: narrowing is a meet that asks for overlap
// first, and is symmetric nowhere.

#pragma once

#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// The greatest lower bound; Never if nothing is in both (None without strict optional).
[[nodiscard]] TypePtr meet_types(Context& cx, TypePtr s, TypePtr t);
/// The narrower of two types if one is a subtype of the other, else Never.
[[nodiscard]] TypePtr trivial_meet(Context& cx, TypePtr s, TypePtr t);
/// From left to right; Any for an empty list.
[[nodiscard]] TypePtr meet_type_list(Context& cx, TypeList types);

/// The declared type after a test that said `narrowed`.
[[nodiscard]] TypePtr narrow_declared_type(Context& cx, TypePtr declared, TypePtr narrowed);
/// The same for what a TypeGuard said: it wins even without overlap, unless it is wider.
[[nodiscard]] TypePtr narrow_declared_by_type_guard(Context& cx, TypePtr declared, TypePtr guard);

struct OverlapOptions {
    bool ignore_promotions = false;
    /// For overload signatures: Any overlaps with object only, None with explicit None only, and
    /// names of positional parameters count.
    bool for_overloads = false;
};

/// Whether a value can be of both types.
[[nodiscard]] bool is_overlapping_types(Context& cx, TypePtr left, TypePtr right,
                                        OverlapOptions options = {});
/// The same after erasing type arguments.
[[nodiscard]] bool is_overlapping_erased_types(Context& cx, TypePtr left, TypePtr right,
                                               bool ignore_promotions = false);

/// The options of a union, of a type variable with values, of an overload; a type variable's bound;
/// otherwise the type alone.
[[nodiscard]] std::vector<TypePtr> get_possible_variants(Context& cx, TypePtr type);

}  // namespace krait::types
