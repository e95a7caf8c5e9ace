// visit.h
//
// How to walk a type's parts, in one place, so that no operation on types needs a switch over all
// kinds only to reach what is inside. Two ways: rebuild a type from translated parts, or ask
// something of all parts. A part that is not changed is not copied.

#pragma once

#include <vector>

#include "base/function_ref.h"
#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

using TypeMap = base::FunctionRef<TypePtr(TypePtr)>;

/// The type with `map` applied to each direct part, or the same pointer if nothing changed. Parts
/// are: type arguments, last known value, parameter and result types, the instance type of class
/// objects, items, fallbacks of tuples and TypedDicts, the item of type[...] (normalised again),
/// alias arguments. Not parts: bounds and values of type variables, the target of an alias,
/// fallbacks of callables and literals, type_guard and type_is (as in mypy's TypeTranslator).
[[nodiscard]] TypePtr map_parts(Context& cx, TypePtr type, TypeMap map);

/// The whole type, rebuilt bottom-up: `leaf` may replace a type before its parts are looked at (it
/// returns null to go on inside).
[[nodiscard]] TypePtr map_types(Context& cx, TypePtr type, TypeMap leaf);

[[nodiscard]] TypeList map_list(Context& cx, TypeList types, TypeMap map);
[[nodiscard]] ParameterList map_parameters(Context& cx, ParameterList parameters, TypeMap map);

/// What a query says of one type: settled, or to be asked of the parts.
enum class Verdict : std::uint8_t { No, Yes, Descend };
using TypeQuery = base::FunctionRef<Verdict(TypePtr)>;

/// What a query does at an alias that the query itself left to Descend.
enum class AliasTargets : std::uint8_t { Follow, Skip };  // Skip: look at the arguments only

/// Whether the query says Yes to the type or to some part of it. Parts here include bounds,
/// defaults and values of type variables, ParamSpec prefixes, and what aliases stand for (each
/// once).
[[nodiscard]] bool any_type(Context& cx, TypePtr type, TypeQuery query,
                            AliasTargets aliases = AliasTargets::Follow);
/// Whether the query says No to neither the type nor any part of it.
[[nodiscard]] bool all_types(Context& cx, TypePtr type, TypeQuery query,
                             AliasTargets aliases = AliasTargets::Follow);

/// Calls `visit` for the type and then each of its parts, in mypy's order of traversal.
void for_each_type(Context& cx, TypePtr type, base::FunctionRef<void(TypePtr)> visit,
                   AliasTargets aliases = AliasTargets::Follow);

[[nodiscard]] bool has_type_vars(Context& cx, TypePtr type);
/// Type variables in order of occurrence, repetitions included: TypeVars only, or all three kinds.
[[nodiscard]] std::vector<const TypeVarType*> get_type_vars(Context& cx, TypePtr type);
[[nodiscard]] std::vector<const TypeVarLike*> get_all_type_vars(Context& cx, TypePtr type);

}  // namespace krait::types
