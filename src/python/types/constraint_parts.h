// constraint_parts.h
//
// How the inference of constraints is divided: constraints.cpp deals with type variables and unions
// and then asks one of these by the template's kind. For those files only.

#pragma once

#include <span>
#include <vector>

#include "python/types/constraints.h"
#include "python/types/context.h"

namespace krait::types::constraint_parts {

/// A question: a template (given apart) against `actual`, which is proper.
struct Inference {
    Context& cx;
    TypePtr actual;
    ConstraintOp direction;
    bool skip_neg_op = false;
    bool erase_types = true;

    [[nodiscard]] Constraints infer(TypePtr template_type, TypePtr against) const {
        return infer_constraints(cx, template_type, against, direction);
    }
    [[nodiscard]] Constraints infer_reversed(TypePtr template_type, TypePtr against) const {
        return infer_constraints(cx, template_type, against, neg_op(direction));
    }
};

inline void append(Constraints& to, Constraints from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

[[nodiscard]] Constraints against_instance(const Inference& how, const Instance& pattern);
[[nodiscard]] Constraints against_callable(const Inference& how, const CallableType& pattern);
[[nodiscard]] Constraints against_overloaded(const Inference& how, const OverloadedType& pattern);
[[nodiscard]] Constraints against_parameters(const Inference& how, const ParametersType& pattern);
[[nodiscard]] Constraints against_type_type(const Inference& how, const TypeType& pattern);
[[nodiscard]] Constraints against_tuple(const Inference& how, const TupleType& pattern);
[[nodiscard]] Constraints against_typed_dict(const Inference& how, const TypedDictType& pattern);

/// Each of the templates against Any.
[[nodiscard]] Constraints against_any(const Inference& how, TypeList patterns, const AnyType& any);

/// Two lists of types of which the first has an unpacked part.
[[nodiscard]] Constraints from_unpack(Context& cx, TypeList patterns, TypeList actuals,
                                      ConstraintOp direction);

/// The parameters of a pattern against those of another signature, lined up as a subtype check
/// would do it.
[[nodiscard]] Constraints from_parameters(Context& cx, ParameterList pattern, ParameterList actual,
                                          ConstraintOp direction);

}  // namespace krait::types::constraint_parts
