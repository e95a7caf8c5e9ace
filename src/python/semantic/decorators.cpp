// decorators.cpp
//
// Decorated functions, overloads and properties. Some decorators change what a function is
// (staticmethod, property, abstractmethod …) and are understood here; the checker applies the rest.
// Where all of them leave the type alone, it is known without a checker.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::AbstractStatus;
using types::AnySource;
using types::as;
using types::CallableType;
using types::DecoratedInfo;
using types::OverloadedInfo;

namespace {

bool is_overload(Analyzer& a, NodeId node) {
    return refers_to(a, node, {"typing.overload", "typing_extensions.overload"});
}

bool is_property(Analyzer& a, NodeId node) {
    return refers_to(a, node,
                     {"builtins.property", "abc.abstractproperty", "functools.cached_property",
                      "enum.property", "types.DynamicClassAttribute"});
}

Place decorated_place(const Analyzer& a, NodeId function) {
    syntax::FunctionView view = a.tree.function(function);
    Place place = a.tree.range(function);
    if (!view.decorators.empty()) place.start = a.tree.start(view.decorators[0]);
    return place;
}

/// The published overload or decorator of a unit, in a body job.
template <class T>
T* published(Analyzer& a, NodeId function, std::string_view suffix) {
    auto path = a.outline.paths.find(function);
    if (!a.in_body_job || path == a.outline.paths.end()) return nullptr;
    symbols::DefId id = a.job.table.def(a.module.id, joined(path->second, "", suffix));
    return const_cast<T*>(as<T>(a.job.reader.definition(id)));
}

DecoratedInfo& decorated_info(Analyzer& a, NodeId function, FunctionInfo& info) {
    DecoratedInfo*& decorated = a.decorated[function];
    if (decorated != nullptr) return *decorated;
    decorated = a.functions.empty() ? published<DecoratedInfo>(a, function, "#decorated") : nullptr;
    if (decorated != nullptr) return *decorated;
    decorated = a.job.arena.make<DecoratedInfo>();
    decorated->kind = DecoratedInfo::kKind;
    auto* variable = a.job.arena.make<VarInfo>();
    variable->kind = VarInfo::kKind;
    for (Definition* made :
         {static_cast<Definition*>(decorated), static_cast<Definition*>(variable)}) {
        made->name = info.name;
        made->fullname = info.fullname;
        made->enclosing_class = info.enclosing_class;
    }
    decorated->function = &info;
    decorated->variable = variable;
    variable->is_ready = false;
    a.job.places[decorated] = decorated_place(a, function);
    a.job.places[variable] = place_of(a, function);
    auto known = a.outline.paths.find(function);
    Name path = known != a.outline.paths.end() ? known->second : scoped_path(a, info.name);
    identify(a, *decorated, info.name, function, joined(path, "#", "decorated"));
    identify(a, *variable, info.name, function, joined(path, "#", "variable"));
    return *decorated;
}

void require_method(Analyzer& a, NodeId function, std::string_view decorator) {
    if (a.type != nullptr && !is_function_scope(a)) return;
    fail(a, decorated_place(a, function),
         "\"" + std::string(decorator) + "\" used with a non-method");
}

struct DecoratorEffects {
    bool no_type_check = false;
    bool could_decorate_property = false;
    std::vector<NodeId> remaining;
};

bool apply_kind_decorator(Analyzer& a, NodeId function, NodeId node, FunctionInfo& info,
                          VarInfo& variable) {
    if (refers_to(a, node, {"abc.abstractmethod"})) {
        info.abstract_status = AbstractStatus::Explicit;
        require_method(a, function, "abstractmethod");
        return true;
    }
    if (refers_to(a, node, {"asyncio.coroutines.coroutine", "types.coroutine"})) {
        info.is_awaitable_coroutine = true;
        return true;
    }
    if (refers_to(a, node, {"builtins.staticmethod"})) {
        info.is_static = variable.is_staticmethod = true;
        require_method(a, function, "staticmethod");
        return true;
    }
    if (refers_to(a, node, {"builtins.classmethod"})) {
        info.is_class = variable.is_classmethod = true;
        require_method(a, function, "classmethod");
        return true;
    }
    if (refers_to(a, node, {"typing.override", "typing_extensions.override"})) {
        info.is_explicit_override = true;
        require_method(a, function, "override");
        return true;
    }
    if (is_property(a, node)) {
        info.is_property = variable.is_property = true;
        if (refers_to(a, node, {"abc.abstractproperty"})) {
            info.abstract_status = AbstractStatus::Explicit;
        } else if (refers_to(a, node, {"functools.cached_property"})) {
            variable.is_settable_property = true;
        }
        require_method(a, function, "property");
        return true;
    }
    return false;
}

bool apply_final(Analyzer& a, NodeId node, FunctionInfo& info, VarInfo& variable) {
    if (!is_class_scope(a)) {
        fail(a, place_of(a, node), "@final cannot be used with non-method functions");
        return false;
    }
    if (a.type->is_protocol) {
        fail(a, place_of(a, node), "Protocol member cannot be final");
    } else {
        info.is_final = variable.is_final = true;
    }
    return true;
}

DecoratorEffects apply_decorators(Analyzer& a, NodeId function, FunctionInfo& info,
                                  VarInfo& variable) {
    DecoratorEffects effects;
    for (NodeId node : a.tree.function(function).decorators) {
        bool consumed = false;
        if (apply_kind_decorator(a, function, node, info, variable)) {
            consumed = true;
        } else if (refers_to(a, node, {"typing.no_type_check"})) {
            variable.type = any(a, AnySource::SpecialForm);
            effects.no_type_check = true;
        } else if (refers_to(a, node, {"typing.final", "typing_extensions.final"})) {
            consumed = apply_final(a, node, info, variable);
        } else if (refers_to(a, node,
                             {"typing.type_check_only", "typing_extensions.type_check_only"})) {
            info.is_type_check_only = true;
        } else if (a.tree.is(node, NodeKind::Call) &&
                   refers_to(
                       a, a.tree.call(node).func,
                       {"typing.dataclass_transform", "typing_extensions.dataclass_transform"})) {
            info.dataclass_transform = parse_dataclass_transform(a, node);
        } else if (std::optional<std::string> deprecated = deprecation_of(a, node)) {
            info.deprecated = base::intern("function " + std::string(text(info.fullname)) +
                                           " is deprecated: " + *deprecated);
        } else if (!variable.is_property) {
            effects.could_decorate_property = true;
        }
        if (consumed) {
            a.module.bindings.consumed_decorators.insert(node);
        } else {
            effects.remaining.push_back(node);
        }
    }
    return effects;
}

// --- types that need no checker

bool is_identity(const types::Definition* decorator) {
    const auto* function = as<FunctionInfo>(decorator);
    const auto* type = function != nullptr ? as<CallableType>(function->type) : nullptr;
    if (type == nullptr || type->parameters.size() != 1 ||
        type->parameters[0].kind != types::ArgKind::Pos) {
        return false;
    }
    const auto* in = as<types::TypeVarType>(type->parameters[0].type);
    const auto* out = as<types::TypeVarType>(type->ret_type);
    return in != nullptr && out != nullptr && in->id == out->id;
}

TypePtr return_type_of(Analyzer& a, NodeId decorator) {
    while (a.tree.is(decorator, NodeKind::Call)) decorator = a.tree.call(decorator).func;
    const Definition* node = referent(a, decorator);
    if (const auto* function = as<FunctionInfo>(node)) {
        if (function->type == nullptr) return any(a, AnySource::Unannotated);
        const auto* type = as<CallableType>(function->type);
        return type != nullptr ? types::get_proper(a.cx, type->ret_type) : nullptr;
    }
    const auto* variable = as<VarInfo>(node);
    return variable != nullptr ? types::get_proper(a.cx, variable->type) : nullptr;
}

/// A decorator without type variables that returns a callable: the type it always gives.
const CallableType* fixed_return(Analyzer& a, NodeId decorator, int depth) {
    if (depth > 50) return nullptr;
    if (a.tree.is(decorator, NodeKind::Call)) {
        const CallableType* inner = fixed_return(a, a.tree.call(decorator).func, depth + 1);
        return inner != nullptr ? types::as_proper<CallableType>(a.cx, inner->ret_type) : nullptr;
    }
    const auto* function = as<FunctionInfo>(referent(a, decorator));
    const auto* type = function != nullptr ? as<CallableType>(function->type) : nullptr;
    if (type == nullptr || !types::has_no_typevars(a.cx, type->ret_type)) return nullptr;
    return types::as_proper<CallableType>(a.cx, type->ret_type);
}

void infer_decorated_type(Analyzer& a, const FunctionInfo& info, DecoratedInfo& decorated,
                          const std::vector<NodeId>& decorators) {
    VarInfo& variable = *decorated.variable;
    const types::Instance* fallback = named_type(a, "builtins.function");
    if (variable.is_property) {
        variable.type = info.type;
        if (variable.type == nullptr) {
            variable.type = types::callable_type(a.cx, info, *fallback);
        }
        return;
    }
    bool preserves = true;
    for (NodeId node : decorators) preserves = preserves && is_identity(referent(a, node));
    if (preserves) variable.type = types::function_type(a.cx, info, *fallback);
    if (decorators.empty()) return;
    if (const auto* unknown = as<types::AnyType>(return_type_of(a, decorators[0]))) {
        variable.type = any_from(a, *unknown);
    }
    if (const CallableType* fixed = fixed_return(a, decorators[0], 0)) {
        Name name = info.name;
        if (const auto* own = as<CallableType>(info.type)) name = own->name;
        variable.type = types::modified(a.cx, *fixed, [&](CallableType& type) {
            type.name = name;
            type.definition = decorated.id;
        });
    }
}

// --- one decorated function

void check_decorators(Analyzer& a, NodeId function, const FunctionInfo& info,
                      const VarInfo& variable, const DecoratorEffects& effects) {
    Place place = decorated_place(a, function);
    if (effects.could_decorate_property && !effects.remaining.empty() && variable.is_property) {
        fail(a, place, "Decorators on top of @property are not supported", codes::kPropDecorator);
    }
    if ((info.is_static || info.is_class) && variable.is_property && text(info.name) != "__new__") {
        fail(a, place, "Only instance methods can be decorated with @property");
    }
    if (info.abstract_status == AbstractStatus::Explicit && info.is_final) {
        fail(a, place, "Method " + std::string(text(info.name)) + " is both abstract and final");
    }
    if (variable.is_staticmethod && variable.is_classmethod) {
        fail(a, place, "Cannot have both classmethod and staticmethod");
    }
}

void analyze_body_only(Analyzer& a, NodeId function, FunctionInfo& info) {
    {
        Restore<bool> quiet(a.quiet, true);
        syntax::FunctionView view = a.tree.function(function);
        for (NodeId node : view.decorators) visit_expression(a, node);
        analyze_argument_defaults(a, view.args);
    }
    analyze_function(a, function, info, false, true);
}

DecoratedInfo& visit_decorated(Analyzer& a, NodeId function, bool is_overload_item) {
    syntax::FunctionView view = a.tree.function(function);
    FunctionInfo& info = function_info(a, function);
    DecoratedInfo& decorated = decorated_info(a, function, info);
    a.module.bindings.definitions[function] = &decorated;
    if (a.in_body_job && !decorated.id.is_job_local()) {
        analyze_body_only(a, function, info);
        return decorated;
    }
    VarInfo& variable = *decorated.variable;
    info.is_conditional = a.scopes.back().block_depth > 0;
    bool top = a.recurse_into_functions && a.functions.empty();
    if (!is_overload_item && !top) {
        add_symbol(a, view.name, decorated, decorated_place(a, function));
    }
    for (NodeId node : view.decorators) visit_expression(a, node);
    DecoratorEffects effects = apply_decorators(a, function, info, variable);
    info.has_self_or_cls_argument = !info.is_static || text(info.name) == "__new__";
    if ((!is_overload_item || variable.is_property) && a.type != nullptr && is_class_scope(a)) {
        variable.enclosing_class = a.type->id;
        variable.is_initialized_in_class = true;
    }
    if (!effects.no_type_check && a.recurse_into_functions) {
        analyze_argument_defaults(a, view.args);
        analyze_function(a, function, info, true, true);
    }
    check_decorators(a, function, info, variable, effects);
    if (a.recurse_into_functions && !effects.no_type_check && !a.deferred) {
        infer_decorated_type(a, info, decorated, effects.remaining);
    }
    return decorated;
}

// --- overloads and properties

bool is_decorated(const Analyzer& a, NodeId function) {
    return !a.tree.function(function).decorators.empty();
}

bool has_overload_decorator(Analyzer& a, NodeId function) {
    for (NodeId node : a.tree.function(function).decorators) {
        if (is_overload(a, node)) return true;
    }
    return false;
}

OverloadedInfo& overloaded_info(Analyzer& a, const std::vector<NodeId>& run) {
    OverloadedInfo*& overloaded = a.overloads[run.front()];
    if (overloaded != nullptr) return *overloaded;
    overloaded =
        a.functions.empty() ? published<OverloadedInfo>(a, run.front(), "#overloads") : nullptr;
    if (overloaded != nullptr) return *overloaded;
    Name name = a.tree.function(run.front()).name;
    overloaded = a.job.arena.make<OverloadedInfo>();
    overloaded->kind = OverloadedInfo::kKind;
    overloaded->name = name;
    overloaded->fullname = qualified_name(a, name);
    if (is_class_scope(a)) overloaded->enclosing_class = a.type->id;
    a.job.places[overloaded] = decorated_place(a, run.front());
    auto known = a.outline.paths.find(run.front());
    Name path = known != a.outline.paths.end() ? known->second : scoped_path(a, name);
    identify(a, *overloaded, name, run.front(), joined(path, "#", "overloads"));
    return *overloaded;
}

Definition& visit_item(Analyzer& a, NodeId function) {
    if (is_decorated(a, function)) return visit_decorated(a, function, true);
    FunctionInfo& info = function_info(a, function);
    bool is_published = a.in_body_job && !info.id.is_job_local();
    if (!is_published)
        info.has_self_or_cls_argument = !info.is_static || text(info.name) == "__new__";
    a.module.bindings.definitions[function] = &info;
    analyze_argument_defaults(a, a.tree.function(function).args);
    analyze_function(a, function, info, !is_published, true);
    return info;
}

bool is_property_accessor(const Analyzer& a, NodeId decorator, Name property,
                          std::string_view& accessor) {
    if (!a.tree.is(decorator, NodeKind::Attribute)) return false;
    syntax::AttributeView view = a.tree.attribute(decorator);
    if (!a.tree.is(view.value, NodeKind::Name) || a.tree.name(view.value) != property) {
        return false;
    }
    accessor = text(view.attr);
    return accessor == "setter" || accessor == "deleter";
}

struct PropertyParts {
    std::vector<Definition*> items;
    TypePtr setter_type = nullptr;
};

/// The setter and deleter of a property. Their first decorator says which they are.
void visit_accessor(Analyzer& a, OverloadedInfo& whole, DecoratedInfo& getter, NodeId function,
                    PropertyParts& parts) {
    syntax::FunctionView view = a.tree.function(function);
    std::string name(text(view.name));
    if (view.decorators.empty()) {
        fail(a, place_of(a, function), "Unexpected definition for property \"" + name + "\"");
        return;
    }
    FunctionInfo& info = function_info(a, function);
    DecoratedInfo& decorated = decorated_info(a, function, info);
    decorated.is_overload = true;
    a.module.bindings.definitions[function] = &decorated;
    info.has_self_or_cls_argument = true;
    analyze_function(a, function, info, true, true);
    std::string_view accessor;
    if (is_property_accessor(a, view.decorators[0], view.name, accessor)) {
        info.abstract_status = getter.function->abstract_status;
        a.module.bindings.consumed_decorators.insert(view.decorators[0]);
        if (accessor == "setter") {
            getter.variable->is_settable_property = true;
            parts.setter_type =
                types::function_type(a.cx, info, *named_type(a, "builtins.function"));
            whole.setter_index = static_cast<std::int32_t>(parts.items.size());
        }
        for (std::size_t i = 1; i < view.decorators.size(); ++i) {
            visit_expression(a, view.decorators[i]);
        }
    } else {
        fail(a, place_of(a, view.decorators[0]),
             "Only supported top decorators are \"@" + name + ".setter\" and \"@" + name +
                 ".deleter\"");
    }
    for (NodeId node : view.decorators) {
        if (std::optional<std::string> deprecated = deprecation_of(a, node)) {
            info.deprecated = base::intern("function " + std::string(text(info.fullname)) +
                                           " is deprecated: " + *deprecated);
        }
    }
    parts.items.push_back(&decorated);
}

void analyze_property(Analyzer& a, OverloadedInfo& whole, DecoratedInfo& getter,
                      const std::vector<NodeId>& run) {
    whole.is_property = true;
    whole.setter_index = -1;
    const_cast<FunctionInfo*>(getter.function)->is_overload = true;
    PropertyParts parts;
    parts.items.push_back(&getter);
    for (std::size_t i = 1; i < run.size(); ++i) {
        visit_accessor(a, whole, getter, run[i], parts);
    }
    whole.items = a.job.arena.copy(parts.items);
    whole.type = types::function_type(a.cx, *getter.function, *named_type(a, "builtins.function"));
    getter.variable->type = whole.type;
    getter.variable->setter_type = parts.setter_type;
    whole.abstract_status = getter.function->abstract_status;
}

struct Overloads {
    std::vector<Definition*> items;
    std::vector<NodeId> nodes;
    std::vector<const CallableType*> types;
    std::vector<std::size_t> not_overloads;
    Definition* implementation = nullptr;
    NodeId implementation_node = NodeId::None;
};

void sort_item(Analyzer& a, NodeId function, Definition& item, bool is_last, Overloads& all) {
    std::size_t index = all.items.size();
    all.items.push_back(&item);
    all.nodes.push_back(function);
    FunctionInfo& info = *inner_function(&item);
    if (!is_decorated(a, function) || !has_overload_decorator(a, function)) {
        if (is_last && !a.is_stub) {
            all.implementation = &item;
            all.implementation_node = function;
        } else {
            all.not_overloads.push_back(index);
        }
        return;
    }
    info.is_overload = true;
    auto* decorated = as<DecoratedInfo>(&item);
    decorated->is_overload = true;
    TypePtr type = types::function_type(a.cx, info, *named_type(a, "builtins.function"));
    if (const auto* callable = as<CallableType>(type)) {
        all.types.push_back(types::modified(
            a.cx, *callable, [&](CallableType& copy) { copy.definition = item.id; }));
    }
    if (decorated->variable->is_property) {
        fail(a, decorated_place(a, function), "An overload can not be a property");
    }
}

void complain_of_missing_decorators(Analyzer& a, Overloads& all, Name name) {
    if (!all.types.empty()) {
        for (std::size_t index : all.not_overloads) {
            fail(a, decorated_place(a, all.nodes[index]),
                 a.is_stub ? "An implementation for an overloaded function is not allowed in a "
                             "stub file"
                           : "The implementation for an overloaded function must come last");
        }
    } else {
        for (std::size_t i = 1; i < all.not_overloads.size(); ++i) {
            already_defined(a, name, decorated_place(a, all.nodes[all.not_overloads[i]]),
                            all.items[0], "Name");
        }
        if (all.implementation != nullptr) {
            already_defined(a, name, decorated_place(a, all.implementation_node), all.items[0],
                            "Name");
        }
    }
    for (auto index = all.not_overloads.rbegin(); index != all.not_overloads.rend(); ++index) {
        all.items.erase(all.items.begin() + static_cast<std::ptrdiff_t>(*index));
        all.nodes.erase(all.nodes.begin() + static_cast<std::ptrdiff_t>(*index));
    }
}

void complain_of_missing_implementation(Analyzer& a, Overloads& all, Place place) {
    if (a.is_stub) return;
    bool all_abstract = true;
    for (Definition* item : all.items) {
        all_abstract =
            all_abstract && inner_function(item)->abstract_status == AbstractStatus::Explicit;
    }
    if (a.type != nullptr && a.type->is_protocol && is_class_scope(a)) {
        for (Definition* item : all.items) {
            inner_function(item)->abstract_status = AbstractStatus::Explicit;
        }
    } else if (all_abstract) {
        if (!all.items.empty()) inner_function(all.items[0])->is_trivial_body = true;
    } else {
        fail(a, place, "An overloaded function outside a stub file must have an implementation",
             codes::kNoOverloadImpl);
    }
}

void settle_flags(Analyzer& a, OverloadedInfo& whole, const Overloads& all, Place place) {
    bool same_class = true;
    bool same_static = true;
    std::vector<Definition*> everyone = all.items;
    if (all.implementation != nullptr) everyone.push_back(all.implementation);
    const FunctionInfo* first = inner_function(everyone.front());
    for (std::size_t i = 0; i < everyone.size(); ++i) {
        const FunctionInfo* info = inner_function(everyone[i]);
        same_class = same_class && info->is_class == first->is_class;
        same_static = same_static && info->is_static == first->is_static;
        whole.is_explicit_override = whole.is_explicit_override || info->is_explicit_override;
        whole.is_final = whole.is_final || info->is_final;
        bool is_item = i < all.items.size();
        if (!info->is_final || !is_item) continue;
        if (!a.is_stub) {
            fail(a, decorated_place(a, all.nodes[i]),
                 "@final should be applied only to overload implementation");
        } else if (i > 0) {
            fail(a, decorated_place(a, all.nodes[i]),
                 "In a stub file @final must be applied only to the first overload");
        }
    }
    if (!same_class) {
        fail(a, place,
             "Overload does not consistently use the \"@classmethod\" decorator on all "
             "function signatures.");
    } else if (!same_static) {
        fail(a, place,
             "Overload does not consistently use the \"@staticmethod\" decorator on "
             "all function signatures.");
    } else {
        whole.is_class = first->is_class;
        whole.is_static = first->is_static;
    }
    whole.abstract_status = first->abstract_status;
}

void settle_deprecation(Analyzer& a, OverloadedInfo& whole, const Overloads& all) {
    FunctionInfo* implementation = inner_function(all.implementation);
    if (implementation != nullptr && implementation->deprecated != Name::Empty) {
        whole.deprecated = implementation->deprecated;
        for (Definition* item : all.items) {
            inner_function(item)->deprecated = implementation->deprecated;
        }
    }
    for (std::size_t i = 0; i < all.items.size(); ++i) {
        bool seen = false;
        for (NodeId node : a.tree.function(all.nodes[i]).decorators) {
            if (seen && is_overload(a, node)) {
                note(a, place_of(a, node), "@overload should be placed before @deprecated");
            }
            std::optional<std::string> deprecated = deprecation_of(a, node);
            if (!deprecated) continue;
            seen = true;
            FunctionInfo& info = *inner_function(all.items[i]);
            std::string signature = " ";
            if (info.type != nullptr) {
                signature += types::type_to_string(a.cx, info.type) + " ";
            }
            info.deprecated =
                base::intern("overload" + signature + "of function " +
                             std::string(text(whole.fullname)) + " is deprecated: " + *deprecated);
        }
    }
}

void analyze_overloads(Analyzer& a, OverloadedInfo& whole, const std::vector<NodeId>& run,
                       Definition& first) {
    Overloads all;
    for (std::size_t i = 0; i < run.size(); ++i) {
        bool is_last = i + 1 == run.size();
        a.current_overload_item = is_last && i > 0 ? -1 : static_cast<int>(i);
        Definition& item = i == 0 ? first : visit_item(a, run[i]);
        a.current_overload_item = -1;
        sort_item(a, run[i], item, is_last, all);
    }
    Place place = decorated_place(a, run.front());
    if (!all.not_overloads.empty()) {
        complain_of_missing_decorators(a, all, whole.name);
    }
    if (all.implementation != nullptr) {
        all.items.pop_back();
        all.nodes.pop_back();
    } else if (all.not_overloads.empty()) {
        complain_of_missing_implementation(a, all, place);
    }
    if (all.items.empty() && all.implementation == nullptr) {
        all.implementation = a.module.bindings.definitions[run.back()];
    }
    whole.implementation = all.implementation;
    whole.items = a.job.arena.copy(all.items);
    bool decorated_further = false;
    for (std::size_t i = 0; i < all.items.size(); ++i) {
        std::size_t left = 0;
        for (NodeId node : a.tree.function(all.nodes[i]).decorators) {
            left += !a.module.bindings.consumed_decorators.contains(node);
        }
        decorated_further = decorated_further || left > 1;
    }
    if (!all.types.empty() && !decorated_further) {
        whole.type = types::make_overloaded(a.cx, a.job.arena.copy(all.types));
    }
    if (all.items.empty()) return;
    settle_deprecation(a, whole, all);
    settle_flags(a, whole, all, place);
    FunctionInfo* implementation = inner_function(all.implementation);
    if (implementation != nullptr && is_class_scope(a) && !a.is_stub &&
        a.tree.function(run.back()).facts.is_trivial()) {
        if (a.type->is_protocol) implementation->abstract_status = AbstractStatus::Implicit;
        if (implementation->abstract_status != AbstractStatus::Not) {
            implementation->is_trivial_body = true;
        }
    }
}

}  // namespace

