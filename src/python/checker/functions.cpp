// functions.cpp: the bodies of functions and lambdas.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/type_checking_blocks.h"
#include "python/checker/type_variables.h"
#include "python/syntax/tree_walk.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

namespace texts = messages::texts;

namespace {

struct Body {
    CheckContext& ck;
    NodeId node;
    const FunctionInfo* info;
    const CallableType& type;
    const FunctionCheck& how;
    bool is_lambda;
};

/// The type that a parameter's name has inside: *args is a tuple, **kwargs a dict.
TypePtr inner_type(CheckContext& ck, const Parameter& parameter, bool unpack_kwargs) {
    TypePtr type = parameter.type;
    if (types::is<types::ParamSpecType>(type)) return type;
    if (parameter.kind == ArgKind::Star2) {
        if (unpack_kwargs) return type;
        return named_generic_type(ck, known::builtins_dict,
                                  {named_type(ck, known::builtins_str), type});
    }
    if (parameter.kind != ArgKind::Star) return type;
    const auto* unpack = types::as<types::UnpackType>(type);
    if (unpack == nullptr) return named_generic_type(ck, known::builtins_tuple, {type});
    TypePtr inner = proper(ck, unpack->type);
    if (types::is<TupleType>(inner) || types::is<Instance>(inner)) return inner;
    return tuple_of(ck, {type});
}

void store_parameter_types(const Body& body) {
    std::vector<Formal> formals = formals_of(body.ck, body.node);
    const std::size_t count = std::min(formals.size(), body.type.parameters.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (formals[i].variable == nullptr) continue;
        formals[i].variable->type =
            inner_type(body.ck, body.type.parameters[i], body.type.unpack_kwargs);
        formals[i].variable->is_ready = true;
    }
}

/// Whether the variable is assigned in the function behind `offset`.
bool is_assigned_after(const CheckContext& ck, NodeId node, const VarInfo* variable,
                       std::uint32_t offset) {
    if (ck.tree.is(node, NodeKind::Name)) {
        return ck.tree.context(node) == syntax::Context::Store && ck.tree.start(node) >= offset &&
               variable_of(ck, node) == variable;
    }
    if (ck.tree.is(node, NodeKind::AugAssign)) return false;
    bool found = syntax::is_pattern(ck.tree.kind(node)) && ck.tree.start(node) >= offset &&
                 variable_of(ck, node) == variable;
    syntax::for_each_child(ck.tree, node, [&](NodeId child) {
        found = found || is_assigned_after(ck, child, variable, offset);
    });
    return found;
}

/// What was narrowed outside still holds in a nested function if nothing is assigned later.
bool take_over_narrowing(const Body& body, const Binder& outer) {
    CheckContext& ck = body.ck;
    Frame inherited;
    for (const Frame& frame : outer.frames) {
        for (const auto& [key, type] : frame.types) {
            const VarInfo* variable = ck.keys.variable(key);
            if (variable == nullptr || ck.scopes.empty()) continue;
            bool redefined = false;
            bool in_function = false;
            for (const ScopeItem& scope : ck.scopes) {
                if (scope.is_class()) continue;
                in_function = true;
                redefined = redefined ||
                            is_assigned_after(ck, scope.node, variable, ck.tree.start(body.node));
            }
            if (in_function && !redefined) inherited.put(key, type);
        }
    }
    if (inherited.types.empty()) return false;
    Frame& frame = ck.binder->push_frame();
    frame.types = std::move(inherited.types);
    for (const auto& [key, type] : frame.types) {
        auto declared = outer.declarations.find(key);
        ck.binder->declarations[key] =
            declared == outer.declarations.end() ? nullptr : declared->second;
    }
    return true;
}

bool is_empty_generator(const CheckContext& ck, NodeList body) {
    auto is_nothing = [&](NodeId value) {
        return value == NodeId::None || ck.tree.is(value, NodeKind::NoneConstant);
    };
    if (body.size() != 2 || !ck.tree.is(body[0], NodeKind::Return) ||
        !ck.tree.is(body[1], NodeKind::Expr)) {
        return false;
    }
    NodeId value = ck.tree.expr_value(body[1]);
    return is_nothing(ck.tree.return_value(body[0])) && ck.tree.is(value, NodeKind::Yield) &&
           is_nothing(ck.tree.yield_value(value));
}

/// With redefinitions allowed the binder knows every variable, parameters too.
void bind_parameters(const Body& body) {
    CheckContext& ck = body.ck;
    if (!ck.options.allow_redefinition || ck.module.is_stub) return;
    for (const Formal& formal : formals_of(ck, body.node)) {
        if (formal.variable == nullptr || formal.variable->type == nullptr) continue;
        TypePtr type = formal.variable->type;
        ck.binder->assign_type(make_variable(ck, formal.variable, formal.node), type, type);
    }
}

/// Returns whether the end of the body can't be reached.
bool run_body(const Body& body, const Binder& outer) {
    CheckContext& ck = body.ck;
    TopFrameScope frame(*ck.binder);
    const bool inherited = take_over_narrowing(body, outer);
    bind_parameters(body);
    bool unreachable = false;
    {
        Pushed scope(ck.scopes, ScopeItem{body.node, nullptr, body.info});
        if (body.is_lambda) {
            check_return(ck, ck.tree.lambda(body.node).body);
            ck.binder->unreachable();
        } else {
            NodeList statements = ck.tree.function(body.node).body;
            if (is_empty_generator(ck, statements) || ck.value_env != nullptr) {
                ck.binder->suppress_unreachable_warnings();
            }
            check_block(ck, statements);
        }
        unreachable = ck.binder->is_unreachable();
    }
    if (inherited) ck.binder->pop_frame(true, 0);
    return unreachable;
}

TypePtr result_for_end(const Body& body) {
    CheckContext& ck = body.ck;
    TypePtr declared = ck.return_types.back();
    if (body.info == nullptr) return proper(ck, declared);
    if (body.info->is_generator || is_instance_of(ck, declared, "typing.AwaitableGenerator")) {
        return proper(ck, generator_return_type(ck, declared, body.info->is_coroutine));
    }
    if (body.info->is_coroutine) return proper(ck, coroutine_return_type(ck, declared));
    return proper(ck, declared);
}

/// The end of the body is reached: a return value may be missing.
void check_missing_return(const Body& body) {
    CheckContext& ck = body.ck;
    if (body.is_lambda || ck.module.silent || ck.current_node_deferred) return;
    const bool trivial = ck.tree.function(body.node).facts.is_trivial();
    TypePtr result = result_for_end(body);
    const bool allow_empty = body.how.allow_empty || ck.options.allow_empty_bodies;
    const bool is_abstract =
        body.info != nullptr && body.info->abstract_status != types::AbstractStatus::Not;
    if (trivial && (allow_empty || is_abstract || ck.module.is_stub)) return;
    if (trivial && types::is_subtype(ck.cx, none_type(ck), result)) return;
    if (is_for_type_checkers_only(ck, body.node)) return;
    const ClassInfo* owner = body.info == nullptr ? nullptr : enclosing_class_of(ck, *body.info);
    const bool may_be_abstract = trivial && owner != nullptr && owner->metaclass != nullptr &&
                                 has_base(ck, info_of(ck, *owner->metaclass), "abc.ABCMeta");
    const char* empty_body = messages::codes::kEmptyBody;
    bool failed = false;
    if (ck.options.warn_no_return) {
        if (types::is<NoneType>(result) || types::is<AnyType>(result)) return;
        messages::Text text = types::is<UninhabitedType>(result) ? texts::kInvalidImplicitReturn
                                                                 : texts::kMissingReturnStatement;
        if (trivial) text.code = empty_body;
        fail(ck, body.node, text);
        failed = true;
    } else {
        messages::Text text = texts::kIncompatibleReturnValueType;
        if (trivial) text.code = empty_body;
        failed = !check_subtype(ck, none_type(ck), result, body.node, text, "implicitly returns",
                                "expected");
    }
    if (failed && may_be_abstract) {
        note(ck, body.node, empty_body, std::string(texts::kEmptyBodyAbstract.text));
    }
}

/// A parameter's type may not be a covariant variable of the class: subclasses would take more.
void check_covariant_parameters(const Body& body, bool found_self) {
    CheckContext& ck = body.ck;
    const Name name = body.info == nullptr ? Name::Empty : body.info->name;
    for (std::string_view free : {"__init__", "__new__", "__post_init__", "__replace__"}) {
        if (is_text(name, free)) return;
    }
    if (name != Name::Empty && is_private(name)) return;
    std::vector<Formal> formals = formals_of(ck, body.node);
    for (std::size_t i = 0; i < std::min(formals.size(), body.type.parameters.size()); ++i) {
        const auto* variable = types::as<TypeVarType>(body.type.parameters[i].type);
        if (variable == nullptr || variable->variance != types::Variance::Covariant) continue;
        if (i == 0 && found_self) continue;
        NodeId at = formals[i].node;
        if (at != NodeId::None && !ck.synthetic.holds(at)) {
            NodeId annotation = ck.tree.arg(at).annotation;
            if (annotation != NodeId::None) at = annotation;
        }
        fail(ck, at != NodeId::None ? at : body.node, texts::kFunctionParameterCannotBeCovariant);
    }
}

void check_body(const Body& body) {
    CheckContext& ck = body.ck;
    Binder* outer = ck.binder;
    Binder own(ck);
    Restore binder(ck.binder, &own);
    {
        TopFrameScope frame(own);
        bool found_self = false;
        if (!ck.module.silent && !body.is_lambda && body.info != nullptr) {
            check_signature(ck, body.node, *body.info, body.type, body.how.name);
        }
        if (!body.is_lambda && body.info != nullptr && !body.info->is_decorated) {
            found_self = require_correct_self(ck, &body.type, body.node, *body.info);
        }
        if (!ck.module.silent) check_covariant_parameters(body, found_self);
        store_parameter_types(body);
    }
    Pushed result(ck.return_types, body.type.ret_type);
    if (!run_body(body, *outer)) check_missing_return(body);
}

/// Type variables with a list of values, those of the class included.
std::vector<const TypeVarType*> restricted_variables(CheckContext& ck, const CallableType& type,
                                                     const FunctionInfo* info) {
    std::vector<const TypeVarType*> found;
    auto add = [&](std::span<const TypeVarLike* const> variables) {
        for (const TypeVarLike* variable : variables) {
            const auto* plain = types::as<TypeVarType>(variable);
            if (plain != nullptr && !plain->values.empty()) found.push_back(plain);
        }
    };
    add(type.variables);
    const ClassInfo* owner = info == nullptr ? nullptr : enclosing_class_of(ck, *info);
    if (owner != nullptr) add(owner->type_vars);
    return found;
}

constexpr std::size_t kMaxValueRounds = 64;

/// Checks the body once for each combination of values of such variables.
void check_value_by_value(const Body& body, const std::vector<const TypeVarType*>& variables) {
    CheckContext& ck = body.ck;
    std::size_t rounds = 1;
    for (const TypeVarType* variable : variables) rounds *= variable->values.size();
    if (rounds > kMaxValueRounds) {
        ++ck.cx.not_implemented;
        return;
    }
    for (std::size_t round = 0; round < rounds; ++round) {
        types::TypeEnv env;
        if (ck.value_env != nullptr) env = *ck.value_env;
        std::size_t rest = round;
        // The last variable varies fastest, as in mypy's product.
        for (std::size_t i = variables.size(); i-- > 0;) {
            const std::size_t count = variables[i]->values.size();
            env.bind(variables[i]->id, variables[i]->values[rest % count]);
            rest /= count;
        }
        Restore values(ck.value_env, &env);
        Restore changed(ck.value_variables, std::vector<std::pair<VarInfo*, VarInfo>>{});
        ck.expression_cache.clear();
        const auto* type = types::as<CallableType>(types::expand_type(ck.cx, &body.type, env));
        if (type == nullptr) continue;
        {
            PartialTypes partials(ck, true);
            Body expanded{ck, body.node, body.info, *type, body.how, body.is_lambda};
            check_body(expanded);
        }
        if (round + 1 == rounds) continue;
        for (std::size_t i = ck.value_variables.size(); i-- > 0;) {
            *ck.value_variables[i].first = ck.value_variables[i].second;
        }
    }
}

}  // namespace

