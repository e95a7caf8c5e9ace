// members_class.cpp: attributes of class objects.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/maptype.h"
#include "python/types/visit.h"

namespace krait::checker {

using types::DecoratedInfo;

namespace {

bool defined_in_superclass(CheckContext& ck, const ClassInfo& info, Name name) {
    for (symbols::DefId id : info.mro.subspan(std::min<std::size_t>(1, info.mro.size()))) {
        const ClassInfo* base = class_by_id(ck, id);
        const types::Symbol* symbol = base == nullptr ? nullptr : own_symbol(ck, *base, name);
        const auto* variable = types::as<VarInfo>(definition_of_symbol(ck, symbol));
        if (variable != nullptr && !symbol->is_implicit && variable->has_explicit_value) {
            return true;
        }
    }
    return false;
}

void check_class_access(const MemberContext& mx, Name name, const ClassInfo& info,
                        const types::Symbol& symbol, const Definition* definition, bool is_method) {
    CheckContext& ck = mx.ck;
    if (mx.is_lvalue && !mx.suppress_errors) {
        if (is_method) report_cant_assign_to_method(ck, mx.at);
        if (types::as<ClassInfo>(definition) != nullptr) {
            fail(ck, mx.at, messages::texts::kCannotAssignToType);
        }
    }
    if (info.slots &&
        std::find(info.slots->begin(), info.slots->end(), name) != info.slots->end()) {
        fail_member(mx, messages::texts::kClassVarConflictsSlots, {base::text_of(name)});
    }
    const auto* variable = types::as<VarInfo>(definition);
    if (symbol.is_implicit && variable != nullptr) {
        if (variable->is_final) {
            fail_member(mx, messages::texts::kCannotAccessFinalInstanceAttr, {base::text_of(name)});
        } else if (!mx.is_lvalue && !defined_in_superclass(ck, info, name)) {
            fail_member(mx, messages::texts::kCannotAccessInstanceOnlyAttr, {base::text_of(name)});
        }
    }
    if (mx.is_lvalue && !ck.is_final_definition) check_final_member(mx, name, info);
}

/// An enum's member as a literal of the enum; null for its other attributes.
TypePtr enum_attribute(const MemberContext& mx, Name name, const Instance& type,
                       const Definition* definition) {
    CheckContext& ck = mx.ck;
    const ClassInfo& info = info_of(ck, type);
    static constexpr std::string_view kExcluded[] = {"_name_", "_value_"};
    (void)kExcluded;
    const auto* instance = proper_as<Instance>(ck, types::type_of_definition(definition));
    if (instance != nullptr && !instance->args.empty() &&
        is_fullname(info_of(ck, *instance), "enum.nonmember")) {
        return instance->args[0];
    }
    std::vector<Name> members = types::enum_members(ck.cx, info);
    if (std::find(members.begin(), members.end(), name) == members.end()) return nullptr;
    types::LiteralValue value{types::LiteralKind::Enum, name};
    return with_literal(ck, type, types::make_literal(ck.cx, value, type));
}

TypePtr class_variable(const MemberContext& mx, const VarInfo& variable, TypePtr type,
                       const types::Symbol& symbol, const Instance& itype, const Instance& super) {
    CheckContext& ck = mx.ck;
    const ClassInfo* owner = enclosing_class_of(ck, variable);
    TypePtr object = proper(ck, mx.self());
    const bool prohibit_self = !variable.is_classvar;
    const bool prohibit_generic = !types::is<TypeType>(object) || symbol.is_implicit;
    if (prohibit_generic && owner != nullptr) {
        bool is_generic = false;
        for (const TypeVarLike* used : types::get_all_type_vars(ck.cx, type)) {
            for (const TypeVarLike* own : owner->type_vars) {
                is_generic = is_generic || own->id == used->id;
            }
            is_generic = is_generic || (prohibit_self && owner->self_type != nullptr &&
                                        owner->self_type->id == used->id);
        }
        if (is_generic) {
            fail_member(mx, variable.is_classvar ? messages::texts::kGenericClassVarAccess
                                                 : messages::texts::kGenericInstanceVarClassAccess);
        }
    }
    type = expand_self_if_needed(mx, type, variable, itype, true);
    type = types::expand_type_by_instance(ck.cx, type, super);
    if (!prohibit_generic) return type;
    const ClassInfo& info = info_of(ck, itype);
    std::vector<types::TypeVarId> erased;
    for (const TypeVarLike* own : info.type_vars) erased.push_back(own->id);
    if (prohibit_self && info.self_type != nullptr) erased.push_back(info.self_type->id);
    return types::erase_typevars(ck.cx, type, erased);
}

bool is_bound_function(TypePtr function) {
    types::FunctionItems items(function);
    return !items.empty() && items[0].is_bound;
}

/// Binds class methods and makes the class's variables the function's own again.
TypePtr add_class_variables(const MemberContext& mx, TypePtr type, const Instance* super,
                            bool is_classmethod,
                            std::span<const TypeVarLike* const> original_variables) {
    CheckContext& ck = mx.ck;
    if (const auto* overload = types::as<OverloadedType>(type)) {
        std::vector<const CallableType*> items;
        for (const CallableType* item : overload->items) {
            items.push_back(types::as<CallableType>(
                add_class_variables(mx, item, super, is_classmethod, original_variables)));
        }
        return overloaded_of(ck, items);
    }
    const auto* callable = types::as<CallableType>(type);
    if (callable == nullptr) {
        return super != nullptr ? types::expand_type_by_instance(ck.cx, type, *super) : type;
    }
    TypePtr changed = mx.preserve_type_var_ids
                          ? callable
                          : types::freshen_all_functions_type_vars(ck.cx, callable);
    if (is_classmethod && !is_bound_function(changed)) {
        changed = types::bind_self(ck.cx, changed, mx.self(), {.is_classmethod = true});
    }
    if (super != nullptr) changed = types::expand_type_by_instance(ck.cx, changed, *super);
    changed = types::freeze_all_type_vars(ck.cx, changed);
    const auto& result = types::expect<CallableType>(changed);
    if (original_variables.empty()) return &result;
    std::vector<const TypeVarLike*> variables(original_variables.begin(), original_variables.end());
    variables.insert(variables.end(), result.variables.begin(), result.variables.end());
    return with_variables(ck, result, variables);
}

bool is_class_method(const Definition* definition) {
    if (const auto* variable = types::as<VarInfo>(definition)) return variable->is_classmethod;
    if (const auto* overload = types::as<OverloadedInfo>(definition)) return overload->is_class;
    const FunctionInfo* function = function_below(definition);
    return function != nullptr && function->is_class;
}

TypePtr typed_attribute(const MemberContext& mx, Name name, const Definition* definition,
                        const types::Symbol& symbol, TypePtr type, const Instance& itype,
                        std::span<const TypeVarLike* const> original_variables) {
    CheckContext& ck = mx.ck;
    const auto* decorated = types::as<DecoratedInfo>(definition);
    const auto* variable = types::as<VarInfo>(definition);
    if (const auto* partial = types::as<PartialType>(type)) {
        if (variable == nullptr) return any_type(ck);
        return handle_partial_variable(ck, *partial, mx.is_lvalue, *variable, mx.at);
    }
    const ClassInfo* owner = enclosing_class_of(ck, *definition);
    const Instance* super =
        owner == nullptr ? nullptr : types::map_instance_to_supertype(ck.cx, itype, *owner);
    if (variable != nullptr && super != nullptr) {
        type = class_variable(mx, *variable, type, symbol, itype, *super);
    }
    const bool is_classmethod = is_class_method(definition);
    type = proper(ck, type);
    if (is_function_like(type) && is_classmethod && !is_bound_function(type)) {
        type = check_self_argument(mx, type, mx.self(), false, name);
    }
    type = add_class_variables(mx, type, super, is_classmethod, original_variables);
    if (decorated != nullptr && decorated->variable != nullptr) {
        type = expand_self_if_needed(mx, type, *decorated->variable, itype, is_classmethod);
    }
    return mx.is_lvalue ? type : analyze_descriptor(mx, type);
}

}  // namespace

TypePtr analyze_class_attribute(const MemberContext& mx, Name name, const Instance& type,
                                const Instance& metaclass_fallback, const ClassInfo* override_info,
                                std::span<const TypeVarLike* const> original_variables) {
    CheckContext& ck = mx.ck;
    const ClassInfo& info = override_info != nullptr ? *override_info : info_of(ck, type);
    types::Member found = get_member(ck, info, name);
    if (!found) {
        if (type.extra != nullptr && type.extra->module == Name::Empty) {
            for (const types::ExtraAttribute& extra : type.extra->attributes) {
                if (extra.name == name) return extra.type;
            }
        }
        if (info.fallback_to_any || info.meta_fallback_to_any) return any_type(ck);
        return nullptr;
    }
    const Definition* definition = definition_of_symbol(ck, found.symbol);
    if (definition == nullptr) return any_type(ck, AnySource::FromError);
    const auto* variable = types::as<VarInfo>(definition);
    if (variable != nullptr && !variable->is_classvar &&
        has_readable_member(ck, info_of(ck, metaclass_fallback), name)) {
        return nullptr;
    }
    report_deprecated(ck, definition, mx.at);
    const bool is_decorated = types::as<DecoratedInfo>(definition) != nullptr;
    const bool is_method = is_decorated || types::as<FunctionInfo>(definition) != nullptr ||
                           types::as<OverloadedInfo>(definition) != nullptr;
    check_class_access(mx, name, info, *found.symbol, definition, is_method);
    if (info.is_enum && !mx.is_lvalue && !is_method) {
        if (TypePtr member = enum_attribute(mx, name, type, definition)) return member;
    }
    switch (definition->kind) {
        case types::DefinitionKind::Class:
        case types::DefinitionKind::Alias:
        case types::DefinitionKind::Module:
        case types::DefinitionKind::TypeVariable:
            return analyze_static_reference(ck, definition, mx.at, mx.is_lvalue);
        default:
            break;
    }
    TypePtr declared = types::type_of_definition(definition);
    if (declared != nullptr) {
        return typed_attribute(mx, name, definition, *found.symbol, declared, type,
                               original_variables);
    }
    if (variable != nullptr || is_decorated) {
        if (!mx.no_deferral && (variable == nullptr || !variable->is_ready)) {
            handle_cannot_determine_type(ck, name, mx.at);
        }
        return any_type(ck, is_decorated ? AnySource::FromError : AnySource::SpecialForm);
    }
    TypePtr function = function_type(ck, *definition);
    if (is_class_method(definition)) {
        function = types::bind_self(ck.cx, function, mx.self(), {.is_classmethod = true});
    }
    return function;
}

}  // namespace krait::checker
