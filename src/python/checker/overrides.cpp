// overrides.cpp: what the checks of methods, attributes and several bases share: the type of a base
// class's member, seen from the class that overrides it.

#include "python/checker/overrides.h"

#include "python/checker/expressions.h"
#include "python/checker/members.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

/// Null where the type isn't known yet, which in a job means: nothing can be said.
TypePtr known_type(const Definition* definition) {
    if (types::as<FunctionInfo>(definition) != nullptr) return nullptr;
    return types::type_of_definition(definition);
}

bool has_usable_type(const Definition* definition) {
    switch (definition->kind) {
        case types::DefinitionKind::Variable:
        case types::DefinitionKind::Decorated:
        case types::DefinitionKind::Overloaded: {
            TypePtr type = known_type(definition);
            const auto* partial = types::as<PartialType>(type);
            return type != nullptr && (partial == nullptr || partial->type.is_none());
        }
        case types::DefinitionKind::Placeholder:
            return false;
        default:
            return true;
    }
}

}  // namespace

const Definition* own_definition(CheckContext& ck, const ClassInfo& info, Name name) {
    return definition_of_symbol(ck, own_symbol(ck, info, name));
}

namespace {

/// Where a member is looked up: on an instance of the class, or on the class.
enum class Through : std::uint8_t { Instance, Class };

TypePtr type_from_base(const MemberContext& mx, Name name, const ClassInfo& base, Through through) {
    CheckContext& ck = mx.ck;
    const Definition* definition = own_definition(ck, base, name);
    if (definition == nullptr || !has_usable_type(definition)) return nullptr;
    const auto* instance = types::as<Instance>(mx.original_type);
    if (const auto* tuple = types::as<TupleType>(mx.original_type)) {
        instance = types::tuple_fallback(ck.cx, *tuple);
    }
    if (instance == nullptr) return nullptr;
    Filter filter(ck, {.deprecated = true});
    if (through == Through::Instance) return analyze_instance_member(mx, name, *instance, &base);
    const Instance* metaclass = info_of(ck, *instance).metaclass;
    if (metaclass == nullptr) metaclass = named_type(ck, known::builtins_type);
    return analyze_class_attribute(mx, name, *instance, *metaclass, &base);
}

MemberContext quiet_context(CheckContext& ck, TypePtr self, NodeId at, Name name) {
    MemberContext mx{ck, self, at};
    mx.is_operator = is_operator_method(name);
    mx.suppress_errors = true;
    mx.no_deferral = true;
    return mx;
}

bool is_found_on_class(const Definition* definition) {
    if (const auto* variable = types::as<VarInfo>(definition)) {
        return variable->is_classvar || variable->is_inferred;
    }
    return function_below(definition) != nullptr && !is_property(definition);
}

}  // namespace

TypePtr node_type_from_base(CheckContext& ck, Name name, const ClassInfo& base, NodeId at,
                            const ClassInfo* current, bool setter_type) {
    TypePtr self =
        current != nullptr ? types::fill_typevars(ck.cx, *current) : current_self_type(ck);
    if (self == nullptr) return nullptr;
    MemberContext mx = quiet_context(ck, self, at, name);
    mx.is_lvalue = setter_type;
    return type_from_base(mx, name, base, Through::Instance);
}

BaseContext context_from_bases(CheckContext& ck, const VarInfo& variable, const ClassInfo& info) {
    BaseContext context;
    TypePtr self = current_self_type(ck);
    if (self == nullptr) return context;
    const MemberContext mx = quiet_context(ck, self, NodeId::None, variable.name);
    for (symbols::DefId id : info.mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == &info) continue;
        const Definition* definition = own_definition(ck, *base, variable.name);
        if (definition == nullptr) continue;
        const auto* known = types::as<VarInfo>(definition);
        if (known != nullptr && known->invalid_partial_type) continue;
        const Through through = is_found_on_class(definition) ? Through::Class : Through::Instance;
        TypePtr type = type_from_base(mx, variable.name, *base, through);
        if (type == nullptr || types::is<PartialType>(type)) continue;
        if (!context.is_known || types::is_proper_subtype(ck.cx, type, context.type)) {
            context = {type, true};
        } else if (!types::is_subtype(ck.cx, context.type, type)) {
            return {nullptr, true};
        }
    }
    return context;
}

bool is_custom_settable_property(CheckContext& ck, const Definition* definition) {
    const auto* overload = types::as<OverloadedInfo>(definition);
    if (overload == nullptr || !overload->is_property || overload->items.empty()) return false;
    const auto* getter = types::as<types::DecoratedInfo>(overload->items[0]);
    if (getter == nullptr || getter->variable == nullptr) return false;
    const VarInfo& variable = *getter->variable;
    if (!variable.is_settable_property || variable.type == nullptr) return false;
    const auto* setter = proper_as<CallableType>(ck, variable.setter_type);
    if (setter == nullptr || setter->parameters.size() < 2) return false;
    if (types::is<PartialType>(variable.type)) return false;
    TypePtr taken = setter->parameters[1].type;
    if (is_any(ck, taken)) return false;
    TypePtr given = proper(ck, variable.type);
    std::span<const CallableType* const> items = function_items(ck, given);
    if (!items.empty()) given = items[0]->ret_type;
    return !types::is_same_type(ck.cx, proper(ck, given), taken);
}

void check_if_final_overrides_writable(CheckContext& ck, Name name, const Definition* base,
                                       NodeId at) {
    if (base == nullptr || is_writable_attribute(base)) {
        report_final_overrides_writable(ck, name, at);
    }
}

}  // namespace krait::checker
