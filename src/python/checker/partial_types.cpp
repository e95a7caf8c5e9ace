// partial_types.cpp: variables that start as [], {} or None and get their type from what is done
// with them next, in the same scope.

#include <algorithm>
#include <exception>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/types/erase.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/typevars.h"

namespace krait::checker {

namespace {

bool is_none_partial(const VarInfo& variable) {
    const auto* partial = types::as<PartialType>(variable.type);
    return partial != nullptr && partial->type.is_none();
}

Name class_name(CheckContext& ck, symbols::DefId id) {
    const ClassInfo* info = class_by_id(ck, id);
    return info == nullptr ? Name::Empty : info->fullname;
}

}  // namespace

PartialTypes::PartialTypes(CheckContext& ck, bool is_function)
    : ck_(ck), exceptions_(std::uncaught_exceptions()) {
    const bool outer_is_local = !ck.partial_scopes.empty() && ck.partial_scopes.back().is_local;
    ck.partial_scopes.push_back(
        {.is_function = is_function, .is_local = outer_is_local || is_function});
}

PartialTypes::~PartialTypes() noexcept(false) {
    if (std::uncaught_exceptions() > exceptions_) return;
    CheckContext& ck = ck_;
    PartialScope scope = std::move(ck.partial_scopes.back());
    ck.partial_scopes.pop_back();
    if (ck.current_node_deferred) return;
    const bool permissive = (ck.options.allow_untyped_globals && !scope.is_local) ||
                            (ck.options.check_untyped_defs && !ck.dynamic_functions.empty() &&
                             ck.dynamic_functions.back());
    for (const auto& [variable, place] : scope.variables) {
        if (is_none_partial(*variable) && !permissive) {
            // Nothing but None was ever seen.
            variable->type = none_type(ck);
            continue;
        }
        if (!permissive && ck.partial_reported.insert(variable).second) {
            report_need_annotation(ck, *variable, place);
        }
        if (variable->type == nullptr) continue;
        TypePtr fixed = types::fixup_partial_type(ck.cx, variable->type);
        variable->invalid_partial_type = fixed != variable->type;
        variable->type = fixed;
    }
}

namespace {

struct FoundScope {
    bool is_active = false;
    PartialScope* scope = nullptr;
};

FoundScope find_in_all_scopes(CheckContext& ck, const VarInfo* variable) {
    for (std::size_t i = ck.partial_scopes.size(); i-- > 0;) {
        PartialScope& scope = ck.partial_scopes[i];
        if (scope.find(variable) == nullptr) continue;
        bool this_scope_only = ck.options.local_partial_types;
        const auto* partial = types::as<PartialType>(variable->type);
        if (partial != nullptr) {
            if (partial->type.is_none()) {
                this_scope_only = false;
            } else if (!variable->enclosing_class.is_none()) {
                this_scope_only = true;
            }
        }
        const bool active = !this_scope_only || scope.is_local == ck.partial_scopes.back().is_local;
        return {active, &scope};
    }
    return {};
}

}  // namespace

PartialScope* find_partial_scope(CheckContext& ck, const VarInfo* variable) {
    FoundScope found = find_in_all_scopes(ck, variable);
    return found.is_active ? found.scope : nullptr;
}

TypePtr handle_partial_variable(CheckContext& ck, const PartialType& type, bool is_lvalue,
                                const VarInfo& variable, NodeId at) {
    FoundScope found = find_in_all_scopes(ck, &variable);
    if (type.type.is_none() && found.is_active) {
        return is_lvalue ? static_cast<TypePtr>(&type) : none_type(ck);
    }
    if (found.scope != nullptr && !ck.current_node_deferred) {
        if (!found.is_active) {
            handle_cannot_determine_type(ck, variable.name, at);
        } else if (found.scope->is_local || !ck.options.allow_untyped_globals) {
            report_need_annotation(ck, variable, found.scope->find(&variable)->second);
            ck.partial_reported.insert(&variable);
        }
    }
    return types::fixup_partial_type(ck.cx, &type);
}

void handle_cannot_determine_type(CheckContext& ck, Name name, NodeId at) {
    const ScopeItem* function = top_level_function(ck);
    if (ck.pass < kLastPass && function != nullptr) {
        ck.deferred.push_back({function->node, enclosing_class(ck, function)});
        ck.current_node_deferred = true;
    } else {
        report_cannot_determine_type(ck, name, at);
    }
}

void replace_partial_type(CheckContext& ck, VarInfo& variable, TypePtr type, PartialScope& scope) {
    variable.type = type;
    ++ck.binder->version;
    const auto* entry = scope.find(&variable);
    const NodeId lvalue = entry == nullptr ? NodeId::None : entry->second;
    scope.erase(&variable);
    if (ck.options.allow_redefinition && is_kind(ck, lvalue, NodeKind::Name)) {
        ck.binder->assign_type(lvalue, type, type);  // the binder knows every variable then
    }
}

namespace {

bool is_empty_argument(CheckContext& ck, TypePtr type) {
    return is_proper<NoneType>(ck, type) || is_proper<UninhabitedType>(ck, type);
}

bool is_partial_default(CheckContext& ck, TypePtr type) {
    const auto* instance = proper_as<Instance>(ck, type);
    if (instance == nullptr || instance->args.size() > 1) return false;
    return instance->args.empty() || is_empty_argument(ck, instance->args[0]);
}

}  // namespace

bool infer_partial_type(CheckContext& ck, VarInfo& variable, NodeId lvalue, TypePtr init_type) {
    init_type = proper(ck, init_type);
    const bool is_attribute = is_kind(ck, lvalue, NodeKind::Attribute);
    TypePtr partial = nullptr;
    if (types::is<NoneType>(init_type)) {
        if (!is_attribute && ck.options.allow_redefinition) return false;
        partial = types::make_partial(ck.cx, {}, &variable);
    } else if (const auto* instance = types::as<Instance>(init_type)) {
        const bool is_reference = is_attribute || is_kind(ck, lvalue, NodeKind::Name);
        std::string_view name = base::text_of(info_of(ck, *instance).fullname);
        if (!is_reference) return false;
        if (name == "builtins.list" || name == "builtins.set" || name == "builtins.dict" ||
            name == "collections.OrderedDict") {
            if (!std::all_of(instance->args.begin(), instance->args.end(),
                             [&](TypePtr arg) { return is_empty_argument(ck, arg); })) {
                return false;
            }
            partial = types::make_partial(ck.cx, instance->type, &variable);
        } else if (name == "collections.defaultdict" && instance->args.size() == 2) {
            if (!is_empty_argument(ck, instance->args[0]) ||
                !is_partial_default(ck, instance->args[1])) {
                return false;
            }
            partial = types::make_partial(ck.cx, instance->type, &variable,
                                          types::erase_type(ck.cx, instance->args[1]));
        }
    }
    if (partial == nullptr || ck.partial_scopes.empty()) return false;
    set_inferred_type(ck, variable, lvalue, partial);
    PartialScope& scope = ck.partial_scopes.back();
    scope.erase(&variable);
    scope.variables.emplace_back(&variable, lvalue);
    return true;
}

const VarInfo* partial_self_variable(CheckContext& ck, NodeId member) {
    if (!is_kind(ck, member, NodeKind::Attribute)) return nullptr;
    syntax::AttributeView view = ck.tree.attribute(member);
    if (!is_kind(ck, view.value, NodeKind::Name)) return nullptr;
    const VarInfo* self = variable_of(ck, view.value);
    const ClassInfo* info = enclosing_class(ck, current_function(ck));
    if (self == nullptr || !self->is_self || info == nullptr) return nullptr;
    const auto* variable =
        types::as<VarInfo>(definition_of_symbol(ck, own_symbol(ck, *info, view.attr)));
    return variable != nullptr && types::is<PartialType>(variable->type) ? variable : nullptr;
}

namespace {

/// The variable that a reference means, `self.x` included.
const VarInfo* referenced_variable(CheckContext& ck, NodeId expr) {
    if (is_unresolved_member(ck, expr)) return partial_self_variable(ck, expr);
    return is_resolved_reference(ck, expr) ? variable_of(ck, expr) : nullptr;
}

}  // namespace

void infer_partial_from_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue,
                                   std::optional<syntax::BinaryOperator> op) {
    const VarInfo* variable = referenced_variable(ck, lvalue);
    const auto* partial = variable == nullptr ? nullptr : types::as<PartialType>(variable->type);
    if (partial == nullptr || partial->type.is_none()) return;
    std::string_view name = base::text_of(class_name(ck, partial->type));
    if (op) {
        const bool extends = (name == "builtins.list" && *op == syntax::BinaryOperator::Add) ||
                             (name == "builtins.set" && *op == syntax::BinaryOperator::BitOr);
        if (!extends) return;
    }
    if (find_partial_scope(ck, variable) == nullptr) return;
    TypePtr type = proper(ck, accept(ck, rvalue));
    PartialScope* scope = find_partial_scope(ck, variable);  // accept opens scopes: ask again
    if (scope == nullptr) return;
    const auto* instance = types::as<Instance>(type);
    if (instance != nullptr && instance->type == partial->type &&
        is_valid_inferred_type(ck, type)) {
        writable(ck, *variable).type = type;
        scope->erase(variable);
    } else if (types::is<AnyType>(type)) {
        const ClassInfo* info = class_by_id(ck, partial->type);
        if (info == nullptr) return;
        writable(ck, *variable).type = types::fill_typevars_with_any(ck.cx, *info);
        scope->erase(variable);
    }
}

