// functions.cpp
//
// `def`, without what its decorators and its body say: its place in the scope, its parameters, its
// signature. Top levels only enter functions under their names; signatures are analysed when all
// top levels of the SCC are done, because they may name any class of it.

#include <algorithm>

#include "python/config/options.h"
#include "python/semantic/analysis.h"
#include "python/semantic/function_annotations.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"

namespace krait::semantic {

using types::AnySource;
using types::ArgKind;
using types::as;
using types::CallableType;
using types::Parameter;

namespace {

// --- parameters

ArgKind kind_of(const syntax::ArgView& arg) {
    switch (arg.kind) {
        case syntax::ParameterKind::VarArgs:
            return ArgKind::Star;
        case syntax::ParameterKind::KwArgs:
            return ArgKind::Star2;
        case syntax::ParameterKind::KeywordOnly:
            return arg.default_value == NodeId::None ? ArgKind::Named : ArgKind::NamedOpt;
        default:
            return arg.default_value == NodeId::None ? ArgKind::Pos : ArgKind::Opt;
    }
}

/// Special methods that Python calls by position only.
bool elides_names(std::string_view name) {
    static const std::unordered_set<std::string_view> kMethods = {"__abs__",
                                                                  "__complex__",
                                                                  "__contains__",
                                                                  "__buffer__",
                                                                  "__del__",
                                                                  "__delattr__",
                                                                  "__delitem__",
                                                                  "__enter__",
                                                                  "__exit__",
                                                                  "__float__",
                                                                  "__getattr__",
                                                                  "__getattribute__",
                                                                  "__getitem__",
                                                                  "__hex__",
                                                                  "__int__",
                                                                  "__invert__",
                                                                  "__iter__",
                                                                  "__len__",
                                                                  "__long__",
                                                                  "__neg__",
                                                                  "__oct__",
                                                                  "__pos__",
                                                                  "__release_buffer__",
                                                                  "__repr__",
                                                                  "__reversed__",
                                                                  "__setitem__",
                                                                  "__str__",
                                                                  "__add__",
                                                                  "__and__",
                                                                  "__divmod__",
                                                                  "__eq__",
                                                                  "__floordiv__",
                                                                  "__ge__",
                                                                  "__gt__",
                                                                  "__iadd__",
                                                                  "__iand__",
                                                                  "__idiv__",
                                                                  "__ifloordiv__",
                                                                  "__ilshift__",
                                                                  "__imatmul__",
                                                                  "__imod__",
                                                                  "__imul__",
                                                                  "__ior__",
                                                                  "__ipow__",
                                                                  "__irshift__",
                                                                  "__isub__",
                                                                  "__itruediv__",
                                                                  "__ixor__",
                                                                  "__le__",
                                                                  "__lshift__",
                                                                  "__lt__",
                                                                  "__matmul__",
                                                                  "__mod__",
                                                                  "__mul__",
                                                                  "__ne__",
                                                                  "__or__",
                                                                  "__pow__",
                                                                  "__radd__",
                                                                  "__rand__",
                                                                  "__rdiv__",
                                                                  "__rfloordiv__",
                                                                  "__rlshift__",
                                                                  "__rmatmul__",
                                                                  "__rmod__",
                                                                  "__rmul__",
                                                                  "__ror__",
                                                                  "__rpow__",
                                                                  "__rrshift__",
                                                                  "__rshift__",
                                                                  "__rsub__",
                                                                  "__rtruediv__",
                                                                  "__rxor__",
                                                                  "__sub__",
                                                                  "__truediv__",
                                                                  "__xor__"};
    return kMethods.contains(name);
}

bool elides_name(std::string_view name) {
    return name.starts_with("__") && !name.ends_with("__");
}

std::vector<Parameter> read_parameters(Analyzer& a, NodeId arguments, std::string_view function) {
    std::vector<Parameter> parameters;
    bool by_position = a.cx.options.pos_only_special_methods && elides_names(function);
    for (NodeId node : a.tree.arguments(arguments).args) {
        syntax::ArgView arg = a.tree.arg(node);
        bool unnamed = by_position || arg.kind == syntax::ParameterKind::PositionalOnly ||
                       elides_name(text(arg.name));
        parameters.push_back({nullptr, kind_of(arg), unnamed ? Name::Empty : arg.name});
    }
    return parameters;
}

bool has_no_type_check(const syntax::Tree& tree, NodeId function) {
    for (NodeId decorator : tree.function(function).decorators) {
        std::string name = dotted_name(tree, decorator);
        if (name == "no_type_check" || name == "typing.no_type_check") return true;
    }
    return false;
}

// --- analysis of the signature

TypePtr first_parameter_type(Analyzer& a, const FunctionInfo& info, bool has_self_type) {
    TypePtr leading = has_self_type && a.type->self_type != nullptr
                          ? static_cast<TypePtr>(a.type->self_type)
                          : types::fill_typevars(a.cx, *a.type);
    if (info.is_class || text(info.name) == "__new__") {
        leading = types::make_type_type(a.cx, leading);
    }
    return leading;
}

FoundTypeVariables signature_variables(Analyzer& a, const Annotations& written,
                                       const TypeScope& scope) {
    FoundTypeVariables found;
    for (const std::optional<Written>& annotation : written.args) {
        if (annotation) find_type_variables(a, *annotation, scope, true, found);
    }
    if (written.returns) find_type_variables(a, *written.returns, scope, false, found);
    return found;
}

bool is_class_var(Analyzer& a, const std::optional<Written>& written) {
    if (!written) return false;
    NodeKind kind = written->kind();
    if (kind != NodeKind::Name && kind != NodeKind::Attribute && kind != NodeKind::Subscript) {
        return false;
    }
    std::optional<NamedType> named = read_named(*written);
    if (!named) return false;
    Found found = lookup_qualified(a, named->name, named->place, true);
    return found && special_type_of(found.node->fullname) == SpecialType::ClassVar;
}

void check_class_vars(Analyzer& a, const Annotations& written) {
    std::vector<std::optional<Written>> all = written.args;
    all.push_back(written.returns);
    for (const std::optional<Written>& one : all) {
        if (!is_class_var(a, one)) continue;
        fail(a, one->place(), "ClassVar can only be used for assignments in class body");
        return;
    }
}

/// The types of the parameters, with the checks that parameter specifications need.
std::vector<Parameter> analyze_parameters(TypeAnalysis& t, NodeId function,
                                          const Annotations& written,
                                          std::vector<Parameter> parameters) {
    Analyzer& a = t.a;
    std::string with_args;
    std::string with_kwargs;
    bool invalid = false;
    NodeList args = a.tree.arguments(a.tree.function(function).args).args;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Parameter& parameter = parameters[i];
        if (!written.args[i]) {
            parameter.type = any(a, AnySource::Unannotated);
        } else if (types::is_star(parameter.kind)) {
            bool keywords = parameter.kind == ArgKind::Star2;
            std::string& spec = keywords ? with_kwargs : with_args;
            parameter.type = analyze_star_argument(t, *written.args[i], keywords, false, spec);
        } else {
            if (!with_args.empty()) {
                invalid = true;
                fail(a, place_of(a, function), "Arguments not allowed after ParamSpec.args",
                     codes::kValidType);
            }
            parameter.type = analyze_part(t, *written.args[i], {.nested = false});
            if (types::is<types::ParametersType>(parameter.type)) {
                fail(a, written.args[i]->place(),
                     "Concatenate is only valid as the first argument to Callable",
                     codes::kValidType);
                parameter.type = any(a, AnySource::FromError);
            }
            syntax::ArgView arg = a.tree.arg(args[i]);
            bool none_default = arg.default_value != NodeId::None &&
                                a.tree.is(arg.default_value, NodeKind::NoneConstant);
            if (none_default && a.cx.options.implicit_optional) {
                parameter.type = types::make_optional(a.cx, parameter.type);
            }
        }
    }
    if (!invalid && with_args != with_kwargs) {
        const std::string& name = with_args.empty() ? with_kwargs : with_args;
        fail(a, place_of(a, function),
             "ParamSpec must have \"*args\" typed as \"" + name +
                 ".args\" and \"**kwargs\" typed as \"" + name + ".kwargs\"",
             codes::kValidType);
        invalid = true;
    }
    if (invalid) {
        for (Parameter& parameter : parameters) {
            if (types::is_star(parameter.kind)) parameter.type = any(a, AnySource::FromError);
        }
    }
    return parameters;
}

bool remove_unpacked_kwargs(Analyzer& a, NodeId function, std::vector<Parameter>& parameters) {
    if (parameters.empty() || parameters.back().kind != ArgKind::Star2) return false;
    const auto* unpack = as<types::UnpackType>(parameters.back().type);
    if (unpack == nullptr) return false;
    const auto* dict = types::as_proper<types::TypedDictType>(a.cx, unpack->type);
    if (dict == nullptr) {
        fail(a, place_of(a, function), "Unpack item in ** parameter must be a TypedDict");
        std::erase_if(a.type_uses, [&](const auto& use) { return use.second.type == unpack; });
        parameters.back().type = any(a, AnySource::FromError);
        return false;
    }
    std::vector<std::string> overlap;
    for (std::size_t i = 0; i + 1 < parameters.size(); ++i) {
        for (const types::TypedDictItem& item : dict->items) {
            if (item.name == parameters[i].name) overlap.emplace_back(text(item.name));
        }
    }
    if (!overlap.empty()) {
        std::sort(overlap.begin(), overlap.end());
        std::string names;
        for (const std::string& name : overlap) {
            names += (names.empty() ? "\"" : ", \"") + name + "\"";
        }
        fail(a, place_of(a, function),
             "Overlap between parameter names and ** TypedDict items: " + names);
        parameters.back().type = any(a, AnySource::FromError);
        return false;
    }
    parameters.back().type = dict;
    return true;
}

struct Returned {
    TypePtr type = nullptr;
    TypePtr type_guard = nullptr;
    TypePtr type_is = nullptr;
};

Returned analyze_returned(TypeAnalysis& t, NodeId function, const FunctionInfo& info,
                          const Annotations& written, const std::vector<Parameter>& parameters) {
    Analyzer& a = t.a;
    Returned returned;
    if (!written.returns) {
        bool is_init = a.type != nullptr && is_class_scope(a) &&
                       is_one_of(info.name, {"__init__", "__init_subclass__"});
        returned.type =
            is_init ? static_cast<TypePtr>(types::make_none(a.cx)) : any(a, AnySource::Unannotated);
        return returned;
    }
    returned.type_guard = type_guard_of(t, *written.returns, false);
    returned.type_is = type_guard_of(t, *written.returns, true);
    returned.type = analyze_part(t, *written.returns, {.nested = false});
    std::size_t skip = is_class_scope(a) && !info.is_static ? 1 : 0;
    bool has_positional = false;
    for (std::size_t i = skip; i < parameters.size(); ++i) {
        has_positional = has_positional || parameters[i].kind == ArgKind::Pos;
    }
    if (!has_positional && returned.type_guard != nullptr) {
        fail(a, written.returns->place(), "TypeGuard functions must have a positional argument",
             codes::kValidType);
        returned.type_guard = nullptr;
    }
    if (!has_positional && returned.type_is != nullptr) {
        fail(a, written.returns->place(), "\"TypeIs\" functions must have a positional argument",
             codes::kValidType);
        returned.type_is = nullptr;
    }
    (void)function;
    return returned;
}

Name callable_name(Analyzer& a, const FunctionInfo& info) {
    if (!is_class_scope(a)) return info.name;
    bool is_typed_dict = is_one_of(
        a.type->fullname,
        {"typing._TypedDict", "typing_extensions._TypedDict", "mypy_extensions._TypedDict"});
    return joined(info.name, " of ", is_typed_dict ? "TypedDict" : text(a.type->name));
}

bool has_explicit_self(const Annotations& written) {
    return !written.args.empty() && written.args[0].has_value();
}

void check_self_annotation(Analyzer& a, NodeId function, const FunctionInfo& info,
                           const Annotations& written, bool has_self_type) {
    if (!has_self_type || !is_class_scope(a)) return;
    if (!info.has_self_or_cls_argument) {
        fail(a, place_of(a, function), "Static methods cannot use Self type");
    } else if (has_explicit_self(written) && !mentions_self_type(a, *written.args[0])) {
        fail(a, place_of(a, function), "Method cannot have explicit self annotation and Self type");
    }
}

TypePtr coroutine_of(Analyzer& a, TypePtr result) {
    TypePtr unknown = any(a, AnySource::SpecialForm);
    return named_type(a, "typing.Coroutine", {unknown, unknown, result});
}

}  // namespace

