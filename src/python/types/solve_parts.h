// solve_parts.h
//
// What the simple solver (solve.cpp) and the one for variables that depend on each other
// (solve_polymorphic.cpp) share. For those files only.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "python/types/solve.h"

namespace krait::types::solve_parts {

/// The variables of one solution, by index: first those asked for, then those that generic actuals
/// brought in.
struct Variables {
    std::vector<const TypeVarLike*> all;
    std::size_t asked_for = 0;

    [[nodiscard]] std::optional<std::size_t> find(const TypeVarId& id) const;
};

/// What is known of a variable: nothing, that it has no solution (null), or its value.
using MaybeSolved = std::optional<TypePtr>;

/// Whether the type mentions one of the variables from index `first` on.
[[nodiscard]] bool mentions(Context& cx, TypePtr type, const Variables& variables,
                            std::size_t first);

struct PolymorphicSolution {
    std::vector<MaybeSolved> values;  // by index
    std::vector<const TypeVarLike*> free_vars;
};
[[nodiscard]] PolymorphicSolution solve_with_dependent(Context& cx, const Variables& variables,
                                                       const Constraints& constraints);

/// Constraints without those that a union makes ambiguous: of T :> S | int, neither T :> S nor S <:
/// T.
[[nodiscard]] Constraints skip_reverse_union_constraints(Context& cx, Constraints constraints);

}  // namespace krait::types::solve_parts