void infer_partial_from_indexed_assignment(CheckContext& ck, NodeId lvalue, NodeId rvalue) {
    syntax::SubscriptView view = ck.tree.subscript(lvalue);
    const VarInfo* variable = referenced_variable(ck, view.value);
    const auto* partial = variable == nullptr ? nullptr : types::as<PartialType>(variable->type);
    if (partial == nullptr || partial->type.is_none()) return;
    if (find_partial_scope(ck, variable) == nullptr) return;
    std::string_view name = base::text_of(class_name(ck, partial->type));
    const bool is_default_dict = name == "collections.defaultdict";
    if (name != "builtins.dict" && name != "collections.OrderedDict" && !is_default_dict) return;
    TypePtr key = accept(ck, view.slice);
    TypePtr value = accept(ck, rvalue);
    if (!is_valid_inferred_type(ck, key) || !is_valid_inferred_type(ck, value) ||
        ck.current_node_deferred) {
        return;
    }
    if (is_default_dict && partial->value_type != nullptr &&
        !types::is_equivalent(ck.cx, value, partial->value_type)) {
        return;
    }
    // Checking key and value opens scopes, which moves those found before.
    PartialScope* scope = find_partial_scope(ck, variable);
    if (scope == nullptr) return;
    replace_partial_type(ck, writable(ck, *variable), named_generic_type(ck, name, {key, value}),
                         *scope);
}