Name function_space(const Analyzer& a, Name fullname) {
    if (a.current_overload_item < 0) return fullname;
    return joined(fullname, "#", std::to_string(a.current_overload_item));
}

FunctionInfo& function_info(Analyzer& a, NodeId function) {
    auto& info = definition_at<FunctionInfo>(a, function);
    if (a.in_body_job && !info.id.is_none() && !info.id.is_job_local()) return info;  // published
    syntax::FunctionView view = a.tree.function(function);
    info.name = view.name;
    info.fullname = qualified_name(a, view.name);
    info.is_generator = view.facts.is_generator();
    info.is_coroutine = view.is_async;
    info.is_async_generator = view.is_async && view.facts.has_yield;
    info.is_decorated = !view.decorators.empty();
    if (is_class_scope(a)) info.enclosing_class = a.type->id;
    if (text(view.name) == "__new__") info.is_static = true;
    if (info.parameters.empty()) {
        info.parameters = a.job.arena.copy(read_parameters(a, view.args, text(view.name)));
        Annotations written = annotations_of(a, function);
        info.is_dynamic = !written.any || has_no_type_check(a.tree, function);
    }
    a.job.places[&info] = place_of(a, function);
    auto path = a.outline.paths.find(function);
    identify(a, info, view.name, function,
             path != a.outline.paths.end() ? path->second : scoped_path(a, view.name));
    return info;
}

