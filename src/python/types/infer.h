// infer.h
//
// Constraints and their solution in one step: the type arguments of a call, and those that make a
// generic type match another type.

#pragma once

#include <span>
#include <vector>

#include "python/types/argmap.h"
#include "python/types/context.h"
#include "python/types/solve.h"

namespace krait::types {

/// Type arguments for the callee's variables, from the arguments of a call.
[[nodiscard]] Solution infer_function_type_arguments(
    Context& cx, const CallableType& callee, std::span<const TypePtr> arg_types,
    std::span<const ArgKind> arg_kinds, std::span<const Name> arg_names,
    const ArgumentMap& formal_to_actual, const ArgumentInferContext& context, bool strict = true,
    bool allow_polymorphic = false);

struct InferOptions {
    bool is_supertype = false;  ///< the template is to be a supertype of the actual type
    bool skip_unsatisfied = false;
    bool erase_types = true;
};

/// Type arguments under which `template_type` is a subtype (or supertype) of `actual`.
[[nodiscard]] std::vector<TypePtr> infer_type_arguments(
    Context& cx, std::span<const TypeVarLike* const> variables, TypePtr template_type,
    TypePtr actual, InferOptions options = {});

}  // namespace krait::types
