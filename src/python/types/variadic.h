// variadic.h
//
// Lists of types with an unpacked part of unknown length, tuple[int, *Ts, str]: finding it, and
// lining two such lists up with each other.

#pragma once

#include <optional>
#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// The index of the Unpack among the items, or none. There is at most one in well-formed types; of
/// several, the last.
[[nodiscard]] std::optional<std::size_t> find_unpack_in_list(TypeList items);

struct SplitTypes {
    TypeList prefix;
    TypeList middle;
    TypeList suffix;
};
/// The first `prefix` types, the last `suffix` types, and what is between. If an unpacked tuple[X,
/// ...] stands where the prefix or suffix needs more, it lends Xs. Lists too short for that give
/// empty parts.
[[nodiscard]] SplitTypes split_with_prefix_and_suffix(Context& cx, TypeList types,
                                                      std::size_t prefix, std::size_t suffix);
/// An instance's arguments around what its class's TypeVarTuple stands for.
[[nodiscard]] SplitTypes split_with_instance(Context& cx, const Instance& instance);
[[nodiscard]] TypeList extend_args_for_prefix_and_suffix(Context& cx, TypeList types,
                                                         std::size_t prefix, std::size_t suffix);

/// Tuples unpacked within tuples dissolved: *tuple[A, *tuple[B, C]] gives A, B, C.
[[nodiscard]] std::vector<TypePtr> flatten_nested_tuples(Context& cx, TypeList types,
                                                         bool expand_recursive = true);

struct VariadicItem {
    std::size_t index;
    TypePtr type;
};
/// Where Y of tuple[X, *tuple[Y, ...], Z] stands; none for other tuples.
[[nodiscard]] std::optional<VariadicItem> get_variadic_item(Context& cx, const TupleType& type);

/// The parts of a class's variables around its TypeVarTuple: how many before and after.
[[nodiscard]] inline std::size_t variadic_prefix(const ClassInfo& info) {
    return static_cast<std::size_t>(info.type_var_tuple_prefix);
}
[[nodiscard]] inline std::size_t variadic_suffix(const ClassInfo& info) {
    return info.type_vars.size() - variadic_prefix(info) - 1;
}
[[nodiscard]] inline bool has_type_var_tuple(const ClassInfo& info) {
    return info.type_var_tuple_prefix >= 0;
}

}  // namespace krait::types
