// constraints.h
//
// From "this argument goes to that parameter" to statements about type variables: T :> int, T <: S.
// A template, which has the variables, is matched against an actual type; solve.h then finds the
// variables' values.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "python/types/argmap.h"
#include "python/types/context.h"

namespace krait::types {

enum class ConstraintOp : std::uint8_t { SubtypeOf, SupertypeOf };

[[nodiscard]] constexpr ConstraintOp neg_op(ConstraintOp op) {
    return op == ConstraintOp::SubtypeOf ? ConstraintOp::SupertypeOf : ConstraintOp::SubtypeOf;
}

/// `origin` <: target, or `origin` :> target.
struct Constraint {
    const TypeVarLike* origin;
    ConstraintOp op;
    TypePtr target;
    /// Variables of a generic actual that must be solved for together with this one.
    std::vector<const TypeVarLike*> extra_tvars{};

    [[nodiscard]] const TypeVarId& type_var() const { return origin->id; }
};
using Constraints = std::vector<Constraint>;

/// What `template_type` <: `actual` (or :>, by `direction`) says of the template's variables.
/// `skip_neg_op`: this is already the inference in the opposite direction, for a generic actual.
/// `erase_types`: type[T] against a generic class takes the class with its arguments erased.
[[nodiscard]] Constraints infer_constraints(Context& cx, TypePtr template_type, TypePtr actual,
                                            ConstraintOp direction, bool skip_neg_op = false,
                                            bool erase_types = true);

/// The arguments of a call against the parameters of its callee. A null in `arg_types` stands for
/// an argument that this pass leaves out.
[[nodiscard]] Constraints infer_constraints_for_callable(Context& cx, const CallableType& callee,
                                                         std::span<const TypePtr> arg_types,
                                                         std::span<const ArgKind> arg_kinds,
                                                         std::span<const Name> arg_names,
                                                         const ArgumentMap& formal_to_actual,
                                                         const ArgumentInferContext& context);

}  // namespace krait::types
