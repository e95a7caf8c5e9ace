// function_bodies.cpp
//
// What happens inside a function: its parameters become variables of a scope, then its statements
// are analysed. Also lambdas, which are functions without a name.

#include "python/semantic/analysis.h"
#include "python/types/proper.h"

namespace krait::semantic {

using types::ArgKind;
using types::as;

namespace {

TypePtr star_type(Analyzer& a, TypePtr type) {
    if (types::is<types::ParamSpecType>(type)) return type;
    const auto* unpack = as<types::UnpackType>(type);
    if (unpack == nullptr) return named_type(a, "builtins.tuple", {type});
    TypePtr inside = types::get_proper(a.cx, unpack->type);
    if (types::is<types::TupleType>(inside) || types::is<types::Instance>(inside)) return inside;
    return types::make_tuple(a.cx, {type}, *named_type(a, "builtins.tuple", {object_type(a)}));
}

/// The type of the variable that a parameter is inside the function.
TypePtr variable_type(Analyzer& a, const types::Parameter& parameter, bool unpack_kwargs) {
    if (parameter.type == nullptr) return nullptr;
    if (parameter.kind == ArgKind::Star) return star_type(a, parameter.type);
    bool is_plain = types::is<types::ParamSpecType>(parameter.type) || unpack_kwargs;
    if (parameter.kind == ArgKind::Star2 && !is_plain) {
        return named_type(a, "builtins.dict", {named_type(a, "builtins.str"), parameter.type});
    }
    return parameter.type;
}

void bind_parameters(Analyzer& a, NodeId arguments, FunctionFrame& frame,
                     types::ParameterList parameters, bool unpack_kwargs) {
    NodeList args = a.tree.arguments(arguments).args;
    for (std::size_t i = 0; i < args.size(); ++i) {
        Name name = a.tree.arg(args[i]).name;
        VarInfo& variable = definition_at<VarInfo>(a, args[i]);
        variable.name = name;
        variable.fullname = name;
        variable.is_parameter = true;
        variable.is_inferred = false;
        if (i < parameters.size()) {
            variable.type = variable_type(a, parameters[i], unpack_kwargs);
        }
        if (i == 0 && frame.has_self_or_cls && frame.info != nullptr) {
            variable.is_self = !frame.info->is_class;
            variable.is_cls = frame.info->is_class;
        }
        if (i == 0) frame.first_parameter = &variable;
        if (variable.id.is_none()) {
            a.job.locals.add(variable);
            a.job.locals.set_line(variable.id, line_of(a, a.tree.start(args[i])));
        }
        a.job.places[&variable] = place_of(a, args[i]);
        // A duplicate parameter is a syntax error, which the parser has reported.
        add_symbol(a, name, variable, place_of(a, args[i]));
        a.module.bindings.names[args[i]] = {&variable, NameFact::Scope::Local, false, false};
    }
}

NodeId arguments_of(const Analyzer& a, const FunctionFrame& frame) {
    return frame.is_lambda ? a.tree.lambda(frame.node).args : a.tree.function(frame.node).args;
}

}  // namespace

void analyze_argument_defaults(Analyzer& a, NodeId arguments) {
    for (NodeId node : a.tree.arguments(arguments).args) {
        NodeId value = a.tree.arg(node).default_value;
        if (value != NodeId::None) visit_expression(a, value);
    }
}

void analyze_function_scope(Analyzer& a, const FunctionFrame& given) {
    FunctionFrame frame = given;
    NodeId arguments = arguments_of(a, frame);
    const auto* signature =
        frame.info != nullptr ? as<types::CallableType>(frame.info->type) : nullptr;
    Name space = frame.info != nullptr ? function_space(a, frame.info->fullname) : Name::Empty;
    Restore<TypeScopePtr> scope(a.type_scope, TypeScope::function_frame(a.type_scope, space));
    if (signature != nullptr) {
        for (const types::TypeVarLike* variable : signature->variables) {
            a.type_scope->bind_existing_of_function(variable);
        }
    }
    if (!frame.is_lambda) analyze_argument_defaults(a, arguments);
    NodeId statement = a.statement;
    enter_scope(a, ScopeKind::Function, &a.saved_locals[frame.node]);
    bind_parameters(a, arguments, frame,
                    signature != nullptr ? signature->parameters : types::ParameterList{},
                    signature != nullptr && signature->unpack_kwargs);
    a.functions.push_back(frame);
    if (frame.is_lambda) {
        visit_expression(a, a.tree.lambda(frame.node).body);
    } else {
        visit_block(a, a.tree.function(frame.node).body);
    }
    a.functions.pop_back();
    leave_scope(a);
    a.statement = statement;
}

void analyze_lambda_body(Analyzer& a, NodeId lambda) {
    FunctionFrame frame;
    frame.node = lambda;
    frame.is_lambda = true;
    frame.is_dynamic = true;
    analyze_function_scope(a, frame);
}

}  // namespace krait::semantic
