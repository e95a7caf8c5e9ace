// typeops.h
//
// What the checker does with types beside comparing them: binding self, simplifying unions, telling
// true from false values, literals from their classes, class objects from constructors. Each theme
// has a file: typeops_unions.cpp, typeops_binding.cpp, typeops_literals.cpp, typeops_misc.cpp.

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "python/types/context.h"
#include "python/types/signature.h"
#include "python/types/type.h"
#include "python/types/visit.h"

namespace krait::types {

// --- Unions and truth

struct SimplifyOptions {
    bool keep_erased = false;
    bool contract_literals = true;
    bool handle_recursive = true;
};
/// A union without items that other items include, proper; Any doesn't swallow others, object does.
[[nodiscard]] TypePtr make_simplified_union(Context& cx, TypeList items,
                                            SimplifyOptions options = {});
[[nodiscard]] TypePtr make_simplified_union(Context& cx, std::initializer_list<TypePtr> items);
/// The type restricted to values that are true when tested; Never if there are none.
[[nodiscard]] TypePtr true_only(Context& cx, TypePtr type);
[[nodiscard]] TypePtr false_only(Context& cx, TypePtr type);
/// Without the restrictions that the two above make.
[[nodiscard]] TypePtr true_or_false(Context& cx, TypePtr type);

// --- Tuples, recursion, fallbacks

/// The tuple[X, ...] that a tuple type is, X being the union of its items; or its named class.
[[nodiscard]] const Instance* tuple_fallback(Context& cx, const TupleType& type);
/// Whether comparing these two may never end without an assumption.
[[nodiscard]] bool is_recursive_pair(Context& cx, TypePtr left, TypePtr right);
/// The Instance that a type falls back to for attributes, or null.
[[nodiscard]] const Instance* try_getting_instance_fallback(Context& cx, TypePtr type);

// --- Functions, self, class objects

/// The type of a function as called: its signature, or one made of Anys. `function` is a
/// FunctionInfo or OverloadedInfo.
[[nodiscard]] TypePtr function_type(Context& cx, const Definition& function,
                                    const Instance& fallback);
/// The signature of a function without annotations.
[[nodiscard]] const CallableType* callable_type(Context& cx, const FunctionInfo& function,
                                                const Instance& fallback,
                                                TypePtr ret_type = nullptr);

struct BindOptions {
    bool is_classmethod = false;
    bool ignore_instances = false;  ///< leave explicit self types that are instances alone
};
/// The method (Callable or Overloaded) without its first parameter, whose type variables are solved
/// from `original_type`. Null for the latter: the declared bound of self.
[[nodiscard]] TypePtr bind_self(Context& cx, TypePtr method, TypePtr original_type = nullptr,
                                BindOptions options = {});
[[nodiscard]] const CallableType* bind_self(Context& cx, const CallableType& method,
                                            TypePtr original_type = nullptr,
                                            BindOptions options = {});
/// Is this a self type that binding looks into?
[[nodiscard]] bool supported_self_type(Context& cx, TypePtr type, bool allow_callable = true,
                                       bool allow_instances = true);

/// The type of a class as an object: its constructor, with a metaclass as fallback.
[[nodiscard]] TypePtr type_object_type(Context& cx, const ClassInfo& info);
/// The same from a given __init__ or __new__, defined in `def_info`.
[[nodiscard]] TypePtr type_object_type_from_function(Context& cx, TypePtr signature,
                                                     const ClassInfo& info,
                                                     const ClassInfo& def_info,
                                                     const Instance& fallback, bool is_new);
struct ClassCallable {
    const ClassInfo& info;
    const ClassInfo* def_info = nullptr;
    const Instance& type_type;  ///< the fallback
    bool special_signature_dict = false;
    bool is_new = false;
    TypePtr orig_self_type = nullptr;
};
[[nodiscard]] const CallableType* class_callable(Context& cx, const CallableType& init_type,
                                                 const ClassCallable& how);
/// A type written in terms of `super_info`'s variables, in terms of `sub_info`'s.
[[nodiscard]] TypePtr map_type_from_supertype(Context& cx, TypePtr type, const ClassInfo& sub_info,
                                              const ClassInfo& super_info);
/// Whether instances have this special method from a class outside builtins and typing.
[[nodiscard]] bool custom_special_method(Context& cx, TypePtr type, Name name,
                                         bool check_all = false);

// --- Bounds

[[nodiscard]] TypePtr erase_to_bound(Context& cx, TypePtr type);
[[nodiscard]] TypePtr erase_def_to_union_or_bound(Context& cx, const TypeVarLike& variable);
[[nodiscard]] TypePtr erase_to_union_or_bound(Context& cx, const TypeVarType& variable);

// --- Literals and sum types

[[nodiscard]] bool is_literal_type_like(Context& cx, TypePtr type);
/// All values of this type are one object / compare equal.
[[nodiscard]] bool is_singleton_identity_type(Context& cx, TypePtr type);
[[nodiscard]] bool is_singleton_equality_type(Context& cx, TypePtr type);
[[nodiscard]] bool is_enum_literal(Context& cx, const LiteralType& type);
/// The class that a simple literal, or an instance known to be one, belongs to; or null.
[[nodiscard]] const Instance* simple_literal_type(TypePtr type);
[[nodiscard]] bool is_simple_literal(Context& cx, TypePtr type);
/// The texts of a string literal or of a union of such; none if it is anything else.
[[nodiscard]] std::optional<std::vector<Name>> try_getting_str_literals(Context& cx, TypePtr type);
/// The values in decimal form.
[[nodiscard]] std::optional<std::vector<Name>> try_getting_int_literals(Context& cx, TypePtr type);
/// Enums (this one, or all if Empty) and bool as unions of their literals, also within a union.
[[nodiscard]] TypePtr try_expanding_sum_type_to_union(Context& cx, TypePtr type,
                                                      Name target_fullname = Name::Empty);
/// The reverse: all literals of an enum or of bool become the class again.
[[nodiscard]] std::vector<TypePtr> try_contracting_literals_in_union(Context& cx, TypeList types);
[[nodiscard]] TypePtr coerce_to_literal(Context& cx, TypePtr type);
struct SeparatedLiterals {
    std::vector<const LiteralType*> literals;
    std::vector<TypePtr> others;
};
[[nodiscard]] SeparatedLiterals separate_union_literals(Context& cx, const UnionType& type);

// --- The rest

/// A partial type that nothing completed, as something concrete.
[[nodiscard]] TypePtr fixup_partial_type(Context& cx, TypePtr type);
/// Can one class derive from all of these, as far as __slots__ and @disjoint_base let it?
[[nodiscard]] bool can_have_shared_disjoint_base(Context& cx,
                                                 std::span<const Instance* const> instances);

}  // namespace krait::types
