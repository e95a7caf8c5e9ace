// applytype.h
//
// Putting values in for the type variables of a generic callable, and the reverse for polymorphic
// results: making variables that remained free variables of the callables that mention them.

#pragma once

#include <functional>
#include <span>

#include "python/types/context.h"

namespace krait::types {

/// Told of a value that a variable's bound or values forbid: the callable, the value, the
/// variable's name.
using ReportIncompatibleTypeVar =
    std::function<void(const CallableType& callee, TypePtr value, Name variable)>;

/// The callable with `types` for its variables, in order; a null leaves its variable alone, and so
/// do variables beyond the list. With `skip_unsatisfied`, so do forbidden values, which are then
/// not reported.
[[nodiscard]] const CallableType* apply_generic_arguments(Context& cx, const CallableType& callable,
                                                          TypeList types,
                                                          const ReportIncompatibleTypeVar& report,
                                                          bool skip_unsatisfied = false);

/// The callable with the free variables bound where they occur, as a declaration would bind them;
/// null if they occur where no callable could bind them.
[[nodiscard]] const CallableType* apply_poly(Context& cx, const CallableType& type,
                                             std::span<const TypeVarLike* const> free_vars);

}  // namespace krait::types
