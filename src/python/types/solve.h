// solve.h
//
// Values for type variables that satisfy constraints: the join of lower bounds if it fits below the
// meet of upper bounds. With polymorphism allowed, variables may also depend on each other and stay
// free, as for a generic function that is passed to a generic function; see solve_polymorphic.cpp.

#pragma once

#include <span>
#include <vector>

#include "python/types/constraints.h"
#include "python/types/context.h"

namespace krait::types {

struct Solution {
    /// One per variable, in their order; null where the constraints contradict each other.
    std::vector<TypePtr> types{};
    /// Variables that the values mention and that remain to be quantified over.
    std::vector<const TypeVarLike*> free_vars{};
};

struct SolveOptions {
    bool strict = true;  ///< a variable without constraints becomes Never, not Any
    bool allow_polymorphic = false;
    bool skip_unsatisfied = false;  ///< as in apply_generic_arguments
};

[[nodiscard]] Solution solve_constraints(Context& cx, std::span<const TypeVarLike* const> variables,
                                         Constraints constraints, SolveOptions options = {});

/// The value for one variable with these bounds, or null.
[[nodiscard]] TypePtr solve_one(Context& cx, TypeList lowers, TypeList uppers);

}  // namespace krait::types
