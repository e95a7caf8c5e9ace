// members_instance.cpp: attributes of instances: methods bound to self, variables, __getattr__.

#include "python/checker/enum_values.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/maptype.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::checker {

using types::DecoratedInfo;

namespace {

struct MethodFacts {
    bool is_class = false;
    bool is_static = false;
    bool is_property = false;
    bool is_final = false;
};

MethodFacts method_facts(const Definition& method) {
    if (const auto* overload = types::as<OverloadedInfo>(&method)) {
        return {overload->is_class, overload->is_static, overload->is_property, overload->is_final};
    }
    const FunctionInfo* function = function_below(&method);
    if (function == nullptr) return {};
    return {function->is_class, function->is_static, function->is_property, function->is_final};
}

void validate_super_call(const MemberContext& mx, const Definition& method) {
    const FunctionInfo* function = nullptr;
    if (const auto* overload = types::as<OverloadedInfo>(&method)) {
        if (overload->implementation != nullptr) {
            function = function_below(overload->implementation);
        } else if (!overload->is_property && !overload->items.empty()) {
            function = function_below(overload->items[0]);
        }
    } else {
        function = function_below(&method);
    }
    if (function == nullptr || !function->is_trivial_body) return;
    if (function->abstract_status == types::AbstractStatus::Not) return;
    const ClassInfo* owner = enclosing_class_of(mx.ck, method);
    if (owner != nullptr) report_unsafe_super(mx.ck, method.name, owner->name, mx.at);
}

TypePtr fresh(const MemberContext& mx, TypePtr type) {
    return mx.preserve_type_var_ids ? type : types::freshen_all_functions_type_vars(mx.ck.cx, type);
}

TypePtr bound_method(const MemberContext& mx, Name name, const Definition& method,
                     const Instance& type, const MethodFacts& facts) {
    CheckContext& ck = mx.ck;
    TypePtr signature = nullptr;
    if (const auto* overload = types::as<OverloadedInfo>(&method)) {
        if (overload->type == nullptr) {
            if (!mx.no_deferral && !overload->items.empty()) {
                handle_cannot_determine_type(ck, overload->name, mx.at);
            }
            return any_type(ck);
        }
        signature = overload->type;
    } else {
        signature = function_type(ck, method);
    }
    signature = fresh(mx, signature);
    if (!facts.is_static) {
        signature = check_self_argument(mx, signature, mx.self(), facts.is_class, name);
        signature =
            types::bind_self(ck.cx, signature, mx.self(), {.is_classmethod = facts.is_class});
    }
    const ClassInfo* owner = enclosing_class_of(ck, method);
    if (owner == nullptr) return signature;
    const Instance* mapped = types::map_instance_to_supertype(ck.cx, type, *owner);
    TypePtr member = types::expand_type_by_instance(ck.cx, signature, *mapped);
    return types::freeze_all_type_vars(ck.cx, member);
}

/// What __getattr__ or __setattr__ makes of a name that the class does not have; null if neither is
/// there.
TypePtr dynamic_attribute(const MemberContext& mx, const Instance& type, const ClassInfo& info) {
    CheckContext& ck = mx.ck;
    auto bound_hook = [&](std::string_view hook, const MemberContext& how) -> TypePtr {
        Name name = base::intern(hook);
        const Definition* method = types::find_method(ck.cx, info, name);
        if (method == nullptr) return nullptr;
        const ClassInfo* owner = enclosing_class_of(ck, *method);
        if (owner == nullptr || is_fullname(*owner, "builtins.object")) return nullptr;
        TypePtr bound = analyze_function_member(how, name, *method, type);
        const Instance* mapped = types::map_instance_to_supertype(ck.cx, type, *owner);
        return proper(ck, types::expand_type_by_instance(ck.cx, bound, *mapped));
    };
    if (!mx.is_lvalue) {
        for (std::string_view hook : {"__getattribute__", "__getattr__"}) {
            TypePtr bound = bound_hook(hook, mx);
            if (bound == nullptr) continue;
            const auto* callable = types::as<CallableType>(bound);
            return callable != nullptr ? callable->ret_type : bound;
        }
        return nullptr;
    }
    MemberContext how = mx;
    how.is_lvalue = false;
    const auto* callable = types::as<CallableType>(bound_hook("__setattr__", how));
    if (callable == nullptr || callable->parameters.empty()) return nullptr;
    return callable->parameters.back().type;
}

bool is_static_definition(const Definition* definition) {
    if (definition == nullptr) return false;
    switch (definition->kind) {
        case types::DefinitionKind::Class:
        case types::DefinitionKind::Alias:
        case types::DefinitionKind::Module:
        case types::DefinitionKind::TypeVariable:
            return true;
        default:
            return false;
    }
}

TypePtr variable_access(const MemberContext& mx, Name name, const Instance& type,
                        const ClassInfo& info) {
    CheckContext& ck = mx.ck;
    types::Member found = get_member(ck, info, name);
    const Definition* definition = definition_of_symbol(ck, found.symbol);
    if (definition != nullptr) report_deprecated(ck, definition, mx.at);
    const auto* variable = types::as<VarInfo>(definition);
    if (const auto* decorated = types::as<DecoratedInfo>(definition)) {
        variable = decorated->variable;
        if (mx.is_super && !mx.suppress_errors) validate_super_call(mx, *decorated);
    }
    if (is_static_definition(definition)) {
        auto* made = ck.cx.arena.make<VarInfo>();
        made->kind = types::DefinitionKind::Variable;
        made->name = name;
        made->type = analyze_static_reference(ck, definition, mx.at, mx.is_lvalue);
        variable = made;
    }
    if (variable != nullptr) {
        if (mx.is_lvalue && !ck.is_final_definition) check_final_member(mx, name, info);
        return analyze_variable_member(mx, name, *variable, type,
                                       {found.symbol->is_implicit, found.owner});
    }
    std::string_view text = base::text_of(name);
    if (definition == nullptr && text != "__getattr__" && text != "__setattr__" &&
        text != "__getattribute__" && !mx.is_operator && mx.module == base::ModuleId::None) {
        if (TypePtr dynamic = dynamic_attribute(mx, type, info)) return dynamic;
    }
    if (info_of(ck, type).fallback_to_any) return any_type(ck);
    if (type.extra != nullptr && type.extra->module == Name::Empty) {
        for (const types::ExtraAttribute& extra : type.extra->attributes) {
            if (extra.name == name) return extra.type;
        }
    }
    if (mx.is_super && !mx.suppress_errors) {
        report_undefined_in_superclass(ck, name, mx.at);
        return any_type(ck, AnySource::FromError);
    }
    TypePtr missing = report_missing(mx, &type, name);
    if (mx.module != base::ModuleId::None) {
        // A name that the module has but does not export: complained about, then used all the same.
        const types::Symbol* symbol = ck.cx.reader.module_symbol(mx.module, name);
        if (symbol != nullptr && (symbol->is_hidden || !symbol->is_public)) {
            return analyze_static_reference(ck, definition_of_symbol(ck, symbol), mx.at,
                                            mx.is_lvalue);
        }
    }
    return missing;
}

}  // namespace