FunctionInfo* inner_function(Definition* definition) {
    if (auto* decorated = as<types::DecoratedInfo>(definition)) {
        return const_cast<FunctionInfo*>(decorated->function);
    }
    return as<FunctionInfo>(definition);
}

void analyze_signature(Analyzer& a, NodeId function, FunctionInfo& info, bool has_self_type) {
    if (info.is_dynamic) {
        info.type = nullptr;
        return;
    }
    Annotations written = annotations_of(a, function);
    TypeScopePtr frame = TypeScope::function_frame(a.type_scope, function_space(a, info.fullname));
    Restore<TypeScopePtr> scope(a.type_scope, frame);
    FoundTypeVariables found = signature_variables(a, written, *a.type_scope);
    std::vector<const types::TypeVarLike*> variables =
        bind_type_variables(a, found.variables, place_of(a, function), /*by_function=*/true);
    check_class_vars(a, written);
    check_self_annotation(a, function, info, written, has_self_type);
    TypeAnalysis analysis = make_type_analysis(a);
    std::vector<Parameter> parameters =
        read_parameters(a, a.tree.function(function).args, text(info.name));
    parameters = analyze_parameters(analysis, function, written, std::move(parameters));
    bool takes_self = is_class_scope(a) && info.has_self_or_cls_argument && !parameters.empty();
    if (takes_self && !has_explicit_self(written)) {
        parameters[0].type = first_parameter_type(a, info, has_self_type);
    }
    Returned returned = analyze_returned(analysis, function, info, written, parameters);
    bool unpacks = remove_unpacked_kwargs(a, function, parameters);
    if (has_self_type && a.type != nullptr && a.type->self_type != nullptr) {
        variables.insert(variables.begin(), a.type->self_type);
    }
    normalize_trivial_unpack(a, parameters);
    TypePtr result = returned.type;
    if (info.is_coroutine && !info.is_async_generator) result = coroutine_of(a, result);
    const CallableType* made = types::make_callable(
        a.cx, a.job.arena.copy(parameters), result, *named_type(a, "builtins.function"),
        a.job.arena.copy(variables), callable_name(a, info));
    info.type = types::modified(a.cx, *made, [&](CallableType& type) {
        type.definition = info.id;
        type.type_guard = returned.type_guard;
        type.type_is = returned.type_is;
        type.unpack_kwargs = unpacks;
    });
    info.parameters = made->parameters;
}

