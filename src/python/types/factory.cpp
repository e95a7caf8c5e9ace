// factory.cpp
//
// Making types: memory from the arena, lists copied into it, truth derived from the parts.

#include "python/types/factory.h"

#include "python/types/known.h"
#include "python/types/proper.h"

namespace krait::types {

namespace {

template <class T>
T* make_node(Context& cx) {
    T* type = cx.arena.make<T>();
    type->kind = T::kKind;
    return type;
}

/// Sets the truth that follows from the parts, as the last step of making a type.
template <class T>
const T* finished(Context& cx, T* type) {
    Truth truth = default_truth(cx, type);
    type->can_be_true = truth.can_be_true;
    type->can_be_false = truth.can_be_false;
    return type;
}

TypeList list_of(std::initializer_list<TypePtr> types) {
    return {types.begin(), types.size()};
}

void set_head(Context& cx, TypeVarLike& type, const TypeVarHead& head, TypePtr upper_bound,
              TypePtr default_type) {
    type.name = head.name;
    type.fullname = head.fullname;
    type.id = head.id;
    type.upper_bound = upper_bound;
    type.default_type =
        default_type != nullptr ? default_type : make_any(cx, AnySource::FromOmittedGenerics);
}

Truth literal_truth(Context& cx, const LiteralType& type) {
    if (class_info(cx, *type.fallback).is_enum) {
        return {type.fallback->can_be_true, type.fallback->can_be_false};
    }
    bool value = true;
    switch (type.value.kind) {
        case LiteralKind::Int:
            value = type.value.text != known::zero;
            break;
        case LiteralKind::Bool:
            value = type.value.text == known::True;
            break;
        case LiteralKind::Str:
        case LiteralKind::Bytes:
            value = type.value.text != Name::Empty;
            break;
        case LiteralKind::Enum:
        case LiteralKind::Sentinel:
            break;
    }
    return {value, !value};
}

Truth tuple_truth(Context& cx, const TupleType& type) {
    const ClassInfo& fallback = class_info(cx, *type.partial_fallback);
    if (fallback.fullname != known::builtins_tuple &&
        cx.reader.own_member(fallback, known::bool_) != nullptr) {
        return {};
    }
    if (type.items.empty()) return {false, true};
    if (type.items.size() > 1) return {true, false};
    const auto* unpack = as<UnpackType>(type.items[0]);
    if (unpack == nullptr) return {true, false};
    const auto* variable = as<TypeVarTupleType>(unpack->type);
    return {true, variable == nullptr || variable->min_len == 0};
}

Truth typed_dict_truth(const TypedDictType& type) {
    Truth truth{!type.items.empty(), true};
    for (const TypedDictItem& item : type.items) {
        if (item.required) truth.can_be_false = false;
    }
    return truth;
}

Truth union_truth(Context& cx, const UnionType& type) {
    Truth truth{false, false};
    for (TypePtr item : type.items) {
        truth.can_be_true = truth.can_be_true || can_be_true(cx, item);
        truth.can_be_false = truth.can_be_false || can_be_false(cx, item);
    }
    return truth;
}

template <class T>
TypePtr copy_with_truth(Context& cx, TypePtr type, Truth truth) {
    T* copy = cx.arena.make<T>(static_cast<const T&>(*type));
    copy->can_be_true = truth.can_be_true;
    copy->can_be_false = truth.can_be_false;
    return copy;
}

}  // namespace

const AnyType* make_any(Context& cx, AnySource source, const AnyType* source_any,
                        Name missing_import) {
    auto* type = make_node<AnyType>(cx);
    type->source = source;
    type->source_any = source_any;
    type->missing_import = missing_import;
    if (source_any != nullptr) {
        if (source_any->source_any != nullptr) type->source_any = source_any->source_any;
        type->missing_import = source_any->missing_import;
    }
    return type;
}

const AnyType* make_not_implemented(Context& cx) {
    ++cx.not_implemented;
    return make_any(cx, AnySource::NotImplemented);
}

const AnyType* make_any_from(Context& cx, const AnyType& from) {
    return make_any(cx, AnySource::FromAnotherAny, &from);
}

const NoneType* make_none(Context& cx) {
    return finished(cx, make_node<NoneType>(cx));
}

const UninhabitedType* make_never(Context& cx, bool ambiguous) {
    auto* type = make_node<UninhabitedType>(cx);
    type->ambiguous = ambiguous;
    return finished(cx, type);
}

const DeletedType* make_deleted(Context& cx, Name source) {
    auto* type = make_node<DeletedType>(cx);
    type->source = source;
    return type;
}

const ErasedType* make_erased(Context& cx) {
    return make_node<ErasedType>(cx);
}

const PartialType* make_partial(Context& cx, DefId partial, VarInfo* variable, TypePtr value_type) {
    auto* type = make_node<PartialType>(cx);
    type->type = partial;
    type->variable = variable;
    type->value_type = value_type;
    return type;
}

const PlaceholderType* make_placeholder(Context& cx, Name fullname, TypeList args) {
    auto* type = make_node<PlaceholderType>(cx);
    type->fullname = fullname;
    type->args = cx.arena.copy(args);
    return type;
}

const Instance* make_instance(Context& cx, DefId definition, TypeList args,
                              const LiteralType* last_known_value, const ExtraAttributes* extra) {
    auto* type = make_node<Instance>(cx);
    type->type = definition;
    type->args = cx.arena.copy(args);
    type->last_known_value = last_known_value;
    type->extra = extra;
    return type;
}

const Instance* make_instance(Context& cx, DefId type, std::initializer_list<TypePtr> args) {
    return make_instance(cx, type, list_of(args));
}

const LiteralType* make_literal(Context& cx, LiteralValue value, const Instance& fallback) {
    auto* type = make_node<LiteralType>(cx);
    type->value = value;
    type->fallback = &fallback;
    return finished(cx, type);
}

const TupleType* make_tuple(Context& cx, TypeList items, const Instance& fallback, bool implicit) {
    auto* type = make_node<TupleType>(cx);
    type->items = cx.arena.copy(items);
    type->partial_fallback = &fallback;
    type->implicit = implicit;
    return finished(cx, type);
}

const TupleType* make_tuple(Context& cx, std::initializer_list<TypePtr> items,
                            const Instance& fallback, bool implicit) {
    return make_tuple(cx, list_of(items), fallback, implicit);
}

const TupleType* make_tuple(Context& cx, std::vector<TypePtr> items, const Instance& fallback,
                            bool implicit) {
    return make_tuple(cx, TypeList(items), fallback, implicit);
}

const TupleType* make_plain_tuple(Context& cx, TypeList items, bool implicit) {
    TypePtr any = make_any(cx, AnySource::SpecialForm);
    const Instance* fallback = named_type(cx, known::builtins_tuple, TypeList(&any, 1));
    return make_tuple(cx, items, *fallback, implicit);
}

const TypedDictType* make_typed_dict(Context& cx, std::span<const TypedDictItem> items,
                                     const Instance& fallback, bool is_closed) {
    auto* type = make_node<TypedDictType>(cx);
    type->items = cx.arena.copy(items);
    type->fallback = &fallback;
    type->is_closed = is_closed;
    return finished(cx, type);
}

const TypeVarType* make_type_var(Context& cx, const TypeVarHead& head, TypePtr upper_bound,
                                 TypeList values, Variance variance, TypePtr default_type) {
    auto* type = make_node<TypeVarType>(cx);
    set_head(cx, *type, head, upper_bound, default_type);
    type->values = cx.arena.copy(values);
    type->variance = variance;
    return type;
}

const ParamSpecType* make_param_spec(Context& cx, const TypeVarHead& head, ParamSpecFlavor flavor,
                                     TypePtr upper_bound, TypePtr default_type,
                                     const ParametersType* prefix) {
    auto* type = make_node<ParamSpecType>(cx);
    set_head(cx, *type, head, upper_bound, default_type);
    type->flavor = flavor;
    type->prefix = prefix;
    return type;
}

const TypeVarTupleType* make_type_var_tuple(Context& cx, const TypeVarHead& head,
                                            TypePtr upper_bound, const Instance& tuple_fallback,
                                            TypePtr default_type, std::uint32_t min_len) {
    auto* type = make_node<TypeVarTupleType>(cx);
    set_head(cx, *type, head, upper_bound, default_type);
    type->tuple_fallback = &tuple_fallback;
    type->min_len = min_len;
    return type;
}

const UnpackType* make_unpack(Context& cx, TypePtr unpacked, bool from_star_syntax) {
    auto* type = make_node<UnpackType>(cx);
    type->type = unpacked;
    type->from_star_syntax = from_star_syntax;
    return type;
}

const ParametersType* make_parameters(Context& cx, ParameterList parameters,
                                      std::span<const TypeVarLike* const> variables,
                                      bool imprecise_arg_kinds) {
    auto* type = make_node<ParametersType>(cx);
    type->parameters = cx.arena.copy(parameters);
    type->variables = cx.arena.copy(variables);
    type->imprecise_arg_kinds = imprecise_arg_kinds;
    return type;
}

const CallableType* make_callable(Context& cx, ParameterList parameters, TypePtr ret_type,
                                  const Instance& fallback,
                                  std::span<const TypeVarLike* const> variables, Name name) {
    auto* type = make_node<CallableType>(cx);
    type->parameters = cx.arena.copy(parameters);
    type->ret_type = ret_type;
    type->fallback = &fallback;
    type->variables = cx.arena.copy(variables);
    type->name = name;
    return finished(cx, type);
}

const CallableType* callable_with_ellipsis(Context& cx, TypePtr any, TypePtr ret_type,
                                           const Instance& fallback) {
    Parameter parameters[] = {{any, ArgKind::Star}, {any, ArgKind::Star2}};
    return modified(cx, *make_callable(cx, parameters, ret_type, fallback),
                    [](CallableType& copy) { copy.is_ellipsis_args = true; });
}

const OverloadedType* make_overloaded(Context& cx, std::span<const CallableType* const> items) {
    auto* type = make_node<OverloadedType>(cx);
    type->items = cx.arena.copy(items);
    return finished(cx, type);
}

TypePtr make_overloaded_or_single(Context& cx, std::span<const CallableType* const> items) {
    if (items.size() == 1) return items[0];
    return make_overloaded(cx, items);
}

const UnionType* make_union_type(Context& cx, TypeList items, bool uses_pep604) {
    auto* type = make_node<UnionType>(cx);
    bool nested = false;
    for (TypePtr item : items) nested = nested || is<UnionType>(item);
    type->items =
        nested ? copy_list(cx, flatten_nested_unions(cx, items, false)) : cx.arena.copy(items);
    type->uses_pep604 = uses_pep604;
    return finished(cx, type);
}

TypePtr make_union(Context& cx, TypeList items, bool uses_pep604) {
    if (items.empty()) return make_never(cx);
    if (items.size() == 1) return items[0];
    return make_union_type(cx, items, uses_pep604);
}

TypePtr make_union(Context& cx, std::initializer_list<TypePtr> items) {
    return make_union(cx, list_of(items));
}

TypePtr make_optional(Context& cx, TypePtr type) {
    return make_union(cx, {type, make_none(cx)});
}

const TypeType* make_type_type_as_is(Context& cx, TypePtr item, bool is_type_form) {
    auto* type = make_node<TypeType>(cx);
    type->item = item;
    type->is_type_form = is_type_form;
    return type;
}

TypePtr make_type_type(Context& cx, TypePtr item, bool is_type_form) {
    item = get_proper(cx, item);
    const auto* whole = is_type_form ? nullptr : as<UnionType>(item);
    if (whole == nullptr) return make_type_type_as_is(cx, item, is_type_form);
    std::vector<TypePtr> items;
    items.reserve(whole->items.size());
    for (TypePtr part : whole->items) items.push_back(make_type_type(cx, part));
    return make_union(cx, items);
}

const AliasType* make_alias(Context& cx, DefId alias, TypeList args) {
    auto* type = make_node<AliasType>(cx);
    type->alias = alias;
    type->args = cx.arena.copy(args);
    return type;
}

Truth default_truth(Context& cx, TypePtr type) {
    switch (type->kind) {
        case TypeKind::None:
            return {false, true};
        case TypeKind::Uninhabited:
            return {false, false};
        case TypeKind::Callable:
        case TypeKind::Overloaded:
            return {true, false};
        case TypeKind::Tuple:
            return tuple_truth(cx, static_cast<const TupleType&>(*type));
        case TypeKind::TypedDict:
            return typed_dict_truth(static_cast<const TypedDictType&>(*type));
        case TypeKind::Literal:
            return literal_truth(cx, static_cast<const LiteralType&>(*type));
        case TypeKind::Union:
            return union_truth(cx, static_cast<const UnionType&>(*type));
        case TypeKind::Alias:
            return {can_be_true(cx, type), can_be_false(cx, type)};
        default:
            return {};
    }
}

TypePtr with_truth(Context& cx, TypePtr type, Truth truth) {
    if (type->can_be_true == truth.can_be_true && type->can_be_false == truth.can_be_false) {
        return type;
    }
    switch (type->kind) {
        case TypeKind::Any:
            return copy_with_truth<AnyType>(cx, type, truth);
        case TypeKind::None:
            return copy_with_truth<NoneType>(cx, type, truth);
        case TypeKind::Uninhabited:
            return copy_with_truth<UninhabitedType>(cx, type, truth);
        case TypeKind::Deleted:
            return copy_with_truth<DeletedType>(cx, type, truth);
        case TypeKind::Erased:
            return copy_with_truth<ErasedType>(cx, type, truth);
        case TypeKind::Partial:
            return copy_with_truth<PartialType>(cx, type, truth);
        case TypeKind::Placeholder:
            return copy_with_truth<PlaceholderType>(cx, type, truth);
        case TypeKind::Instance:
            return copy_with_truth<Instance>(cx, type, truth);
        case TypeKind::TypeVar:
            return copy_with_truth<TypeVarType>(cx, type, truth);
        case TypeKind::ParamSpec:
            return copy_with_truth<ParamSpecType>(cx, type, truth);
        case TypeKind::TypeVarTuple:
            return copy_with_truth<TypeVarTupleType>(cx, type, truth);
        case TypeKind::Unpack:
            return copy_with_truth<UnpackType>(cx, type, truth);
        case TypeKind::Parameters:
            return copy_with_truth<ParametersType>(cx, type, truth);
        case TypeKind::Callable:
            return copy_with_truth<CallableType>(cx, type, truth);
        case TypeKind::Overloaded:
            return copy_with_truth<OverloadedType>(cx, type, truth);
        case TypeKind::Tuple:
            return copy_with_truth<TupleType>(cx, type, truth);
        case TypeKind::TypedDict:
            return copy_with_truth<TypedDictType>(cx, type, truth);
        case TypeKind::Literal:
            return copy_with_truth<LiteralType>(cx, type, truth);
        case TypeKind::Union:
            return copy_with_truth<UnionType>(cx, type, truth);
        case TypeKind::TypeType:
            return copy_with_truth<TypeType>(cx, type, truth);
        case TypeKind::Alias:
            return copy_with_truth<AliasType>(cx, type, truth);
    }
    return type;
}

}  // namespace krait::types
