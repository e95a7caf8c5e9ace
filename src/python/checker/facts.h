// facts.h
//
// Small questions about types and definitions that mypy's methods answer (TypeInfo.get,
// is_type_obj, has_readable_member and the like), and short ways to make common types. Whatever is
// asked in more than one construct's file and is not an operation of the types room stands here.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "python/checker/context.h"
#include "python/types/factory.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::checker {

using types::AnySource;
using types::AnyType;
using types::ArgKind;
using types::CallableType;
using types::Definition;
using types::FunctionInfo;
using types::Instance;
using types::LiteralType;
using types::NoneType;
using types::OverloadedInfo;
using types::OverloadedType;
using types::Parameter;
using types::ParameterList;
using types::PartialType;
using types::TupleType;
using types::TypedDictType;
using types::TypeType;
using types::TypeVarLike;
using types::TypeVarType;
using types::UninhabitedType;
using types::UnionType;

// --- kinds

[[nodiscard]] inline TypePtr proper(CheckContext& ck, TypePtr type) {
    return types::get_proper(ck.cx, type);
}
template <class T>
[[nodiscard]] const T* proper_as(CheckContext& ck, TypePtr type) {
    return types::as<T>(types::get_proper(ck.cx, type));
}
template <class T>
[[nodiscard]] bool is_proper(CheckContext& ck, TypePtr type) {
    return types::is<T>(types::get_proper(ck.cx, type));
}
[[nodiscard]] inline bool is_any(CheckContext& ck, TypePtr type) {
    return is_proper<AnyType>(ck, type);
}
/// An instance of the class with this full name.
[[nodiscard]] bool is_instance_of(CheckContext& ck, TypePtr type, std::string_view fullname);
/// A Callable or Overloaded that stands for a class.
[[nodiscard]] bool is_class_object(CheckContext& ck, TypePtr type);
using types::is_function_like;
/// A Callable itself, an Overloaded's items; nothing for other types.
[[nodiscard]] std::span<const CallableType* const> function_items(CheckContext& ck, TypePtr type);

// --- making types

[[nodiscard]] TypePtr any_type(CheckContext& ck, AnySource source = AnySource::SpecialForm);
[[nodiscard]] TypePtr any_from(CheckContext& ck, TypePtr source_any);
[[nodiscard]] TypePtr none_type(CheckContext& ck);
[[nodiscard]] TypePtr never_type(CheckContext& ck, bool ambiguous = false);
[[nodiscard]] TypePtr union_of(CheckContext& ck, const std::vector<TypePtr>& items);
[[nodiscard]] TypePtr simplified_union(CheckContext& ck, const std::vector<TypePtr>& items);
[[nodiscard]] TypePtr optional_of(CheckContext& ck, TypePtr type);
[[nodiscard]] TypeList copy_list(CheckContext& ck, const std::vector<TypePtr>& items);
[[nodiscard]] const TupleType* tuple_of(CheckContext& ck, const std::vector<TypePtr>& items,
                                        const Instance* fallback = nullptr);
[[nodiscard]] const TupleType* with_items(CheckContext& ck, const TupleType& type,
                                          const std::vector<TypePtr>& items);
[[nodiscard]] const CallableType* make_signature(CheckContext& ck,
                                                 const std::vector<Parameter>& parameters,
                                                 TypePtr result, Name name = Name::Empty);
[[nodiscard]] const CallableType* with_result(CheckContext& ck, const CallableType& type,
                                              TypePtr result);
[[nodiscard]] const CallableType* with_parameters(CheckContext& ck, const CallableType& type,
                                                  const std::vector<Parameter>& parameters);
[[nodiscard]] const CallableType* with_variables(CheckContext& ck, const CallableType& type,
                                                 const std::vector<const TypeVarLike*>& variables);
[[nodiscard]] TypePtr overloaded_of(CheckContext& ck,
                                    const std::vector<const CallableType*>& items);