namespace {

bool signature_mentions_self(Analyzer& a, NodeId function) {
    Annotations written = annotations_of(a, function);
    FoundTypeVariables found = signature_variables(a, written, *a.type_scope);
    return found.has_self_type;
}

void settle_abstractness(Analyzer& a, NodeId function, FunctionInfo& info) {
    if (!is_class_scope(a)) return;
    bool trivial = a.tree.function(function).facts.is_trivial();
    bool in_overload = info.is_overload || a.current_overload_item >= 0;
    if (a.type->is_protocol && !a.is_stub && (!in_overload || info.is_property) &&
        info.abstract_status != types::AbstractStatus::Explicit && trivial) {
        info.abstract_status = types::AbstractStatus::Implicit;
    }
    info.is_trivial_body =
        trivial && !a.is_stub && info.abstract_status != types::AbstractStatus::Not;
}

}  // namespace

namespace {

void analyze_signature_part(Analyzer& a, NodeId function, FunctionInfo& info) {
    bool has_self_type = false;
    if (a.type != nullptr && !info.is_dynamic) {
        has_self_type = signature_mentions_self(a, function);
        if (has_self_type) set_up_self_type(a);
    }
    if (is_class_scope(a)) {
        if (text(info.name) == "__new__") info.is_static = true;
        info.has_self_or_cls_argument = !info.is_static || text(info.name) == "__new__";
        if (info.has_self_or_cls_argument &&
            is_one_of(info.name, {"__init_subclass__", "__class_getitem__"})) {
            info.is_class = true;
        }
    }
    std::uint32_t before = a.incomplete_refs;
    analyze_signature(a, function, info, has_self_type);
    if (a.incomplete_refs != before || has_placeholder(a, info.type)) {
        defer(a);
        return;
    }
    settle_abstractness(a, function, info);
}

}  // namespace