TypePtr analyze_instance_member(const MemberContext& mx, Name name, const Instance& type,
                                const ClassInfo* override_info) {
    CheckContext& ck = mx.ck;
    const ClassInfo& info = override_info != nullptr ? *override_info : info_of(ck, type);
    const Definition* method = types::find_method(ck.cx, info, name);
    if (is_text(name, "__init__") && !mx.is_super && !info.is_final) {
        if (method == nullptr || !method_facts(*method).is_final) {
            fail_member(mx, messages::texts::kCannotAccessInit);
            return any_type(ck, AnySource::FromError);
        }
    }
    if (method == nullptr || types::as<DecoratedInfo>(method) != nullptr) {
        return variable_access(mx, name, type, info);
    }
    if (mx.is_super && !mx.suppress_errors) validate_super_call(mx, *method);
    MethodFacts facts = method_facts(*method);
    const auto* overload = types::as<OverloadedInfo>(method);
    if (facts.is_property && overload != nullptr && !overload->items.empty()) {
        const auto* getter = types::as<DecoratedInfo>(overload->items[0]);
        if (getter == nullptr || getter->variable == nullptr) return not_implemented(ck);
        return analyze_variable_member(mx, name, *getter->variable, type);
    }
    if (mx.is_lvalue && !mx.suppress_errors) report_cant_assign_to_method(ck, mx.at);
    return bound_method(mx, name, *method, type, facts);
}

TypePtr analyze_function_member(const MemberContext& mx, Name name, const Definition& function,
                                const Instance& type) {
    CheckContext& ck = mx.ck;
    if (const auto* decorated = types::as<DecoratedInfo>(&function)) {
        if (decorated->variable == nullptr) return not_implemented(ck);
        return analyze_variable_member(mx, name, *decorated->variable, type);
    }
    MethodFacts facts = method_facts(function);
    TypePtr signature = function_type(ck, function);
    signature = check_self_argument(mx, signature, mx.self(), facts.is_class, name);
    return types::bind_self(ck.cx, signature, mx.self(), {.is_classmethod = facts.is_class});
}

