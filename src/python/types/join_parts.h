// join_parts.h
//
// How join.cpp, which decides by kind, is divided: instances, callables and tuples have files of
// their own. For those files only.

#pragma once

#include <optional>
#include <vector>

#include "python/types/context.h"
#include "python/types/join.h"

namespace krait::types::join_parts {

/// Whether `t` is the better of two candidates for a common supertype: the longer MRO, and a class
/// rather than a protocol.
[[nodiscard]] bool is_better(Context& cx, TypePtr t, TypePtr s);

/// `t` joined with anything; `s` is no union.
[[nodiscard]] TypePtr join_callable(Context& cx, TypePtr s, const CallableType& t);
[[nodiscard]] TypePtr join_overloaded(Context& cx, TypePtr s, const OverloadedType& t);
[[nodiscard]] const ParametersType* join_parameters(Context& cx, const ParametersType& s,
                                                    const ParametersType& t);

/// The items of the join of two tuples, or none if it is no tuple type.
[[nodiscard]] std::optional<std::vector<TypePtr>> join_tuple_items(Context& cx, const TupleType& s,
                                                                   const TupleType& t);
[[nodiscard]] TypePtr join_typed_dicts(Context& cx, const TypedDictType& s, const TypedDictType& t);

}  // namespace krait::types::join_parts