void check_function_item(CheckContext& ck, NodeId function, const FunctionCheck& how) {
    const FunctionInfo* info = function_info(ck, function);
    const bool is_lambda = ck.tree.is(function, NodeKind::Lambda);
    const auto* type = types::as<CallableType>(how.type_override);
    if (type == nullptr && info != nullptr) {
        type = types::as<CallableType>(proper(ck, function_type(ck, *info)));
    }
    if (type == nullptr) {
        ++ck.cx.not_implemented;
        return;
    }
    const bool dynamic = is_dynamic(ck, function) && how.type_override == nullptr;
    Pushed dynamics(ck.dynamic_functions, dynamic);
    Restore deferred(ck.current_node_deferred, bool{ck.current_node_deferred});
    std::unordered_map<const VarInfo*, TypePtr> attribute_types;
    Restore attributes(ck.attribute_types, &attribute_types);
    Body body{ck, function, info, *type, how, is_lambda};
    if (!is_lambda && !ck.tree.function(function).type_params.empty()) {
        check_variable_defaults(ck, type->variables, function);
    }
    std::vector<const TypeVarType*> restricted;
    if (!is_lambda) restricted = restricted_variables(ck, *type, info);
    if (!restricted.empty()) {
        check_value_by_value(body, restricted);
    } else {
        PartialTypes partials(ck, true);
        check_body(body);
    }
    if (is_text(how.name, "__exit__") && info != nullptr && info->type != nullptr) {
        check_exit_method(ck, function, type->ret_type);
    }
}