void check_final_member(const MemberContext& mx, Name name, const ClassInfo& info) {
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(mx.ck, id);
        if (base == nullptr) continue;
        const Definition* definition = definition_of_symbol(mx.ck, own_symbol(mx.ck, *base, name));
        if (is_final_definition(definition)) {
            report_cant_assign_to_final(mx.ck, name, true, mx.at);
        }
    }
}

namespace {

/// A variable declared in the class body for instances, rather than assigned there.
bool is_instance_variable(CheckContext& ck, const VarInfo& variable, const ClassInfo& owner) {
    const Definition* own = definition_of_symbol(ck, own_symbol(ck, owner, variable.name));
    return own == &variable && !variable.is_classvar && !variable.is_inferred;
}

TypePtr expand_without_binding(const MemberContext& mx, TypePtr type, const VarInfo& variable,
                               const Instance& itype, const Instance& original) {
    type = fresh(mx, type);
    type = expand_self_if_needed(mx, type, variable, original);
    TypePtr expanded = types::expand_type_by_instance(mx.ck.cx, type, itype);
    return types::freeze_all_type_vars(mx.ck.cx, expanded);
}

TypePtr property_value(const MemberContext& mx, const VarInfo& variable, TypePtr expanded) {
    CheckContext& ck = mx.ck;
    if (const auto* overload = types::as<OverloadedType>(expanded)) {
        if (overload->items.empty()) return any_type(ck, AnySource::FromError);
        expanded = overload->items[0];
    }
    const auto* callable = types::as<CallableType>(expanded);
    if (callable == nullptr) return not_implemented(ck);
    if (!variable.is_settable_property || !mx.is_lvalue || variable.setter_type == nullptr) {
        return callable->ret_type;
    }
    if (!callable->variables.empty()) {
        NodeId value = mx.rvalue != NodeId::None ? mx.rvalue : make_value(ck, any_type(ck), mx.at);
        TypePtr inferred = check_call(ck, callable, positional({value}), mx.at).callee;
        callable = proper_as<CallableType>(ck, inferred);
        if (callable == nullptr) return any_type(ck, AnySource::FromError);
    }
    if (callable->parameters.empty()) return any_type(ck, AnySource::FromError);
    return callable->parameters[0].type;
}

TypePtr expand_and_bind(const MemberContext& mx, TypePtr function, const VarInfo& variable,
                        const Instance& itype, Name name) {
    CheckContext& ck = mx.ck;
    function = fresh(mx, function);
    TypePtr type = proper(ck, types::expand_self_type(ck.cx, variable, function, mx.self()));
    type = check_self_argument(mx, type, mx.self(), variable.is_classmethod, name);
    type = types::bind_self(ck.cx, type, mx.self(), {.is_classmethod = variable.is_classmethod});
    TypePtr expanded = types::expand_type_by_instance(ck.cx, type, itype);
    expanded = types::freeze_all_type_vars(ck.cx, expanded);
    return variable.is_property ? property_value(mx, variable, proper(ck, expanded)) : expanded;
}

/// The function that a class-level variable holds and that access binds, or null.
TypePtr callable_in_variable(const MemberContext& mx, const VarInfo& variable, TypePtr type,
                             const ClassInfo& owner) {
    CheckContext& ck = mx.ck;
    if (!variable.is_initialized_in_class) return nullptr;
    if (is_instance_variable(ck, variable, owner) && !mx.is_operator) return nullptr;
    type = proper(ck, type);
    if (is_function_like(type) && !is_class_object(ck, type)) return type;
    if (!variable.is_property) return type;
    MemberContext inner = mx;
    inner.original_type = type;
    inner.self_type = type;
    inner.is_lvalue = false;
    return proper(ck, member_of(inner, base::intern("__call__"), type));
}

bool is_bound(TypePtr function) {
    types::FunctionItems items(function);
    return !items.empty() && items[0].is_bound;
}

TypePtr variable_type(const MemberContext& mx, const VarInfo& variable) {
    if (!variable.is_settable_property || !mx.is_lvalue) return variable.type;
    if (variable.setter_type != nullptr) return variable.setter_type;
    return variable.is_ready ? variable.type : nullptr;
}

TypePtr known_variable(const MemberContext& mx, Name name, const VarInfo& variable, TypePtr type,
                       const Instance& itype, const Instance& original, const ClassInfo& owner) {
    CheckContext& ck = mx.ck;
    if (mx.is_lvalue && !mx.suppress_errors) {
        if (variable.is_property && !variable.is_settable_property) {
            report_read_only_property(ck, name, info_of(ck, itype), mx.at);
        }
        if (variable.is_classvar) report_cant_assign_to_classvar(ck, name, mx.at);
    }
    TypePtr result = expand_without_binding(mx, type, variable, itype, original);
    TypePtr call_type = callable_in_variable(mx, variable, type, owner);
    if (call_type == nullptr) return result;
    if (is_function_like(call_type) && !is_class_object(ck, call_type)) {
        if (mx.is_lvalue && !variable.is_property && !mx.suppress_errors) {
            report_cant_assign_to_method(ck, mx.at);
        }
    }
    if (variable.is_staticmethod) return result;
    std::vector<TypePtr> items{call_type};
    if (const auto* options = types::as<UnionType>(call_type)) {
        items.assign(options->items.begin(), options->items.end());
    }
    std::vector<TypePtr> bound;
    for (TypePtr item : items) {
        TypePtr plain = proper(ck, item);
        if (is_function_like(plain) && (!is_bound(plain) || variable.is_property)) {
            bound.push_back(expand_and_bind(mx, plain, variable, itype, name));
        } else {
            bound.push_back(expand_without_binding(mx, item, variable, itype, original));
        }
    }
    return union_of(ck, bound);
}

}  // namespace

