// type_variables.h
//
// Defaults of type variables against their bounds and values.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

/// `T = TypeVar("T", ...)`, at the call.
void check_declared_default(CheckContext& ck, NodeId call);
/// `def f[T: int = str]`: the variables that a statement declares.
void check_variable_defaults(CheckContext& ck,
                             std::span<const types::TypeVarLike* const> variables, NodeId at);

}  // namespace krait::checker
