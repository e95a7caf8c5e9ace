// subtypes_impl.h
//
// The subtype relation between proper types, kind of left by kind of left; shared by the
// subtypes_*.cpp files, not for others.

#pragma once

#include "python/types/subtypes.h"

namespace krait::types {

/// One question "is left a subtype of right?", after aliases and unions on the right were dealt
/// with. Lives on the stack of the question.
struct SubtypeQuestion {
    Context& cx;
    const SubtypeContext& how;
    bool proper;
    TypePtr right;       ///< proper
    TypePtr orig_right;  ///< as asked, perhaps an alias

    /// The same relation between other types.
    [[nodiscard]] bool holds(TypePtr left, TypePtr other_right) const {
        return proper ? is_proper_subtype(cx, left, other_right, how)
                      : is_subtype(cx, left, other_right, how);
    }

    [[nodiscard]] bool answer(TypePtr left) const;

    // subtypes.cpp
    [[nodiscard]] bool none_is(const NoneType& left) const;
    [[nodiscard]] bool type_var_is(const TypeVarType& left) const;
    [[nodiscard]] bool param_spec_is(const ParamSpecType& left) const;
    [[nodiscard]] bool type_var_tuple_is(const TypeVarTupleType& left) const;
    [[nodiscard]] bool unpack_is(const UnpackType& left) const;
    [[nodiscard]] bool union_is(const UnionType& left) const;
    [[nodiscard]] bool literal_is(const LiteralType& left) const;
    [[nodiscard]] bool type_type_is(const TypeType& left) const;
    [[nodiscard]] bool type_type_is_callable(const TypeType& left,
                                             const CallableType& callable) const;

    // subtypes_instance.cpp
    [[nodiscard]] bool instance_is(const Instance& left) const;
    [[nodiscard]] bool instance_is_instance(const Instance& left, const ClassInfo& left_info,
                                            const Instance& to) const;
    [[nodiscard]] bool instance_is_tuple(const Instance& left, const TupleType& to) const;
    [[nodiscard]] bool instance_is_type_type(const Instance& left, const TypeType& to) const;
    [[nodiscard]] bool promotes(const Instance& left, const ClassInfo& left_info,
                                const Instance& to) const;
    [[nodiscard]] bool args_fit(const Instance& mapped, const Instance& to,
                                const ClassInfo& info) const;
    [[nodiscard]] bool variadic_args_fit(const Instance& mapped, const Instance& to,
                                         const ClassInfo& info) const;
    [[nodiscard]] bool arg_fits(TypePtr left, TypePtr other, Variance variance) const;
    [[nodiscard]] bool variable_arg_fits(TypePtr left, TypePtr other, const ClassInfo& info,
                                         std::size_t index) const;

    // subtypes_tuple.cpp
    [[nodiscard]] bool tuple_is(const TupleType& left) const;
    [[nodiscard]] bool tuple_is_instance(const TupleType& left, const Instance& to) const;
    [[nodiscard]] bool tuple_is_tuple(const TupleType& left, const TupleType& to) const;
    [[nodiscard]] bool variadic_tuple_is(const TupleType& left, const TupleType& to) const;
    [[nodiscard]] const TupleType& adjusted_to(const TupleType& left, const TupleType& to) const;
    [[nodiscard]] bool all_hold(TypeList lefts, TypeList rights) const;
    [[nodiscard]] bool is_top(TypePtr type) const;
    [[nodiscard]] bool typed_dict_is(const TypedDictType& left) const;

    // subtypes_function.cpp
    [[nodiscard]] bool parameters_is(const ParametersType& left) const;
    [[nodiscard]] bool callable_is(const CallableType& left) const;
    [[nodiscard]] bool callable_is_callable(const CallableType& left, const CallableType& to) const;
    [[nodiscard]] bool function_is_instance(TypePtr left, const Instance& fallback,
                                            const Instance& to) const;
    [[nodiscard]] bool overloaded_is(const OverloadedType& left) const;
    [[nodiscard]] bool overloaded_is_overloaded(const OverloadedType& left,
                                                const OverloadedType& to) const;
    [[nodiscard]] bool strict_concatenate() const {
        return how.options != nullptr &&
               (how.options->extra_checks || how.options->strict_concatenate);
    }
};

}  // namespace krait::types
