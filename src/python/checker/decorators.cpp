// decorators.cpp: definitions with what belongs to them: decorators, overload items, properties.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/overload_definitions.h"
#include "python/checker/overrides.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/written_types.h"
#include "python/types/subtypes.h"

namespace krait::checker {

using types::DecoratedInfo;

namespace {

/// Decorators that semantic analysis deals with: they don't call anything.
bool is_handled_decorator(const CheckContext& ck, NodeId decorator) {
    if (ck.bindings.consumed_decorators.contains(decorator)) return true;
    static constexpr std::string_view kHandled[] = {
        "abc.abstractmethod",
        "abc.abstractproperty",
        "builtins.staticmethod",
        "builtins.classmethod",
        "builtins.property",
        "functools.cached_property",
        "enum.property",
        "types.DynamicClassAttribute",
        "types.coroutine",
        "asyncio.coroutines.coroutine",
        "typing.final",
        "typing_extensions.final",
        "typing.override",
        "typing_extensions.override",
        "typing.overload",
        "typing_extensions.overload",
        "typing.no_type_check",
        "typing.type_check_only",
        "typing.dataclass_transform",
        "typing_extensions.dataclass_transform",
    };
    return std::any_of(std::begin(kHandled), std::end(kHandled),
                       [&](std::string_view name) { return refers_to(ck, decorator, name); });
}

/// `@x.setter` and its like, below a property of that name.
bool is_property_part(const CheckContext& ck, NodeId decorator, Name function) {
    if (!is_kind(ck, decorator, NodeKind::Attribute)) return false;
    syntax::AttributeView view = ck.tree.attribute(decorator);
    return is_kind(ck, view.value, NodeKind::Name) && ck.tree.name(view.value) == function &&
           (is_text(view.attr, "setter") || is_text(view.attr, "getter") ||
            is_text(view.attr, "deleter"));
}

/// A later part of an overload or property, which its first part takes care of.
bool is_later_part(CheckContext& ck, NodeId function) {
    auto own = ck.bindings.definitions.find(function);
    if (own == ck.bindings.definitions.end()) return false;
    for (const auto& [first, overload] : ck.bindings.overloads) {
        if (first == function) continue;
        if (overload->implementation == own->second) return true;
        for (const Definition* item : overload->items) {
            if (item == own->second) return true;
        }
    }
    return false;
}

bool shapes_interface(const CheckContext& ck, NodeId function) {
    if (ck.module.shaping != nullptr) {
        return std::find(ck.module.shaping->begin(), ck.module.shaping->end(), function) !=
               ck.module.shaping->end();
    }
    const syntax::FunctionFacts& facts = ck.tree.function(function).facts;
    return facts.assigns_self || facts.declares_global;
}

/// @override promises a base's method; with explicit-override, every such method says it.
void check_explicit_override(CheckContext& ck, NodeId function, const Definition& definition,
                             const std::vector<const ClassInfo*>& bases, NodeId missing_at) {
    const auto* overload = types::as<OverloadedInfo>(&definition);
    const FunctionInfo* below = function_below(&definition);
    const bool is_explicit = overload != nullptr ? overload->is_explicit_override
                                                 : below != nullptr && below->is_explicit_override;
    const ClassInfo* info = enclosing_class_of(ck, definition);
    if (info == nullptr) return;
    if (is_explicit && bases.empty() && !info->fallback_to_any) {
        report_no_overridable_method(
            ck, definition.name, overload != nullptr ? definition_start(ck, function) : function);
    }
    if (!config::is_error_code_enabled(ck.options, messages::codes::kExplicitOverride)) return;
    if (is_explicit || bases.empty() || is_private(definition.name)) return;
    if (is_text(definition.name, "__init__") || is_text(definition.name, "__new__")) return;
    types::Member member = get_member(ck, *info, definition.name);
    if (member && member.symbol->is_plugin_generated) return;
    report_missing_override_decorator(ck, definition.name, *bases[0], missing_at);
}

void check_override_of(CheckContext& ck, NodeId function, const Definition& definition,
                       NodeId missing_at) {
    if (ck.module.silent || definition.enclosing_class.is_none()) return;
    auto bases = check_method_override(ck, function, definition);
    if (bases.has_value()) check_explicit_override(ck, function, definition, *bases, missing_at);
}

/// Of an overload, whose override is checked as a whole.
bool is_implementation(const CheckContext& ck, NodeId function) {
    return !ck.overload_implementations.empty() && ck.overload_implementations.back() == function;
}

void check_plain_function(CheckContext& ck, NodeId function) {
    if (!ck.implementation_only && !ck.module.silent) check_default_values(ck, function);
    if (const FunctionInfo* own = function_info(ck, function); own != nullptr) {
        if (!ck.implementation_only) {
            check_conditional_redefinition(ck, *own, function_type(ck, *own), function);
        }
    }
    if (!ck.recurse_into_functions && !shapes_interface(ck, function)) return;
    Restore recurse(ck.recurse_into_functions, true);
    {
        Restore nested(ck.implementation_only, false);  // what is defined inside is new here
        watched(ck, function, FunctionStage::Check, [&] {
            check_function_item(ck, function, {.name = ck.tree.function(function).name});
        });
    }
    const FunctionInfo* info = function_info(ck, function);
    if (info != nullptr && !info->is_overload && !info->is_decorated &&
        !is_implementation(ck, function)) {
        check_override_of(ck, function, *info, function);
    }
    if (info != nullptr && !ck.module.silent && !info->enclosing_class.is_none()) {
        check_inplace_operator(ck, function, *info);
    }
}

void check_body_of(CheckContext& ck, NodeId function, bool allow_empty) {
    if (!ck.recurse_into_functions && !shapes_interface(ck, function)) return;
    Restore recurse(ck.recurse_into_functions, true);
    Restore nested(ck.implementation_only, false);
    watched(ck, function, FunctionStage::Check, [&] {
        check_function_item(ck, function,
                            {.name = ck.tree.function(function).name, .allow_empty = allow_empty});
    });
}

TypePtr named_signature(CheckContext& ck, TypePtr type, const FunctionInfo& info,
                        symbols::DefId definition) {
    type = proper(ck, type);
    if (!is_function_like(type)) return type;
    Name name = info.name;
    if (const ClassInfo* owner = enclosing_class_of(ck, info)) {
        name = base::intern(concat({base::text_of(info.name), " of ", base::text_of(owner->name)}));
    }
    std::vector<const CallableType*> items;
    for (const CallableType* item : function_items(ck, type)) {
        const CallableType* named = types::with_name(ck.cx, *item, name);
        const bool is_single = types::is<CallableType>(type);
        items.push_back(
            is_single ? types::modified(ck.cx, *named,
                                        [&](CallableType& copy) { copy.definition = definition; })
                      : named);
    }
    return types::is<CallableType>(type) ? items[0] : overloaded_of(ck, items);
}

bool is_typed_callable(CheckContext& ck, TypePtr type) {
    const auto* callable = proper_as<CallableType>(ck, type);
    if (callable == nullptr) return false;
    if (!types::is_unannotated_any(proper(ck, callable->ret_type))) return true;
    return std::any_of(callable->parameters.begin(), callable->parameters.end(),
                       [&](const Parameter& parameter) {
                           return !types::is_unannotated_any(proper(ck, parameter.type));
                       });
}

bool is_untyped_decorator(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (type == nullptr) return true;
    if (types::is<CallableType>(type)) return !is_typed_callable(ck, type);
    if (const auto* overload = types::as<OverloadedType>(type)) {
        return std::any_of(
            overload->items.begin(), overload->items.end(),
            [&](const CallableType* item) { return is_untyped_decorator(ck, item); });
    }
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return true;
    const Definition* method =
        types::find_method(ck.cx, info_of(ck, *instance), base::intern("__call__"));
    // A function without annotations has no type of its own.
    return method != nullptr && is_untyped_decorator(ck, types::type_of_definition(method));
}

/// Calls one decorator with what is below it.
TypePtr apply_decorator(CheckContext& ck, NodeId decorator, TypePtr signature, NodeId function,
                        const FunctionInfo& info) {
    TypePtr type = accept(ck, decorator);
    NodeId value = make_value(ck, signature, decorator);
    CallOptions options;
    options.callable_name = fullname_of(ck, decorator);
    if (options.callable_name == Name::Empty && is_kind(ck, decorator, NodeKind::Attribute)) {
        syntax::AttributeView view = ck.tree.attribute(decorator);
        options.object_type = lookup_type(ck, view.value);
        if (options.object_type != nullptr) {
            options.callable_name = method_fullname(ck, options.object_type, view.attr);
        }
    }
    if (ck.options.disallow_untyped_decorators && is_typed_callable(ck, info.type) &&
        is_untyped_decorator(ck, type) && !ck.current_node_deferred) {
        report_untyped_decorator(ck, info.name, decorator);
    }
    return check_call(ck, type, positional({value}), definition_start(ck, function), options).type;
}

/// What `@types.coroutine` makes of a generator function: a call can be awaited too.
TypePtr awaitable_signature(CheckContext& ck, const FunctionInfo& info, TypePtr signature) {
    const auto* callable = proper_as<CallableType>(ck, signature);
    if (callable == nullptr) return signature;
    TypePtr result = callable->ret_type;
    if (is_instance_of(ck, result, "typing.AwaitableGenerator")) return signature;
    const bool is_async = info.is_coroutine;
    TypePtr returned =
        is_async ? coroutine_return_type(ck, result) : generator_return_type(ck, result, is_async);
    return types::with_ret_type(
        ck.cx, *callable,
        named_generic_type(ck, known::typing_awaitable_generator,
                           {generator_yield_type(ck, result, is_async),
                            generator_receive_type(ck, result, is_async), returned, result}));
}

/// A property without setter must not stand where a base class has one with.
void check_property_stays_settable(CheckContext& ck, NodeId function,
                                   const DecoratedInfo& property) {
    if (property.variable == nullptr || property.variable->is_settable_property) return;
    const ClassInfo* owner = enclosing_class_of(ck, property);
    if (owner == nullptr) return;
    for (symbols::DefId id : owner->mro) {
        const ClassInfo* base = class_by_id(ck, id);
        if (base == nullptr || base == owner) continue;
        const auto* overload = types::as<OverloadedInfo>(
            definition_of_symbol(ck, own_symbol(ck, *base, property.name)));
        if (overload == nullptr || !is_settable_property(overload)) continue;
        fail(ck, definition_start(ck, function),
             messages::texts::kReadOnlyPropertyOverridesReadWrite);
    }
}

}  // namespace

NodeId node_of_definition(CheckContext& ck, const Definition* definition) {
    if (ck.definition_nodes.empty()) {
        for (const auto& [node, known] : ck.bindings.definitions) {
            ck.definition_nodes[known] = node;
            const auto* decorated = types::as<types::DecoratedInfo>(known);
            if (decorated != nullptr) ck.definition_nodes.emplace(decorated->function, node);
        }
    }
    auto found = ck.definition_nodes.find(definition);
    if (found != ck.definition_nodes.end()) return found->second;
    // An overload that was read back brings its parts with it: copies, but of the same identity.
    if (definition->id.is_none()) return NodeId::None;
    for (const auto& [node, known] : ck.bindings.definitions) {
        if (known->id == definition->id) return ck.definition_nodes[definition] = node;
    }
    return NodeId::None;
}

NodeId definition_start(CheckContext& ck, NodeId function) {
    NodeList decorators = ck.tree.function(function).decorators;
    return decorators.empty() ? function : decorators[0];
}

bool has_only_handled_decorators(CheckContext& ck, NodeId function) {
    NodeList decorators = ck.tree.function(function).decorators;
    return std::all_of(decorators.begin(), decorators.end(),
                       [&](NodeId decorator) { return is_handled_decorator(ck, decorator); });
}

bool has_decorator(CheckContext& ck, NodeId function, std::string_view fullname) {
    for (NodeId decorator : ck.tree.function(function).decorators) {
        if (refers_to(ck, decorator, fullname)) return true;
    }
    return false;
}

void check_decorated(CheckContext& ck, NodeId function, bool allow_empty, bool skip_first) {
    auto found = ck.bindings.definitions.find(function);
    auto* decorated =
        found == ck.bindings.definitions.end() ? nullptr : types::as<DecoratedInfo>(found->second);
    if (decorated == nullptr || decorated->function == nullptr) {
        return check_plain_function(ck, function);
    }
    if (has_decorator(ck, function, "typing.no_type_check")) {
        if (decorated->variable != nullptr && !ck.implementation_only) {
            decorated->variable->type = any_type(ck);
            decorated->variable->is_ready = true;
        }
        return;
    }
    if (ck.implementation_only) return check_body_of(ck, function, allow_empty);
    if (!ck.module.silent) check_default_values(ck, function);
    check_body_of(ck, function, allow_empty);

    const FunctionInfo& info = *decorated->function;
    TypePtr signature = function_type(ck, info);
    if (info.is_awaitable_coroutine) signature = awaitable_signature(ck, info, signature);
    NodeList decorators = ck.tree.function(function).decorators;
    bool is_called = false;
    for (std::size_t i = decorators.size(); i-- > (skip_first ? 1u : 0u);) {
        if (!allow_empty && (refers_to(ck, decorators[i], "typing.overload") ||
                             refers_to(ck, decorators[i], "typing_extensions.overload"))) {
            fail(ck, definition_start(ck, function), messages::texts::kMultipleOverloadsRequired);
        }
        if (is_handled_decorator(ck, decorators[i])) continue;
        if (is_property_part(ck, decorators[i], info.name)) continue;
        is_called = true;
        signature = apply_decorator(ck, decorators[i], signature, function, info);
    }
    if (is_called) check_untyped_after_decorator(ck, signature, function);
    require_correct_self(ck, signature, function, info);
    signature = named_signature(ck, signature, info, decorated->id);
    if (decorated->variable != nullptr) {
        decorated->variable->type = signature;
        decorated->variable->is_ready = true;
    }
    if (info.is_property) {
        const auto* getter = types::as<CallableType>(signature);
        const auto required = [](const Parameter& one) { return types::is_required(one.kind); };
        if (getter != nullptr &&
            std::count_if(getter->parameters.begin(), getter->parameters.end(), required) > 1) {
            fail(ck, definition_start(ck, function), messages::codes::kNone,
                 "Too many arguments for property");
        }
        if (!ck.module.silent) check_property_stays_settable(ck, function, *decorated);
    }
    if (allow_empty || skip_first) return;
    if (!decorated->is_overload && !info.is_overload && !is_implementation(ck, function)) {
        check_override_of(ck, function, *decorated, function);
    }
    check_conditional_redefinition(ck, info, signature, function);
}

namespace {

const CallableType* callable_of(CheckContext& ck, const Definition* item) {
    return proper_as<CallableType>(ck, types::type_of_definition(item));
}

/// The type of the setter, which must take the object and one value.
void settle_setter(CheckContext& ck, VarInfo& getter, const Definition* setter) {
    TypePtr type = types::type_of_definition(setter);
    if (type == nullptr) return;
    TypePtr any = any_type(ck);
    const CallableType* fallback = make_signature(
        ck, {{any, ArgKind::Pos, Name::Empty}, {any, ArgKind::Pos, Name::Empty}}, any);
    NodeId node = node_of_definition(ck, setter);
    if (!ck.module.silent && node != NodeId::None && !types::is_subtype(ck.cx, type, fallback)) {
        fail(ck, node, messages::codes::kMisc, "Invalid property setter signature");
    }
    const auto* callable = proper_as<CallableType>(ck, type);
    const bool fits = callable != nullptr && callable->parameters.size() == 2;
    getter.setter_type = fits ? callable : fallback;
}

void check_property(CheckContext& ck, OverloadedInfo& overload) {
    for (std::size_t i = 0; i < overload.items.size(); ++i) {
        NodeId node = node_of_definition(ck, overload.items[i]);
        if (node == NodeId::None) continue;
        if (i == 0) {
            check_decorated(ck, node);
        } else if (static_cast<std::int32_t>(i) == overload.setter_index) {
            check_decorated(ck, node, false, true);
        } else {
            if (!ck.module.silent && !ck.implementation_only) check_default_values(ck, node);
            check_body_of(ck, node, true);
        }
    }
    if (ck.implementation_only || overload.items.empty()) return;
    auto* getter = types::as<DecoratedInfo>(overload.items[0]);
    if (getter == nullptr || getter->variable == nullptr) return;
    if (overload.setter_index >= 0) {
        const Definition* setter = overload.items[static_cast<std::size_t>(overload.setter_index)];
        settle_setter(ck, *getter->variable, setter);
    }
    if (overload.type == nullptr) overload.type = getter->variable->type;
    NodeId first = node_of_definition(ck, getter);
    if (first != NodeId::None) {
        check_override_of(ck, first, overload, definition_start(ck, first));
    }
}

}  // namespace

void check_overloaded(CheckContext& ck, NodeId first) {
    OverloadedInfo& overload = *ck.bindings.overloads.at(first);
    if (overload.items.empty()) return;
    if (overload.is_property) return check_property(ck, overload);
    if (!ck.implementation_only && overload.items.size() == 1) {
        fail(ck, definition_start(ck, first), messages::texts::kMultipleOverloadsRequired);
    }
    std::size_t abstract_count = 0;
    for (const Definition* item : overload.items) {
        NodeId node = node_of_definition(ck, item);
        if (node != NodeId::None) check_decorated(ck, node, true);
        const FunctionInfo* function = function_below(item);
        if (function != nullptr && function->abstract_status != types::AbstractStatus::Not) {
            ++abstract_count;
        }
    }
    if (!ck.implementation_only && abstract_count != 0 && abstract_count != overload.items.size()) {
        fail(ck, definition_start(ck, first), messages::texts::kInconsistentAbstractOverload);
    }
    if (overload.implementation != nullptr) {
        NodeId node = node_of_definition(ck, overload.implementation);
        if (node != NodeId::None) {
            Pushed implementation(ck.overload_implementations, node);
            check_decorated(ck, node);
        }
    }
    if (ck.implementation_only) return;
    check_overload_items(ck, overload);
    if (overload.type == nullptr) {
        std::vector<const CallableType*> items;
        for (const Definition* item : overload.items) {
            const CallableType* type = callable_of(ck, item);
            if (type != nullptr) items.push_back(type);
        }
        if (!items.empty()) overload.type = overloaded_of(ck, items);
    }
    NodeId missing_at = definition_start(ck, first);
    if (overload.implementation != nullptr) {
        NodeId node = node_of_definition(ck, overload.implementation);
        if (node != NodeId::None) missing_at = definition_start(ck, node);
    }
    check_override_of(ck, first, overload, missing_at);
    if (!ck.module.silent) check_inplace_operator(ck, definition_start(ck, first), overload);
}

void check_definition(CheckContext& ck, NodeId function) {
    // What semantic analysis passed over can't be reached.
    if (!ck.bindings.definitions.contains(function)) return;
    if (ck.bindings.overloads.contains(function)) return check_overloaded(ck, function);
    if (!ck.tree.function(function).decorators.empty() && is_later_part(ck, function)) return;
    if (ck.tree.function(function).decorators.empty() && is_later_part(ck, function)) return;
    check_decorated(ck, function);
}

}  // namespace krait::checker