void watched(CheckContext& ck, NodeId function, FunctionStage stage, base::FunctionRef<void()> go) {
    FunctionWatch* watch = current_function(ck) == nullptr ? ck.module.watch : nullptr;
    if (watch == nullptr) return go();
    if (!watch->begin(ck, function, stage)) return;
    go();
    watch->end(ck);
}

void check_default_values(CheckContext& ck, NodeId function) {
    const bool is_lambda = ck.tree.is(function, NodeKind::Lambda);
    const bool trivial = !is_lambda && ck.tree.function(function).facts.is_trivial();
    Pushed dynamics(ck.dynamic_functions, is_dynamic(ck, function));
    const FunctionInfo* info = function_info(ck, function);
    const auto* type = info == nullptr ? nullptr : types::as<CallableType>(info->type);
    std::vector<Formal> formals = formals_of(ck, function);
    for (std::size_t i = 0; i < formals.size(); ++i) {
        NodeId value = formals[i].default_value;
        if (value == NodeId::None) continue;
        if (trivial && is_kind(ck, value, NodeKind::Ellipsis)) continue;
        TypePtr declared =
            type != nullptr && i < type->parameters.size() ? type->parameters[i].type : nullptr;
        AssignmentWords words;
        words.text = messages::texts::kIncompatibleTypesInAssignment;
        std::string text =
            concat({"Incompatible default for parameter \"", base::text_of(formals[i].name), "\""});
        words.text.text = text;
        words.lvalue_name = "parameter";
        words.rvalue_name = "default";
        if (!ck.options.implicit_optional && is_kind(ck, value, NodeKind::NoneConstant)) {
            words.notes = {
                "PEP 484 prohibits implicit Optional. Accordingly, mypy has changed its default to "
                "no_implicit_optional=True",
                "Use https://github.com/hauntsaninja/no_implicit_optional to automatically upgrade "
                "your codebase"};
        }
        check_simple_assignment(ck, declared, value, value, words);
    }
}

}  // namespace krait::checker
