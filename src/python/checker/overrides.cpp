// overrides.cpp: what the checks of methods, attributes and several bases share: the type of a base
// class's member, seen from the class that overrides it.

#include "python/checker/overrides.h"

#include "python/checker/expressions.h"
#include "python/checker/members.h"
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

TypePtr node_type_from_base(CheckContext& ck, Name name, const ClassInfo& base, NodeId at,
                            const ClassInfo* current, bool setter_type) {
    const Definition* definition = own_definition(ck, base, name);
    if (definition == nullptr || !has_usable_type(definition)) return nullptr;
    TypePtr self =
        current != nullptr ? types::fill_typevars(ck.cx, *current) : current_self_type(ck);
    if (self == nullptr) return nullptr;
    const auto* instance = types::as<Instance>(self);
    if (const auto* tuple = types::as<TupleType>(self)) {
        instance = types::tuple_fallback(ck.cx, *tuple);
    }
    if (instance == nullptr) return nullptr;
    Filter filter(ck, {.deprecated = true});
    MemberContext mx{ck, self, at};
    mx.is_lvalue = setter_type;
    mx.is_operator = is_operator_method(name);
    mx.suppress_errors = true;
    mx.no_deferral = true;
    return analyze_instance_member(mx, name, *instance, &base);
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