namespace {

bool takes_item(std::string_view type, std::string_view method) {
    return (type == "builtins.list" && method == "append") ||
           (type == "builtins.set" && (method == "add" || method == "discard"));
}

bool takes_container(std::string_view type, std::string_view method, std::string_view argument) {
    if (type == "builtins.list") return method == "extend" && argument == "builtins.list";
    if (method != "update") return false;
    if (type == "builtins.dict" || type == "collections.OrderedDict") {
        return argument == "builtins.dict";
    }
    return type == "builtins.set" && (argument == "builtins.set" || argument == "builtins.list");
}

bool may_take_container(std::string_view type, std::string_view method) {
    return takes_container(type, method, "builtins.list") ||
           takes_container(type, method, "builtins.dict") ||
           takes_container(type, method, "builtins.set");
}

/// What `x.append(1)` says of x; null if nothing.
TypePtr type_from_call(CheckContext& ck, NodeId call, std::string_view method,
                       const PartialType& partial) {
    if (ck.current_node_deferred) return nullptr;
    const auto* value = types::as<Instance>(partial.value_type);
    std::string_view name = value != nullptr ? base::text_of(info_of(ck, *value).fullname)
                                             : base::text_of(class_name(ck, partial.type));
    Arguments args = arguments_of(ck, call);
    if (args.size() != 1 || args.kinds[0] != ArgKind::Pos) return nullptr;
    if (takes_item(name, method)) {
        TypePtr item = accept(ck, args.nodes[0]);
        if (!is_valid_inferred_type(ck, item)) return nullptr;
        return named_generic_type(ck, name, {item});
    }
    if (!may_take_container(name, method)) return nullptr;
    TypePtr given = proper(ck, accept(ck, args.nodes[0]));
    if (types::is<AnyType>(given)) return named_type(ck, name);
    const auto* instance = types::as<Instance>(given);
    if (instance == nullptr ||
        !takes_container(name, method, base::text_of(info_of(ck, *instance).fullname)) ||
        !std::all_of(instance->args.begin(), instance->args.end(),
                     [&](TypePtr arg) { return is_valid_inferred_type(ck, arg); })) {
        return nullptr;
    }
    return named_generic_type(ck, base::intern(name), instance->args);
}

}  // namespace

void try_infer_partial_type(CheckContext& ck, NodeId call) {
    NodeId func = ck.tree.call(call).func;
    if (!is_kind(ck, func, NodeKind::Attribute)) return;
    syntax::AttributeView method = ck.tree.attribute(func);
    std::string_view name = base::text_of(method.attr);
    const bool is_item = is_kind(ck, method.value, NodeKind::Subscript);
    NodeId base = is_item ? ck.tree.subscript(method.value).value : method.value;
    if (!is_kind(ck, base, NodeKind::Name) && !is_kind(ck, base, NodeKind::Attribute)) return;
    const VarInfo* variable = referenced_variable(ck, base);
    const auto* partial = variable == nullptr ? nullptr : types::as<PartialType>(variable->type);
    if (partial == nullptr || partial->type.is_none()) return;
    if (find_partial_scope(ck, variable) == nullptr) return;
    if (is_item && partial->value_type == nullptr) return;
    TypePtr type = type_from_call(ck, call, name, *partial);
    if (type == nullptr) return;
    if (is_item) {
        TypePtr key = accept(ck, ck.tree.subscript(method.value).slice);
        if (!is_valid_inferred_type(ck, key)) return;
        type = named_generic_type(ck, class_name(ck, partial->type), {key, type});
    }
    // Checking the argument opens scopes, which moves those found before.
    if (PartialScope* scope = find_partial_scope(ck, variable)) {
        replace_partial_type(ck, writable(ck, *variable), type, *scope);
    }
}

}  // namespace krait::checker
