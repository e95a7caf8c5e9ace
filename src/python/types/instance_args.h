// instance_args.h
//
// An instance's arguments are a flat list even where its class has a TypeVarTuple, which stands for
// any number of them. Whatever goes through arguments and variables side by side uses this view.

#pragma once

#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// One type per variable of the class: for a TypeVarTuple a tuple of what it stands for.
[[nodiscard]] std::vector<TypePtr> arguments_by_variable(Context& cx, const Instance& type);

}  // namespace krait::types
