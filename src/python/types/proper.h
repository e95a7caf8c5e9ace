// proper.h
//
// Aliases are kept as written, so that messages can print them and recursive ones can exist at all.
// Whoever decides by a type's kind asks for the proper type first; whoever passes it on passes the
// alias.

#pragma once

#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// The type that an alias stands for, after as many steps as it takes; any other type as it is.
/// Takes null.
[[nodiscard]] TypePtr expand_alias(Context& cx, const AliasType& alias);
[[nodiscard]] inline TypePtr get_proper(Context& cx, TypePtr type) {
    if (type == nullptr || type->kind != TypeKind::Alias) [[likely]]
        return type;
    return expand_alias(cx, static_cast<const AliasType&>(*type));
}

/// get_proper, and null if that is no T.
template <class T>
[[nodiscard]] const T* as_proper(Context& cx, TypePtr type) {
    return as<T>(get_proper(cx, type));
}

/// One step of get_proper: the result may be an alias again.
[[nodiscard]] TypePtr expand_alias_once(Context& cx, const AliasType& alias);
/// Whether the alias's definition leads back to itself; its arguments don't count.
[[nodiscard]] bool is_recursive(Context& cx, const AliasType& alias);
[[nodiscard]] bool is_recursive_alias(Context& cx, TypePtr type);
/// Whether it contains a recursive alias anywhere.
[[nodiscard]] bool has_recursive_types(Context& cx, TypePtr type);

/// Unions within unions dissolved, aliases to unions included (unless `expand_aliases` is off, or
/// the alias is recursive and `expand_recursive` is off). Other aliases stay.
[[nodiscard]] std::vector<TypePtr> flatten_nested_unions(Context& cx, TypeList items,
                                                         bool expand_aliases = true,
                                                         bool expand_recursive = true);

/// The truth of a value of this type; for an alias that of its target.
[[nodiscard]] bool can_be_true(Context& cx, TypePtr type);
[[nodiscard]] bool can_be_false(Context& cx, TypePtr type);

/// Whether it is, behind aliases, an instance of the class with this full name.
[[nodiscard]] bool is_named_instance(Context& cx, TypePtr type, Name fullname);
[[nodiscard]] inline bool is_any(Context& cx, TypePtr type) {
    return is<AnyType>(get_proper(cx, type));
}

/// A union's items; without strict_optional those that are not None.
[[nodiscard]] TypeList relevant_items(Context& cx, const UnionType& type);
[[nodiscard]] bool is_overlapping_none(Context& cx, TypePtr type);  ///< None, or a union with None
[[nodiscard]] TypePtr remove_optional(Context& cx, TypePtr type);
[[nodiscard]] bool is_union_with_any(Context& cx, TypePtr type);
[[nodiscard]] bool is_generic_instance(Context& cx, TypePtr type);
[[nodiscard]] bool is_unannotated_any(TypePtr type);
[[nodiscard]] bool has_default(Context& cx, const TypeVarLike& variable);
/// A union of a variable's values, or its bound.
[[nodiscard]] TypePtr values_or_bound(Context& cx, const TypeVarLike& variable);
/// A copy without the function's name, which has no bearing on equality for the user.
[[nodiscard]] TypePtr strip_type(Context& cx, TypePtr type);

}  // namespace krait::types
