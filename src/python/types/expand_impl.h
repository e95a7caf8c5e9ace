// expand_impl.h
//
// The substitution itself, shared by expand.cpp and expand_signatures.cpp; not for others.

#pragma once

#include <vector>

#include "python/types/expand.h"

namespace krait::types {

struct Expander {
    Context& cx;
    const TypeEnv& env;
    bool unions_as_they_come = false;

    TypePtr expand(TypePtr type);

    TypePtr expand_composite(TypePtr type);
    TypePtr expand_instance(const Instance& type);
    TypePtr expand_type_var(const TypeVarType& type);
    TypePtr expand_type_var_tuple(const TypeVarTupleType& type);
    TypePtr expand_tuple(const TupleType& type);
    TypePtr expand_union(const UnionType& type);
    /// The types that *Ts stands for.
    std::vector<TypePtr> expand_unpack(const UnpackType& unpack);
    /// A list in which each *Ts may become several types.
    TypeList expand_items(TypeList items);

    // In expand_signatures.cpp
    TypePtr expand_param_spec(const ParamSpecType& type);
    const CallableType* expand_callable(const CallableType& type);
    const CallableType* callable_with_parameters(const CallableType& type,
                                                 const ParametersType& replacement);
    const CallableType* callable_with_param_spec(const CallableType& type,
                                                 const ParamSpecType& replacement);
    const CallableType* callable_with_unpack(const CallableType& type, std::size_t star,
                                             const UnpackType& unpack);
    ParameterList expand_parameters(ParameterList parameters);
    TypePtr possible_varargs(const ParametersType& replacement, std::vector<TypePtr> required,
                             const Instance& tuple_type);
    TypePtr possible_kwargs(const ParametersType& replacement, const Instance& dict_type);
};

}  // namespace krait::types