[[nodiscard]] const Instance* with_literal(CheckContext& ck, const Instance& type,
                                           const LiteralType* value);
/// An instance of the class `fallback` whose value is known: what the expression `1` has.
[[nodiscard]] const Instance* literal_instance(CheckContext& ck, types::LiteralKind kind,
                                               std::string_view text, std::string_view fallback);
/// A type variable that no program wrote, for constructors of displays and comprehensions.
[[nodiscard]] const TypeVarType* artificial_type_var(CheckContext& ck, std::string_view name,
                                                     std::int32_t id, std::string_view space);

// --- what types contain

[[nodiscard]] bool has_any_type(CheckContext& ck, TypePtr type, bool ignore_class_objects = false);
[[nodiscard]] bool has_erased_component(CheckContext& ck, TypePtr type);
[[nodiscard]] bool has_uninhabited_component(CheckContext& ck, TypePtr type);
[[nodiscard]] bool has_ambiguous_uninhabited_component(CheckContext& ck, TypePtr type);
/// What stands for a literal: the last known value of an instance, else the type itself.
[[nodiscard]] TypePtr try_getting_literal(CheckContext& ck, TypePtr type);
[[nodiscard]] std::optional<std::int64_t> int_of_literal(const LiteralType& literal);
/// A literal bool with this value.
[[nodiscard]] bool is_bool_literal(CheckContext& ck, TypePtr type, bool value);
/// bool's literal, as an instance with a last known value counts too.
[[nodiscard]] bool is_literal_type_named(CheckContext& ck, TypePtr type, std::string_view fallback,
                                         std::string_view value);

// --- classes and definitions

[[nodiscard]] const ClassInfo& info_of(CheckContext& ck, const Instance& type);
/// A class's member along its MRO.
[[nodiscard]] inline types::Member get_member(CheckContext& ck, const ClassInfo& info, Name name) {
    return types::find_member(ck.cx, info, name);
}
[[nodiscard]] types::Member get_member(CheckContext& ck, const ClassInfo& info,
                                       std::string_view name);
/// A class's own member's definition, or null.
[[nodiscard]] const types::Symbol* own_symbol(CheckContext& ck, const ClassInfo& info, Name name);
[[nodiscard]] const Definition* definition_of_symbol(CheckContext& ck, const types::Symbol* symbol);
[[nodiscard]] bool has_readable_member(CheckContext& ck, const ClassInfo& info, Name name);
[[nodiscard]] bool has_readable_member(CheckContext& ck, const ClassInfo& info,
                                       std::string_view name);
/// The class that a definition belongs to, or null.
[[nodiscard]] const ClassInfo* enclosing_class_of(CheckContext& ck, const Definition& definition);
[[nodiscard]] const ClassInfo* class_by_id(CheckContext& ck, symbols::DefId id);
[[nodiscard]] bool is_text(Name name, std::string_view text);
[[nodiscard]] bool is_fullname(const ClassInfo& info, std::string_view fullname);
[[nodiscard]] bool has_base(CheckContext& ck, const ClassInfo& info, std::string_view fullname);
[[nodiscard]] bool is_private(Name name);  ///< `__x`, but not `__x__`
[[nodiscard]] bool is_dunder(Name name);
[[nodiscard]] bool is_final_definition(const Definition* definition);
/// The signature of a function: as declared, or all Any; coroutines made so (mypy's function_type).
[[nodiscard]] TypePtr function_type(CheckContext& ck, const Definition& function);
/// The function below decorators, of an overload's implementation or first item; null otherwise.
[[nodiscard]] const FunctionInfo* function_below(const Definition* definition);
[[nodiscard]] bool is_property(const Definition* definition);
[[nodiscard]] bool is_settable_property(const Definition* definition);
[[nodiscard]] bool is_writable_attribute(const Definition* definition);

}  // namespace krait::checker