void visit_function(Analyzer& a, NodeId function) {
    syntax::FunctionView view = a.tree.function(function);
    if (!view.decorators.empty()) {
        visit_overload_run(a, {function});
        return;
    }
    analyze_argument_defaults(a, view.args);
    FunctionInfo& info = function_info(a, function);
    bool published = a.in_body_job && !info.id.is_job_local();
    if (!published) info.is_conditional = a.scopes.back().block_depth > 0;
    a.module.bindings.definitions[function] = &info;
    bool top = a.recurse_into_functions && a.functions.empty();
    if (!top) add_symbol(a, view.name, info, place_of(a, function));
    if (!a.recurse_into_functions) return;
    analyze_function(a, function, info, !published, true);
}

void analyze_function(Analyzer& a, NodeId function, FunctionInfo& info, bool with_signature,
                      bool with_body) {
    syntax::FunctionView view = a.tree.function(function);
    Restore<bool> star(a.inside_except_star, false);
    Restore<bool> returns(a.return_inside_except_star, false);
    FunctionFrame frame;
    frame.node = function;
    frame.info = &info;
    frame.owner = is_class_scope(a) ? a.type : nullptr;
    frame.is_coroutine = view.is_async;
    frame.is_dynamic = info.is_dynamic;
    frame.has_self_or_cls = is_class_scope(a) && info.has_self_or_cls_argument;
    {
        Restore<bool> quiet(a.quiet, a.quiet || !with_signature);
        if (!push_type_parameters(a, view.type_params)) return;
    }
    bool deferred = a.deferred;
    a.deferred = false;
    if (with_signature) {
        analyze_signature_part(a, function, info);
    }
    bool ready = !a.deferred;
    a.deferred = a.deferred || deferred;
    bool is_unit = a.functions.empty();
    if (ready && with_body && !(is_unit && a.signatures_only)) {
        frame.has_self_or_cls = is_class_scope(a) && info.has_self_or_cls_argument;
        std::size_t first = a.module.diagnostics.size();
        analyze_function_scope(a, frame);
        if (is_unit) a.body_diagnostics.emplace_back(first, a.module.diagnostics.size());
    }
    pop_type_parameters(a, view.type_params);
}

}  // namespace krait::semantic