TypePtr analyze_variable_member(const MemberContext& mx, Name name, const VarInfo& variable,
                                const Instance& type, VariableAccess how) {
    CheckContext& ck = mx.ck;
    const ClassInfo* owner = enclosing_class_of(ck, variable);
    if (owner == nullptr) owner = how.owner;
    if (owner == nullptr) owner = &info_of(ck, type);
    const Instance& itype = *types::map_instance_to_supertype(ck.cx, type, *owner);
    TypePtr declared = variable_type(mx, variable);
    TypePtr result = nullptr;
    if (declared == nullptr) {
        if (!variable.is_ready && !mx.no_deferral) {
            handle_cannot_determine_type(ck, variable.name, mx.at);
        }
        result = any_type(ck);
    } else if (const auto* partial = types::as<PartialType>(declared)) {
        return handle_partial_variable(ck, *partial, mx.is_lvalue, variable, mx.at);
    } else {
        result = known_variable(mx, name, variable, declared, itype, type, *owner);
    }
    if (owner->is_enum && !mx.is_lvalue) {
        std::vector<Name> members = types::enum_members(ck.cx, *owner);
        const bool is_member = std::find(members.begin(), members.end(), name) != members.end();
        const auto* instance = proper_as<Instance>(ck, result);
        if (is_member && !is_text(name, "name") && !is_text(name, "value")) {
            types::LiteralValue value{types::LiteralKind::Enum, name};
            result = with_literal(ck, itype, types::make_literal(ck.cx, value, itype));
        } else if (instance != nullptr && !instance->args.empty() &&
                   is_fullname(info_of(ck, *instance), "enum.nonmember")) {
            result = instance->args[0];
        }
    }
    if (how.implicit || (owner->is_protocol && is_instance_variable(ck, variable, *owner))) {
        return result;
    }
    result = analyze_descriptor(mx, result);
    return owner->is_enum ? refine_enum_attribute(mx, name, *owner, result) : result;
}

TypePtr expand_self_if_needed(const MemberContext& mx, TypePtr type, const VarInfo& variable,
                              const Instance& itype, bool is_class) {
    CheckContext& ck = mx.ck;
    TypePtr original = proper(ck, mx.self());
    const auto* type_type = types::as<TypeType>(original);
    if (!mx.is_self && !mx.is_super) {
        TypePtr replacement = mx.self();
        if (is_class) {
            const auto* callable = types::as<CallableType>(original);
            if (type_type != nullptr) {
                replacement = type_type->item;
            } else if (callable != nullptr) {
                replacement = types::erase_typevars(ck.cx, callable->ret_type);
            } else {
                replacement = &itype;
            }
        }
        return types::expand_self_type(ck.cx, variable, type, replacement);
    }
    if (types::supported_self_type(ck.cx, original, false, false)) {
        TypePtr replacement = is_class && type_type != nullptr ? type_type->item : mx.self();
        return types::expand_self_type(ck.cx, variable, type, replacement);
    }
    const ClassInfo& info = info_of(ck, itype);
    if (mx.is_self && variable.enclosing_class != itype.type && info.self_type != nullptr) {
        TypePtr active = active_self_type(ck);
        if (active != nullptr && types::is_equal(&itype, active)) {
            return types::expand_self_type(ck.cx, variable, type, info.self_type);
        }
    }
    return type;
}

