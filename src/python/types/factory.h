// factory.h
//
// The only way to make types. Each function puts one immutable node into the job's arena and sets
// what follows from the parts: whether values can be true or false. Lists handed in are copied into
// the arena, so a vector or a braced list may be passed.
//
// Copies with changes go through `modified`, so that a new field of a type needs no new function:
//
//     modified(cx, callable, [&](CallableType& copy) { copy.ret_type = result; });

#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

// --- Simple types

[[nodiscard]] const AnyType* make_any(Context& cx, AnySource source,
                                      const AnyType* source_any = nullptr,
                                      Name missing_import = Name::Empty);
/// Any because Krait can't do better yet; counted.
[[nodiscard]] const AnyType* make_not_implemented(Context& cx);
/// Any as it comes out of an operation on `from`, whose origin it remembers.
[[nodiscard]] const AnyType* make_any_from(Context& cx, const AnyType& from);
[[nodiscard]] const NoneType* make_none(Context& cx);
[[nodiscard]] const UninhabitedType* make_never(Context& cx, bool ambiguous = false);
[[nodiscard]] inline const UninhabitedType* make_uninhabited(Context& cx, bool ambiguous = false) {
    return make_never(cx, ambiguous);
}
[[nodiscard]] const DeletedType* make_deleted(Context& cx, Name source = Name::Empty);
[[nodiscard]] const ErasedType* make_erased(Context& cx);
[[nodiscard]] const PartialType* make_partial(Context& cx, DefId type, VarInfo* variable,
                                              TypePtr value_type = nullptr);
[[nodiscard]] const PlaceholderType* make_placeholder(Context& cx, Name fullname,
                                                      TypeList args = {});

// --- Instances and what stands on them

[[nodiscard]] const Instance* make_instance(Context& cx, DefId type, TypeList args = {},
                                            const LiteralType* last_known_value = nullptr,
                                            const ExtraAttributes* extra = nullptr);
[[nodiscard]] const Instance* make_instance(Context& cx, DefId type,
                                            std::initializer_list<TypePtr> args);
[[nodiscard]] const LiteralType* make_literal(Context& cx, LiteralValue value,
                                              const Instance& fallback);
[[nodiscard]] const TupleType* make_tuple(Context& cx, TypeList items, const Instance& fallback,
                                          bool implicit = false);
[[nodiscard]] const TupleType* make_tuple(Context& cx, std::initializer_list<TypePtr> items,
                                          const Instance& fallback, bool implicit = false);
/// By value, because argument-dependent look-up would prefer std::make_tuple for a vector otherwise.
[[nodiscard]] const TupleType* make_tuple(Context& cx, std::vector<TypePtr> items,
                                          const Instance& fallback, bool implicit = false);
/// The items as a tuple whose fallback is builtins.tuple[Any, ...].
[[nodiscard]] const TupleType* make_plain_tuple(Context& cx, TypeList items, bool implicit = false);
[[nodiscard]] const TypedDictType* make_typed_dict(Context& cx,
                                                   std::span<const TypedDictItem> items,
                                                   const Instance& fallback,
                                                   bool is_closed = false);

// --- Type variables

struct TypeVarHead {
    Name name = Name::Empty;
    Name fullname = Name::Empty;
    TypeVarId id{};
};
/// A null default means that there is none: an Any of source FromOmittedGenerics.
[[nodiscard]] const TypeVarType* make_type_var(Context& cx, const TypeVarHead& head,
                                               TypePtr upper_bound, TypeList values = {},
                                               Variance variance = Variance::Invariant,
                                               TypePtr default_type = nullptr);
[[nodiscard]] const ParamSpecType* make_param_spec(Context& cx, const TypeVarHead& head,
                                                   ParamSpecFlavor flavor, TypePtr upper_bound,
                                                   TypePtr default_type = nullptr,
                                                   const ParametersType* prefix = nullptr);
[[nodiscard]] const TypeVarTupleType* make_type_var_tuple(Context& cx, const TypeVarHead& head,
                                                          TypePtr upper_bound,
                                                          const Instance& tuple_fallback,
                                                          TypePtr default_type = nullptr,
                                                          std::uint32_t min_len = 0);
[[nodiscard]] const UnpackType* make_unpack(Context& cx, TypePtr type,
                                            bool from_star_syntax = false);

// --- Signatures

[[nodiscard]] const ParametersType* make_parameters(
    Context& cx, ParameterList parameters, std::span<const TypeVarLike* const> variables = {},
    bool imprecise_arg_kinds = false);
[[nodiscard]] const CallableType* make_callable(Context& cx, ParameterList parameters,
                                                TypePtr ret_type, const Instance& fallback,
                                                std::span<const TypeVarLike* const> variables = {},
                                                Name name = Name::Empty);
