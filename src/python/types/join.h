// join.h
//
// The least upper bound of types: what a list of both holds, what a variable has after two
// branches. mypy prefers a common class to a union, and its way of choosing that class is copied to
// the letter, because users see the result.

#pragma once

#include <span>
#include <utility>
#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// Pairs of instances whose join is being computed: meeting one again, in its own arguments, gives
/// object and ends the recursion.
struct InstanceJoiner {
    std::vector<std::pair<const Instance*, const Instance*>> seen{};
};

/// The least upper bound. `joiner` is given by joins of type arguments only.
[[nodiscard]] TypePtr join_types(Context& cx, TypePtr s, TypePtr t,
                                 InstanceJoiner* joiner = nullptr);
[[nodiscard]] TypePtr join_instances(Context& cx, const Instance& t, const Instance& s,
                                     InstanceJoiner& joiner);
/// The wider of two types if one is a supertype of the other, else object (or Any).
[[nodiscard]] TypePtr trivial_join(Context& cx, TypePtr s, TypePtr t);
/// From left to right; Never for an empty list.
[[nodiscard]] TypePtr join_type_list(Context& cx, TypeList types);

/// builtins.object, the last class of the instance's MRO.
[[nodiscard]] const Instance* object_from_instance(Context& cx, const Instance& type);
/// builtins.object found by way of any type's parts; Any where there is no way.
[[nodiscard]] TypePtr object_or_any_from_type(Context& cx, TypePtr type);

// What meets share with joins.

/// Callables with `**kwargs: Unpack[TD]` spelt out as keyword parameters.
[[nodiscard]] std::pair<TypePtr, TypePtr> normalize_callables(Context& cx, TypePtr s, TypePtr t);
/// Equal numbers of parameters, of required ones, and `*args` in both or neither.
[[nodiscard]] bool is_similar_callables(const CallableType& t, const CallableType& s);
/// Two generic callables with the same type variables, matched in order.
[[nodiscard]] std::pair<const CallableType*, const CallableType*> match_generic_callables(
    Context& cx, const CallableType& t, const CallableType& s);
/// The join of callables that are equivalent but for Any and names.
[[nodiscard]] const CallableType* combine_similar_callables(Context& cx, const CallableType& t,
                                                            const CallableType& s);
/// Joins and meets of parameter types, which may be unpacks.
[[nodiscard]] TypePtr safe_join(Context& cx, TypePtr t, TypePtr s);
[[nodiscard]] TypePtr safe_meet(Context& cx, TypePtr t, TypePtr s);
/// The type of `__call__` if that is the protocol's only member, else null.
[[nodiscard]] TypePtr unpack_callback_protocol(Context& cx, const Instance& type);

}  // namespace krait::types
