// infer.cpp: see the header.

#include "python/types/infer.h"

namespace krait::types {

Solution infer_function_type_arguments(Context& cx, const CallableType& callee,
                                       std::span<const TypePtr> arg_types,
                                       std::span<const ArgKind> arg_kinds,
                                       std::span<const Name> arg_names,
                                       const ArgumentMap& formal_to_actual,
                                       const ArgumentInferContext& context, bool strict,
                                       bool allow_polymorphic) {
    Constraints constraints = infer_constraints_for_callable(cx, callee, arg_types, arg_kinds,
                                                             arg_names, formal_to_actual, context);
    return solve_constraints(cx, callee.variables, std::move(constraints),
                             {.strict = strict, .allow_polymorphic = allow_polymorphic});
}

std::vector<TypePtr> infer_type_arguments(Context& cx,
                                          std::span<const TypeVarLike* const> variables,
                                          TypePtr template_type, TypePtr actual,
                                          InferOptions options) {
    const ConstraintOp direction =
        options.is_supertype ? ConstraintOp::SupertypeOf : ConstraintOp::SubtypeOf;
    Constraints constraints =
        infer_constraints(cx, template_type, actual, direction, false, options.erase_types);
    return solve_constraints(cx, variables, std::move(constraints),
                             {.skip_unsatisfied = options.skip_unsatisfied})
        .types;
}

}  // namespace krait::types
