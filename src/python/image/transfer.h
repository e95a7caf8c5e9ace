// transfer.h
//
// Which fields a type or a definition has in an image, and in which order: stated once, for both
// directions. An archive is a RecordWriter (writer.h), which also fingerprints what passes, or a
// RecordReader (module_interface.cpp). A field that is missing here is lost between an interface
// job and everybody else, so add new fields of types/type.h and types/definition.h here, too.
//
// An archive offers: number(u64-like&), name(Name&), reference(DefId&), type(Pointer&) for any type
// pointer, flags(bool&...), enumeration(E&), list(span&, per-item function) and fact(pointer&).

#pragma once

#include <optional>

#include "python/types/definition.h"
#include "python/types/type.h"

namespace krait::image {

using namespace krait::types;

// --- parts

template <class A>
void transfer(A& ar, TypeVarId& id) {
    ar.signed_number(id.raw);
    ar.signed_number(id.meta_level);
    ar.name(id.space);
}

template <class A>
void transfer(A& ar, LiteralValue& value) {
    ar.enumeration(value.kind);
    ar.name(value.text);
}

template <class A>
void transfer(A& ar, Parameter& parameter) {
    ar.type(parameter.type);
    ar.enumeration(parameter.kind);
    ar.name(parameter.name);
}

template <class A>
void transfer(A& ar, TypedDictItem& item) {
    ar.name(item.name);
    ar.type(item.type);
    ar.flags(item.required, item.readonly);
}

template <class A>
void transfer(A& ar, ExtraAttribute& attribute) {
    ar.name(attribute.name);
    ar.type(attribute.type);
}

template <class A>
void transfer(A& ar, ExtraAttributes& extra) {
    ar.list(extra.attributes);
    ar.list(extra.immutable);
    ar.name(extra.module);
}

template <class A>
void transfer(A& ar, Symbol& symbol) {
    ar.name(symbol.name);
    ar.reference(symbol.target);
    ar.flags(symbol.is_public, symbol.is_hidden, symbol.is_implicit, symbol.is_plugin_generated);
}

template <class A>
void transfer(A& ar, DataclassField& field) {
    ar.name(field.name);
    ar.name(field.alias);
    ar.type(field.type);
    ar.type(field.converted_from);
    ar.flags(field.has_default, field.is_in_init, field.is_init_var, field.kw_only,
             field.is_neither_frozen_nor_nonfrozen);
}

template <class A>
void transfer(A& ar, DataclassFacts& facts) {
    ar.list(facts.fields);
    ar.flags(facts.frozen, facts.is_attrs);
}

template <class A>
void transfer(A& ar, DataclassTransformSpec& spec) {
    ar.flags(spec.eq_default, spec.order_default, spec.kw_only_default, spec.frozen_default);
    ar.list(spec.field_specifiers);
}

template <class A>
void transfer(A& ar, AbstractAttribute& attribute) {
    ar.name(attribute.name);
    ar.enumeration(attribute.status);
}

template <class A>
void transfer(A& ar, Name& name) {
    ar.name(name);
}

template <class A>
void transfer(A& ar, DefId& id) {
    ar.reference(id);
}

// --- types; the head (kind, truth) is the archive's business

template <class A>
void transfer(A& ar, AnyType& type) {
    ar.enumeration(type.source);
    ar.type(type.source_any);
    ar.name(type.missing_import);
}
template <class A>
void transfer(A&, NoneType&) {}
template <class A>
void transfer(A& ar, UninhabitedType& type) {
    ar.flags(type.ambiguous);
}
template <class A>
void transfer(A& ar, DeletedType& type) {
    ar.name(type.source);
}
template <class A>
void transfer(A&, ErasedType&) {}
template <class A>
void transfer(A& ar, LiteralType& type) {
    transfer(ar, type.value);
    ar.type(type.fallback);
}
template <class A>
void transfer(A& ar, Instance& type) {
    ar.reference(type.type);
    ar.list(type.args);
    ar.type(type.last_known_value);
    ar.fact(type.extra);
}
template <class A>
void transfer_type_var_head(A& ar, TypeVarLike& type) {
    ar.name(type.name);
    ar.name(type.fullname);
    transfer(ar, type.id);
    ar.type(type.upper_bound);
    ar.type(type.default_type);
}
template <class A>
void transfer(A& ar, TypeVarType& type) {
    transfer_type_var_head(ar, type);
    ar.list(type.values);
    ar.enumeration(type.variance);
}
template <class A>
void transfer(A& ar, ParamSpecType& type) {
    transfer_type_var_head(ar, type);
    ar.enumeration(type.flavor);
    ar.type(type.prefix);
}
template <class A>
void transfer(A& ar, TypeVarTupleType& type) {
    transfer_type_var_head(ar, type);
    ar.type(type.tuple_fallback);
    ar.number(type.min_len);
}
template <class A>
void transfer(A& ar, UnpackType& type) {
    ar.type(type.type);
    ar.flags(type.from_star_syntax);
}
template <class A>
void transfer(A& ar, ParametersType& type) {
    ar.list(type.parameters);
    ar.list(type.variables);
    ar.flags(type.imprecise_arg_kinds, type.is_ellipsis_args);
}
template <class A>
void transfer(A& ar, CallableType& type) {
    ar.list(type.parameters);
    ar.type(type.ret_type);
    ar.type(type.fallback);
    ar.list(type.variables);
    ar.name(type.name);
    ar.reference(type.definition);
    ar.name(type.first_argument);
    ar.type(type.instance_type);
    ar.type(type.type_guard);
    ar.type(type.type_is);
    ar.flags(type.is_ellipsis_args, type.implicit, type.is_bound, type.from_type_type,
             type.from_concatenate, type.imprecise_arg_kinds, type.unpack_kwargs,
             type.special_signature_dict, type.special_signature_tuple);
}
template <class A>
void transfer(A& ar, OverloadedType& type) {
    ar.list(type.items);
}
template <class A>
void transfer(A& ar, TupleType& type) {
    ar.list(type.items);
    ar.type(type.partial_fallback);
    ar.flags(type.implicit);
}
template <class A>
void transfer(A& ar, TypedDictType& type) {
    ar.list(type.items);
    ar.type(type.fallback);
    ar.flags(type.is_closed);
}
template <class A>
void transfer(A& ar, UnionType& type) {
    ar.list(type.items);
    ar.flags(type.uses_pep604);
}
template <class A>
void transfer(A& ar, TypeType& type) {
    ar.type(type.item);
    ar.flags(type.is_type_form);
}
template <class A>
void transfer(A& ar, AliasType& type) {
    ar.reference(type.alias);
    ar.list(type.args);
}

// --- definitions; the head (kind, id, names) is the archive's business

template <class A>
void transfer(A& ar, ModuleInfo& info) {
    ar.flags(info.is_stub, info.is_package, info.is_partial_stub_package, info.is_missing);
    ar.optional_list(info.dunder_all);
    ar.list(info.unreachable_functions);
}
template <class A>
void transfer(A& ar, VarInfo& info) {
    ar.type(info.type);
    ar.type(info.setter_type);
    ar.optional(info.final_value);
    ar.flags(info.is_self, info.is_cls, info.is_ready, info.is_inferred,
             info.is_initialized_in_class, info.is_staticmethod, info.is_classmethod,
             info.is_property, info.is_settable_property, info.is_classvar, info.is_abstract_var,
             info.is_final, info.final_unset_in_class, info.final_set_in_init,
             info.is_suppressed_import, info.is_index_var, info.explicit_self_type,
             info.invalid_partial_type, info.from_module_getattr, info.has_explicit_value,
             info.allow_incompatible_override, info.is_parameter, info.is_sentinel);
}
template <class A>
void transfer(A& ar, FunctionInfo& info) {
    ar.type(info.type);
    ar.list(info.parameters);
    ar.name(info.deprecated);
    ar.fact(info.dataclass_transform);
    ar.enumeration(info.abstract_status);
    ar.flags(info.is_property, info.is_class, info.is_static, info.is_final, info.is_overload,
             info.is_generator, info.is_coroutine, info.is_async_generator,
             info.is_awaitable_coroutine, info.is_decorated, info.is_conditional,
             info.is_trivial_body, info.is_explicit_override, info.is_type_check_only,
             info.has_self_or_cls_argument, info.is_dynamic);
}
template <class A>
void transfer(A& ar, DecoratedInfo& info) {
    ar.nested(info.function);
    ar.nested(info.variable);
    ar.flags(info.is_overload);
}
template <class A>
void transfer(A& ar, OverloadedInfo& info) {
    ar.nested_list(info.items);
    ar.nested_any(info.implementation);
    ar.type(info.type);
    ar.signed_number(info.setter_index);
    ar.name(info.deprecated);
    ar.enumeration(info.abstract_status);
    ar.flags(info.is_property, info.is_class, info.is_static, info.is_final,
             info.is_explicit_override);
}
template <class A>
void transfer(A& ar, AliasInfo& info) {
    ar.type(info.target);
    ar.list(info.variables);
    ar.flags(info.no_args, info.is_pep695, info.eager);
    ar.enumeration(info.recursion);
    ar.reference(info.special_class);
}
template <class A>
void transfer(A& ar, TypeVariableInfo& info) {
    ar.enumeration(info.variable_kind);
    ar.list(info.values);
    ar.type(info.upper_bound);
    ar.type(info.default_type);
    ar.enumeration(info.variance);
    ar.type(info.tuple_fallback);
    ar.flags(info.is_pep695);
}
/// All of a class but its names, which are fingerprinted one by one.
template <class A>
void transfer(A& ar, ClassInfo& info) {
    ar.name(info.module_name);
    ar.list(info.bases);
    ar.list(info.mro);
    ar.list(info.type_vars);
    ar.type(info.declared_metaclass);
    ar.type(info.metaclass);
    ar.type(info.tuple_type);
    ar.type(info.typed_dict);
    ar.type(info.self_type);
    ar.list(info.promotions);
    ar.type(info.alt_promote);
    ar.list(info.abstract_attributes);
    ar.optional_list(info.slots);
    ar.reference(info.special_alias);
    ar.fact(info.dataclass);
    ar.fact(info.dataclass_transform);
    ar.name(info.deprecated);
    ar.signed_number(info.type_var_tuple_prefix);
    ar.flags(info.has_param_spec, info.bad_mro, info.is_abstract, info.is_protocol,
             info.runtime_protocol, info.is_enum, info.is_final, info.is_disjoint_base,
             info.is_named_tuple, info.is_newtype, info.is_intersection, info.is_type_check_only,
             info.fallback_to_any, info.meta_fallback_to_any);
}

/// Calls `visit(T*)` with a null pointer of the struct for `kind`; false for kinds that are never
/// published.
template <class Visit>
bool with_type_struct(TypeKind kind, Visit visit) {
    switch (kind) {
        case TypeKind::Any:
            visit(static_cast<AnyType*>(nullptr));
            return true;
        case TypeKind::None:
            visit(static_cast<NoneType*>(nullptr));
            return true;
        case TypeKind::Uninhabited:
            visit(static_cast<UninhabitedType*>(nullptr));
            return true;
        case TypeKind::Deleted:
            visit(static_cast<DeletedType*>(nullptr));
            return true;
        case TypeKind::Erased:
            visit(static_cast<ErasedType*>(nullptr));
            return true;
        case TypeKind::Instance:
            visit(static_cast<Instance*>(nullptr));
            return true;
        case TypeKind::TypeVar:
            visit(static_cast<TypeVarType*>(nullptr));
            return true;
        case TypeKind::ParamSpec:
            visit(static_cast<ParamSpecType*>(nullptr));
            return true;
        case TypeKind::TypeVarTuple:
            visit(static_cast<TypeVarTupleType*>(nullptr));
            return true;
        case TypeKind::Unpack:
            visit(static_cast<UnpackType*>(nullptr));
            return true;
        case TypeKind::Parameters:
            visit(static_cast<ParametersType*>(nullptr));
            return true;
        case TypeKind::Callable:
            visit(static_cast<CallableType*>(nullptr));
            return true;
        case TypeKind::Overloaded:
            visit(static_cast<OverloadedType*>(nullptr));
            return true;
        case TypeKind::Tuple:
            visit(static_cast<TupleType*>(nullptr));
            return true;
        case TypeKind::TypedDict:
            visit(static_cast<TypedDictType*>(nullptr));
            return true;
        case TypeKind::Literal:
            visit(static_cast<LiteralType*>(nullptr));
            return true;
        case TypeKind::Union:
            visit(static_cast<UnionType*>(nullptr));
            return true;
        case TypeKind::TypeType:
            visit(static_cast<TypeType*>(nullptr));
            return true;
        case TypeKind::Alias:
            visit(static_cast<AliasType*>(nullptr));
            return true;
        case TypeKind::Partial:
        case TypeKind::Placeholder:
            return false;
    }
    return false;
}

/// Ditto for definitions.
template <class Visit>
bool with_definition_struct(DefinitionKind kind, Visit visit) {
    switch (kind) {
        case DefinitionKind::Module:
            visit(static_cast<ModuleInfo*>(nullptr));
            return true;
        case DefinitionKind::Variable:
            visit(static_cast<VarInfo*>(nullptr));
            return true;
        case DefinitionKind::Function:
            visit(static_cast<FunctionInfo*>(nullptr));
            return true;
        case DefinitionKind::Overloaded:
            visit(static_cast<OverloadedInfo*>(nullptr));
            return true;
        case DefinitionKind::Decorated:
            visit(static_cast<DecoratedInfo*>(nullptr));
            return true;
        case DefinitionKind::Class:
            visit(static_cast<ClassInfo*>(nullptr));
            return true;
        case DefinitionKind::Alias:
            visit(static_cast<AliasInfo*>(nullptr));
            return true;
        case DefinitionKind::TypeVariable:
            visit(static_cast<TypeVariableInfo*>(nullptr));
            return true;
        case DefinitionKind::Placeholder:
            return false;
    }
    return false;
}

}  // namespace krait::image