namespace {

/// Which class `self`, or `cls` of a class method, is of; null if it isn't a plain one.
const Instance* instance_of_self(CheckContext& ck, TypePtr self, bool is_classmethod) {
    if (!is_classmethod) return proper_as<Instance>(ck, self);
    const auto* class_object = proper_as<types::TypeType>(ck, self);
    return class_object == nullptr ? nullptr : proper_as<Instance>(ck, class_object->item);
}

/// Self as it is without an annotation, an instance of the class: whatever derives from it fits.
bool takes_any_self(CheckContext& ck, TypePtr function, TypePtr dispatched, bool is_classmethod) {
    const Instance* given = instance_of_self(ck, dispatched, is_classmethod);
    if (given == nullptr) return false;
    const ClassInfo& below = info_of(ck, *given);
    for (const CallableType* item : function_items(ck, function)) {
        const Instance* self = instance_of_self(ck, item->parameters[0].type, is_classmethod);
        if (self == nullptr || !types::has_base(ck.cx, below, self->type)) return false;
        const auto variables = info_of(ck, *self).type_vars;
        const bool is_plain = std::equal(
            self->args.begin(), self->args.end(), variables.begin(), variables.end(),
            [](TypePtr arg, TypePtr variable) { return types::is_equal(arg, variable); });
        if (!is_plain) return false;
    }
    return true;
}

/// Items whose explicit self can't be this instance are out before self is looked at closer.
std::vector<const CallableType*> plausible_items(CheckContext& ck, TypePtr function,
                                                 TypePtr dispatched) {
    std::vector<const CallableType*> plausible;
    for (const CallableType* item : function_items(ck, function)) {
        const auto* self = proper_as<Instance>(ck, item->parameters[0].type);
        const auto* given = proper_as<Instance>(ck, dispatched);
        if (self != nullptr && given != nullptr && self->type == given->type &&
            !self->args.empty() && !types::is_overlapping_types(ck.cx, given, self)) {
            continue;
        }
        plausible.push_back(item);
    }
    return plausible;
}

bool fits_self(CheckContext& ck, TypePtr dispatched, TypePtr self, Name name) {
    if (is_text(name, "__call__") && types::is<CallableType>(self)) return true;
    bool covariant = false;
    for (const TypeVarLike* variable : types::get_all_type_vars(ck.cx, self)) {
        covariant = covariant || !types::is<TypeVarType>(variable);
    }
    TypePtr erased = types::erase_typevars(ck.cx, types::erase_to_bound(ck.cx, self));
    types::SubtypeContext how;
    how.always_covariant = covariant;
    how.ignore_pos_arg_names = true;
    if (types::is_subtype(ck.cx, dispatched, erased, how)) return true;
    return types::is<types::ParamSpecType>(self);
}

}  // namespace

TypePtr check_self_argument(const MemberContext& mx, TypePtr function, TypePtr dispatched,
                            bool is_classmethod, Name name) {
    CheckContext& ck = mx.ck;
    auto items = function_items(ck, function);
    if (items.empty()) return function;
    if (is_classmethod) dispatched = types::make_type_type(ck.cx, dispatched);
    for (const CallableType* item : items) {
        const bool has_self =
            !item->parameters.empty() &&
            (item->parameters[0].kind == ArgKind::Pos || item->parameters[0].kind == ArgKind::Star);
        if (has_self) continue;
        if (!mx.suppress_errors) report_no_formal_self(ck, name, *item, mx.at);
        return function;
    }
    if (takes_any_self(ck, function, dispatched, is_classmethod)) return function;
    std::vector<const CallableType*> candidates = plausible_items(ck, function, dispatched);
    if (candidates.empty()) candidates.assign(items.begin(), items.end());
    std::vector<const CallableType*> fitting;
    for (const CallableType* item : candidates) {
        if (fits_self(ck, dispatched, proper(ck, item->parameters[0].type), name)) {
            fitting.push_back(item);
        }
    }
    if (fitting.empty()) {
        if (!mx.suppress_errors) {
            report_incompatible_self(ck, name, dispatched, *candidates[0], is_classmethod, mx.at);
        } else {
            fail_silently(ck, messages::codes::kMisc);
        }
        return function;
    }
    if (fitting.size() == 1) return fitting[0];
    if (fitting.size() == items.size()) return function;
    return overloaded_of(ck, fitting);
}

}  // namespace krait::checker
