// special_forms.cpp
//
// Calls and subscripts that mean something other than a call or a subscript: cast(), reveal_type(),
// type applications, and changes of __all__.

#include "python/semantic/analysis.h"
#include "python/types/variadic.h"

namespace krait::semantic {

using types::as;

namespace {

bool has_fixed_args(Analyzer& a, NodeId call, std::size_t count, std::string_view name) {
    syntax::CallView view = a.tree.call(call);
    std::string plural = count == 1 ? "" : "s";
    if (view.args.size() + view.keywords.size() != count) {
        fail(a, place_of(a, call),
             "\"" + std::string(name) + "\" expects " + std::to_string(count) + " argument" +
                 plural);
        return false;
    }
    bool positional = view.keywords.empty();
    for (NodeId argument : view.args) {
        positional = positional && !a.tree.is(argument, NodeKind::Starred);
    }
    if (!positional) {
        fail(a, place_of(a, call),
             "\"" + std::string(name) + "\" must be called with " + std::to_string(count) +
                 " positional argument" + plural);
    }
    return positional;
}

/// cast(T, e), assert_type(e, T), TypeForm(T), _promote(T): one argument is a type.
void visit_type_call(Analyzer& a, NodeId call, SpecialForm form, NodeId type_node,
                     const char* complaint) {
    if (!could_be_type(nullptr, a.tree, type_node)) {
        fail(a, place_of(a, call), complaint);
        return;
    }
    SpecialFact& fact = a.module.bindings.special_forms[call];
    fact.form = form;
    if (TypePtr type = analyze_type(a, {&a.tree, type_node})) {
        a.module.bindings.special_forms[call].type = type;
    }
}

void visit_arguments(Analyzer& a, const syntax::CallView& call) {
    for (NodeId argument : call.args) visit_expression(a, argument);
    for (NodeId keyword : call.keywords) visit_expression(a, a.tree.keyword(keyword).value);
}

/// `__all__.append("x")`, `.extend([...])`, `.remove("x")`.
void visit_export_call(Analyzer& a, const syntax::CallView& call) {
    if (!a.tree.is(call.func, NodeKind::Attribute) || call.args.empty()) return;
    syntax::AttributeView method = a.tree.attribute(call.func);
    if (!a.tree.is(method.value, NodeKind::Name) || !is_module_scope(a) ||
        text(a.tree.name(method.value)) != "__all__") {
        return;
    }
    NodeId argument = call.args[0];
    auto add = [&](NodeId item) {
        if (a.tree.is(item, NodeKind::Str)) {
            a.all_exports.push_back(base::intern(a.tree.str_value(item)));
        }
    };
    std::string_view name = text(method.attr);
    if (name == "append") add(argument);
    bool is_sequence = a.tree.is(argument, NodeKind::List) || a.tree.is(argument, NodeKind::Tuple);
    if (name == "extend" && is_sequence) {
        for (NodeId item : a.tree.elements(argument)) add(item);
    }
    if (name == "remove" && a.tree.is(argument, NodeKind::Str)) {
        std::erase(a.all_exports, base::intern(a.tree.str_value(argument)));
    }
}

bool visit_reveal(Analyzer& a, NodeId call, const syntax::CallView& view) {
    if (refers_to(
            a, view.func,
            {"builtins.reveal_type", "typing.reveal_type", "typing_extensions.reveal_type"})) {
        if (!has_fixed_args(a, call, 1, "reveal_type")) return true;
        a.module.bindings.special_forms[call].form = SpecialForm::RevealType;
        visit_expression(a, view.args[0]);
        return true;
    }
    if (refers_to(a, view.func, {"builtins.reveal_locals"})) {
        a.module.bindings.special_forms[call].form = SpecialForm::RevealLocals;
        return true;
    }
    return false;
}

bool visit_typed_call(Analyzer& a, NodeId call, const syntax::CallView& view) {
    if (refers_to(a, view.func, {"typing.cast"})) {
        if (!has_fixed_args(a, call, 2, "cast")) return true;
        visit_type_call(a, call, SpecialForm::Cast, view.args[0], "Cast target is not a type");
        visit_expression(a, view.args[1]);
        return true;
    }
    if (refers_to(a, view.func, {"typing.assert_type", "typing_extensions.assert_type"})) {
        if (!has_fixed_args(a, call, 2, "assert_type")) return true;
        visit_expression(a, view.args[0]);
        visit_type_call(a, call, SpecialForm::AssertType, view.args[1],
                        "assert_type() type is not a type");
        return true;
    }
    if (refers_to(a, view.func, {"typing._promote"})) {
        if (!has_fixed_args(a, call, 1, "_promote")) return true;
        visit_type_call(a, call, SpecialForm::Promote, view.args[0],
                        "Argument 1 to _promote is not a type");
        return true;
    }
    if (refers_to(a, view.func, {"typing.TypeForm", "typing_extensions.TypeForm"})) {
        if (!has_fixed_args(a, call, 1, "TypeForm")) return true;
        visit_type_call(a, call, SpecialForm::TypeFormCall, view.args[0],
                        "TypeForm argument is not a type");
        return true;
    }
    return false;
}

}  // namespace

void visit_call(Analyzer& a, NodeId call) {
    syntax::CallView view = a.tree.call(call);
    visit_expression(a, view.func);
    if (referent(a, view.func) != nullptr) {
        if (visit_typed_call(a, call, view) || visit_reveal(a, call, view)) return;
        if (refers_to(a, view.func, {"typing.Any"})) {
            // typing.Any is a class in the stubs; calling it was once a cast.
            fail(a, place_of(a, call),
                 "Any(...) is no longer supported. Use cast(Any, ...) instead");
            return;
        }
        if (refers_to(a, view.func, {"typing.TypeAliasType", "typing_extensions.TypeAliasType"})) {
            Restore<bool> unbound(a.allow_unbound_type_variables, true);
            visit_arguments(a, view);
            return;
        }
    }
    visit_arguments(a, view);
    visit_export_call(a, view);
}

namespace {

struct ApplicationTarget {
    bool allow_unpack = false;
    bool has_param_spec = false;
    std::size_t count = 0;
};

ApplicationTarget application_target(Analyzer& a, NodeId base) {
    ApplicationTarget target;
    const Definition* node = referent(a, base);
    if (const auto* alias = as<types::AliasInfo>(node)) {
        target.count = alias->variables.size();
        for (const types::TypeVarLike* variable : alias->variables) {
            target.allow_unpack =
                target.allow_unpack || variable->kind == types::TypeKind::TypeVarTuple;
            target.has_param_spec =
                target.has_param_spec || variable->kind == types::TypeKind::ParamSpec;
        }
    } else if (const auto* info = as<ClassInfo>(node)) {
        target.count = info->type_vars.size();
        target.allow_unpack =
            types::has_type_var_tuple(*info) || text(info->fullname) == "builtins.tuple";
        target.has_param_spec = info->has_param_spec;
    }
    return target;
}

std::optional<std::vector<TypePtr>> application_args(Analyzer& a, NodeId subscript) {
    syntax::SubscriptView view = a.tree.subscript(subscript);
    std::uint32_t before = a.incomplete_refs;
    visit_type_expression(a, view.slice);
    if (a.incomplete_refs != before || a.basic_type_applications) return std::nullopt;
    std::vector<Written> items = index_items({&a.tree, subscript});
    bool is_tuple = text(referent_fullname(a, view.value)) == "builtins.tuple";
    if (is_tuple && items.size() == 2 && items[1].kind() == NodeKind::Ellipsis) items.pop_back();
    ApplicationTarget target = application_target(a, view.value);
    std::vector<TypePtr> args;
    for (const Written& item : items) {
        if (!could_be_type(&a, a.tree, item.node, false, true)) {
            fail(a, place_of(a, subscript), "Type expected within [...]");
            return std::nullopt;
        }
        TypeOptions options;
        options.allow_unbound_type_variables = a.allow_unbound_type_variables;
        options.allow_placeholder = true;
        options.allow_param_spec_literals = target.has_param_spec;
        options.allow_unpack = target.allow_unpack;
        TypePtr type = analyze_type(a, item, options);
        if (type == nullptr) return std::nullopt;
        args.push_back(type);
    }
    if (target.allow_unpack) {
        args = types::flatten_nested_tuples(a.cx, types::copy_list(a.cx, args));
    }
    if (target.has_param_spec && target.count == 1 && !args.empty()) {
        bool single_any = args.size() == 1 && types::is<types::AnyType>(args[0]);
        bool has_list = false;
        for (TypePtr arg : args) {
            has_list = has_list || types::is<types::ParametersType>(arg) ||
                       types::is<types::ParamSpecType>(arg);
        }
        if (!single_any && !has_list) {
            std::vector<types::Parameter> parameters;
            for (TypePtr arg : args) parameters.push_back({arg, types::ArgKind::Pos, Name::Empty});
            args = {types::make_parameters(a.cx, a.job.arena.copy(parameters))};
        }
    }
    return args;
}

}  // namespace

void visit_subscript(Analyzer& a, NodeId subscript) {
    syntax::SubscriptView view = a.tree.subscript(subscript);
    visit_expression(a, view.value);
    const Definition* base = referent(a, view.value);
    const auto* info = as<ClassInfo>(base);
    bool is_plain_class = info != nullptr && info->type_vars.empty();
    bool applies = as<types::AliasInfo>(base) != nullptr || info != nullptr ||
                   as<FunctionInfo>(base) != nullptr || as<types::OverloadedInfo>(base) != nullptr;
    if (is_plain_class || !applies) {
        visit_expression(a, view.slice);
        return;
    }
    std::optional<std::vector<TypePtr>> args = application_args(a, subscript);
    if (!args) return;
    SpecialFact& fact = a.module.bindings.special_forms[subscript];
    fact.form = SpecialForm::TypeApplication;
    fact.types = a.job.arena.copy(*args);
}

}  // namespace krait::semantic
