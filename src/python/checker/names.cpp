// names.cpp: names, and attributes that semantic analysis already knows.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/meet.h"
#include "python/types/visit.h"

namespace krait::checker {

using types::AliasInfo;
using types::DecoratedInfo;
using types::ModuleInfo;

TypePtr check_name(CheckContext& ck, NodeId expr) {
    TypePtr result = analyze_reference(ck, expr);
    TypePtr narrowed = narrow_from_binder(ck, expr, result);
    report_deprecated_reference(ck, definition_of(ck, expr), expr);
    return narrowed;
}

TypePtr narrow_from_binder(CheckContext& ck, NodeId expr, TypePtr known,
                           bool skip_non_overlapping) {
    if (literalness(ck, expr) == Literalness::No) return known;
    KeyId key = key_of(ck, expr);
    TypePtr restriction = key == KeyId::None ? nullptr : ck.binder->get(key);
    if (restriction == nullptr) return known;
    if (is_any(ck, known) && ck.current_node_deferred) return known;
    if (skip_non_overlapping && !types::is_overlapping_types(ck.cx, known, restriction)) {
        return nullptr;
    }
    TypePtr narrowed = types::narrow_declared_type(ck.cx, known, restriction);
    return is_proper<UninhabitedType>(ck, narrowed) ? restriction : narrowed;
}

TypePtr analyze_variable(CheckContext& ck, const VarInfo& variable, NodeId at) {
    if (variable.type == nullptr) {
        if (!variable.is_ready && in_checked_function(ck)) {
            handle_cannot_determine_type(ck, variable.name, at);
        }
        return any_type(ck);
    }
    const auto* instance = proper_as<Instance>(ck, variable.type);
    if (instance != nullptr) {
        if (is_text(variable.fullname, "typing.Any")) {
            return named_type(ck, "typing._SpecialForm");
        }
        if (instance->last_known_value != nullptr && is_literal_context(ck)) {
            return instance->last_known_value;
        }
    }
    return with_values(ck, variable.type);
}

namespace {

bool is_type_type_context(CheckContext& ck, TypePtr context) {
    context = proper(ck, context);
    if (types::is<TypeType>(context)) return true;
    const auto* options = types::as<UnionType>(context);
    return options != nullptr &&
           std::any_of(options->items.begin(), options->items.end(),
                       [&](TypePtr item) { return is_type_type_context(ck, item); });
}

}  // namespace

TypePtr analyze_reference(CheckContext& ck, NodeId expr, bool is_lvalue) {
    const Definition* definition = definition_of(ck, expr);
    if (definition == nullptr) return any_type(ck, AnySource::FromError);
    if (const auto* variable = types::as<VarInfo>(definition)) {
        TypePtr type = analyze_variable(ck, *variable, expr);
        if (const auto* partial = types::as<PartialType>(type)) {
            return handle_partial_variable(ck, *partial, is_lvalue, *variable, expr);
        }
        return type;
    }
    if (const auto* decorated = types::as<DecoratedInfo>(definition)) {
        if (decorated->variable == nullptr) return not_implemented(ck);
        return analyze_variable(ck, *decorated->variable, expr);
    }
    if (const auto* overload = types::as<OverloadedInfo>(definition)) {
        if (overload->type != nullptr) return overload->type;
        if (in_checked_function(ck) && !overload->items.empty()) {
            handle_cannot_determine_type(ck, overload->name, expr);
        }
        return any_type(ck, AnySource::FromError);
    }
    TypePtr type = analyze_static_reference(ck, definition, expr, is_lvalue);
    if (types::as<ClassInfo>(definition) != nullptr &&
        is_type_type_context(ck, ck.type_context.back())) {
        type = types::erase_typevars(ck.cx, type);
    }
    return type;
}

TypePtr analyze_static_reference(CheckContext& ck, const Definition* definition, NodeId at,
                                 bool is_lvalue, bool include_modules) {
    if (definition == nullptr) return any_type(ck, AnySource::FromError);
    switch (definition->kind) {
        case types::DefinitionKind::Variable:
        case types::DefinitionKind::Decorated:
        case types::DefinitionKind::Overloaded: {
            TypePtr type = types::type_of_definition(definition);
            return type != nullptr ? type : any_type(ck);
        }
        case types::DefinitionKind::Function:
            return function_type(ck, *definition);
        case types::DefinitionKind::Class: {
            const auto& info = static_cast<const ClassInfo&>(*definition);
            if (info.typed_dict != nullptr) return typed_dict_callable(ck, info);
            if (is_fullname(info, "types.NoneType")) {
                return types::make_type_type_as_is(ck.cx, none_type(ck));
            }
            return types::type_object_type(ck.cx, info);
        }
        case types::DefinitionKind::Alias:
            return alias_in_runtime_context(ck, static_cast<const AliasInfo&>(*definition), at,
                                            is_lvalue);
        case types::DefinitionKind::TypeVariable: {
            const auto& variable = static_cast<const types::TypeVariableInfo&>(*definition);
            return named_type(ck, variable.variable_kind == types::TypeKind::TypeVar
                                      ? "typing.TypeVar"
                                      : "builtins.object");
        }
        case types::DefinitionKind::Module:
            if (!include_modules) return any_type(ck);
            return module_type(ck, static_cast<const ModuleInfo&>(*definition));
        case types::DefinitionKind::Placeholder:
            break;
    }
    return not_implemented(ck);
}

const Instance* module_type(CheckContext& ck, const ModuleInfo& module) {
    const Instance* plain = named_type(ck, known::types_module);
    std::vector<types::ExtraAttribute> attributes;
    std::vector<Name> immutable;
    Filter filter(ck);
    for (const types::Symbol& symbol : ck.cx.reader.module_symbols(module.id.module)) {
        if (!symbol.is_public || symbol.is_hidden) continue;
        const Definition* definition = ck.cx.reader.definition(symbol.target);
        const auto* variable = types::as<VarInfo>(definition);
        if (variable != nullptr && variable->is_final) immutable.push_back(symbol.name);
        attributes.push_back(
            {symbol.name, analyze_static_reference(ck, definition, NodeId::None, false, false)});
    }
    auto* extra = ck.cx.arena.make<types::ExtraAttributes>();
    extra->attributes = ck.cx.arena.copy(attributes);
    extra->immutable = ck.cx.arena.copy(immutable);
    extra->module = module.fullname;
    return types::make_instance(ck.cx, plain->type, plain->args, nullptr, extra);
}

namespace {

/// The alias's target with Any for its own variables.
TypePtr target_with_any(CheckContext& ck, const AliasInfo& alias) {
    types::TypeEnv env;
    for (const TypeVarLike* variable : alias.variables) {
        env.bind(variable->id, any_type(ck, AnySource::FromOmittedGenerics));
    }
    return proper(ck, types::expand_type(ck.cx, alias.target, env));
}

TypePtr apply_to_class_object(CheckContext& ck, TypePtr object, TypeList args, NodeId at) {
    std::vector<TypePtr> values(args.begin(), args.end());
    if (const auto* callable = types::as<CallableType>(object)) {
        return apply_type_arguments(ck, *callable, values, at);
    }
    const auto* overload = types::as<OverloadedType>(object);
    if (overload == nullptr) return any_type(ck);
    std::vector<const CallableType*> items;
    for (const CallableType* item : overload->items) {
        items.push_back(apply_type_arguments(ck, *item, values, at));
    }
    return overloaded_of(ck, items);
}

}  // namespace

TypePtr alias_in_runtime_context(CheckContext& ck, const AliasInfo& alias, NodeId at,
                                 bool is_definition) {
    if (alias.is_pep695) {
        return named_type(ck, ck.options.python_version >= config::PythonVersion{3, 12}
                                  ? "typing.TypeAliasType"
                                  : "typing_extensions.TypeAliasType");
    }
    TypePtr item = target_with_any(ck, alias);
    if (const auto* instance = types::as<Instance>(item)) {
        TypePtr object = types::type_object_type(ck.cx, info_of(ck, *instance));
        return alias.no_args ? object : apply_to_class_object(ck, object, instance->args, at);
    }
    if (const auto* tuple = types::as<TupleType>(item)) {
        const Instance* fallback = types::tuple_fallback(ck.cx, *tuple);
        if (!is_instance_of(ck, fallback, "builtins.tuple")) {
            return types::type_object_type(ck.cx, info_of(ck, *fallback));
        }
    }
    if (const auto* dict = types::as<TypedDictType>(item)) return typed_dict_callable(ck, *dict);
    if (types::is<NoneType>(item)) return types::make_type_type_as_is(ck.cx, item);
    if (types::is<AnyType>(item)) return any_from(ck, item);
    const auto* options = types::as<UnionType>(item);
    if (options != nullptr && options->uses_pep604) {
        return named_generic_type(ck, known::types_union, options->items);
    }
    return is_definition ? any_type(ck) : named_type(ck, "typing._SpecialForm");
}

}  // namespace krait::checker