std::optional<std::string> deprecation_of(Analyzer& a, NodeId decorator) {
    if (!a.tree.is(decorator, NodeKind::Call)) return std::nullopt;
    syntax::CallView call = a.tree.call(decorator);
    if (!refers_to(a, call.func, {"warnings.deprecated", "typing_extensions.deprecated"})) {
        return std::nullopt;
    }
    if (call.args.empty() || !a.tree.is(call.args[0], NodeKind::Str)) return std::nullopt;
    return std::string(a.tree.str_value(call.args[0]));
}

void visit_overload_run(Analyzer& a, const std::vector<NodeId>& run) {
    if (run.size() == 1) {
        visit_decorated(a, run.front(), false);
        return;
    }
    OverloadedInfo& whole = overloaded_info(a, run);
    a.module.bindings.overloads[run.front()] = &whole;
    if (a.in_body_job && !whole.id.is_job_local()) {
        for (NodeId item : run) (void)visit_item(a, item);
        return;
    }
    bool top = a.recurse_into_functions && a.functions.empty();
    if (!top) add_symbol(a, whole.name, whole, decorated_place(a, run.front()));
    if (!a.recurse_into_functions) return;
    bool deferred = a.deferred;
    a.deferred = false;
    a.current_overload_item = 0;
    Definition& first = visit_item(a, run.front());
    a.current_overload_item = -1;
    auto* getter = as<DecoratedInfo>(&first);
    if (getter != nullptr && getter->function->is_property) {
        analyze_property(a, whole, *getter, run);
    } else {
        analyze_overloads(a, whole, run, first);
    }
    a.deferred = a.deferred || deferred;
}

}  // namespace krait::semantic