/// Callable[..., ret_type], its parameters all `any`.
[[nodiscard]] const CallableType* callable_with_ellipsis(Context& cx, TypePtr any, TypePtr ret_type,
                                                         const Instance& fallback);
[[nodiscard]] const OverloadedType* make_overloaded(Context& cx,
                                                    std::span<const CallableType* const> items);
/// An Overloaded, or the item itself if there is one only.
[[nodiscard]] TypePtr make_overloaded_or_single(Context& cx,
                                                std::span<const CallableType* const> items);

// --- Combinations

/// The union as given, nested unions (not those behind aliases) dissolved; the item itself if there
/// is one, Never if there is none. See make_simplified_union (typeops.h) for one without redundant
/// items.
[[nodiscard]] TypePtr make_union(Context& cx, TypeList items, bool uses_pep604 = false);
[[nodiscard]] TypePtr make_union(Context& cx, std::initializer_list<TypePtr> items);
/// A UnionType even of one item.
[[nodiscard]] const UnionType* make_union_type(Context& cx, TypeList items,
                                               bool uses_pep604 = false);
[[nodiscard]] TypePtr make_optional(Context& cx, TypePtr type);
/// type[T] with unions inside out: type[A | B] is type[A] | type[B].
[[nodiscard]] TypePtr make_type_type(Context& cx, TypePtr item, bool is_type_form = false);
[[nodiscard]] const TypeType* make_type_type_as_is(Context& cx, TypePtr item,
                                                   bool is_type_form = false);
[[nodiscard]] const AliasType* make_alias(Context& cx, DefId alias, TypeList args = {});

// --- Copies

/// A list that lives as long as the arena.
[[nodiscard]] inline TypeList copy_list(Context& cx, const std::vector<TypePtr>& types) {
    return cx.arena.copy(types);
}

struct Truth {
    bool can_be_true = true;
    bool can_be_false = true;
};
/// What a type's parts say of its truth, whatever narrowing took from it.
[[nodiscard]] Truth default_truth(Context& cx, TypePtr type);
/// A copy with this truth.
[[nodiscard]] TypePtr with_truth(Context& cx, TypePtr type, Truth truth);

/// A copy of `type` with `change` made to it. Its truth is that of the new parts, except that an
/// Instance keeps what narrowing found out (as mypy's copy_modified has it).
template <class T, class Change>
[[nodiscard]] const T* modified(Context& cx, const T& type, Change&& change) {
    T* copy = cx.arena.make<T>(type);
    change(*copy);
    if constexpr (T::kKind != TypeKind::Instance) {
        Truth truth = default_truth(cx, copy);
        copy->can_be_true = truth.can_be_true;
        copy->can_be_false = truth.can_be_false;
    }
    return copy;
}

[[nodiscard]] const Instance* with_args(Context& cx, const Instance& type, TypeList args);
[[nodiscard]] const Instance* with_last_known_value(Context& cx, const Instance& type,
                                                    const LiteralType* value);
/// With one attribute more, as hasattr() finds it.
[[nodiscard]] const Instance* with_extra_attribute(Context& cx, const Instance& type, Name name,
                                                   TypePtr attribute);
[[nodiscard]] const TupleType* with_items(Context& cx, const TupleType& type, TypeList items);
[[nodiscard]] const TupleType* with_fallback(Context& cx, const TupleType& type,
                                             const Instance& fallback);
[[nodiscard]] const CallableType* with_fallback(Context& cx, const CallableType& type,
                                                const Instance& fallback);
[[nodiscard]] const CallableType* with_ret_type(Context& cx, const CallableType& type,
                                                TypePtr ret_type);
[[nodiscard]] const CallableType* with_parameters(Context& cx, const CallableType& type,
                                                  ParameterList parameters);
[[nodiscard]] const CallableType* with_variables(Context& cx, const CallableType& type,
                                                 std::span<const TypeVarLike* const> variables);
[[nodiscard]] const CallableType* with_name(Context& cx, const CallableType& type, Name name);
[[nodiscard]] const TypeVarType* with_upper_bound(Context& cx, const TypeVarType& type,
                                                  TypePtr upper_bound);
[[nodiscard]] const ParamSpecType* with_flavor(Context& cx, const ParamSpecType& type,
                                               ParamSpecFlavor flavor);
[[nodiscard]] const ParamSpecType* with_prefix(Context& cx, const ParamSpecType& type,
                                               const ParametersType* prefix);

/// What Concatenate put before a ParamSpec; empty if nothing.
[[nodiscard]] inline ParameterList prefix_parameters(const ParamSpecType& type) {
    return type.prefix == nullptr ? ParameterList{} : type.prefix->parameters;
}

}  // namespace krait::types
