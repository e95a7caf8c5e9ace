// decorators.cpp
//
// Decorated functions. Some decorators change what a function is
// (staticmethod, property, abstractmethod …) and are understood here; the checker applies the rest.
// Where all of them leave the type alone, it is known without a checker.

#include "python/semantic/decorators.h"
#include "python/semantic/analysis.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::AbstractStatus;
using types::AnySource;
using types::as;
using types::CallableType;
using types::DecoratedInfo;

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

namespace {

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

}  // namespace

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

std::optional<std::string> deprecation_of(Analyzer& a, NodeId decorator) {
    if (!a.tree.is(decorator, NodeKind::Call)) return std::nullopt;
    syntax::CallView call = a.tree.call(decorator);
    if (!refers_to(a, call.func, {"warnings.deprecated", "typing_extensions.deprecated"})) {
        return std::nullopt;
    }
    if (call.args.empty() || !a.tree.is(call.args[0], NodeKind::Str)) return std::nullopt;
    return std::string(a.tree.str_value(call.args[0]));
}

}  // namespace krait::semantic
