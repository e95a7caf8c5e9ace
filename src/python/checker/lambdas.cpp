// lambdas.cpp: lambdas, whose parameters get their types from what is expected.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formals.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/erase.h"
#include "python/types/visit.h"

namespace krait::checker {

namespace {

const CallableType* lambda_signature(CheckContext& ck, NodeId lambda, TypePtr result) {
    std::vector<Parameter> parameters;
    TypePtr any = any_type(ck, AnySource::Unannotated);
    for (const Formal& formal : formals_of(ck, lambda)) {
        parameters.push_back({any, formal.kind, formal.name});
    }
    const CallableType* made = make_signature(ck, parameters, result, base::intern("<lambda>"));
    return types::modified(ck.cx, *made, [](CallableType& copy) { copy.implicit = true; });
}

struct LambdaContext {
    const CallableType* inferred = nullptr;
    const CallableType* override_type = nullptr;
};

const CallableType* expected_callable(CheckContext& ck) {
    TypePtr context = proper(ck, ck.type_context.back());
    const auto* options = types::as<UnionType>(context);
    if (options == nullptr) return types::as<CallableType>(context);
    const CallableType* only = nullptr;
    for (TypePtr item : types::relevant_items(ck.cx, *options)) {
        const auto* callable = proper_as<CallableType>(ck, item);
        if (callable == nullptr) continue;
        if (only != nullptr) return nullptr;
        only = callable;
    }
    return only;
}

LambdaContext infer_from_context(CheckContext& ck, NodeId lambda) {
    const CallableType* context = expected_callable(ck);
    if (context == nullptr) return {};
    std::vector<const TypeVarLike*> variables(context->variables.begin(), context->variables.end());
    for (const Parameter& parameter : context->parameters) {
        for (const TypeVarLike* used : types::get_all_type_vars(ck.cx, parameter.type)) {
            const bool known =
                std::any_of(variables.begin(), variables.end(),
                            [&](const TypeVarLike* other) { return other->id == used->id; });
            if (used->id.is_meta() && !known) variables.push_back(used);
        }
    }
    TypePtr result = types::replace_meta_vars(ck.cx, context->ret_type, types::make_erased(ck.cx));
    const CallableType* callable =
        with_variables(ck, *with_result(ck, *context, result), variables);
    callable = types::with_fallback(ck.cx, *callable, *named_type(ck, known::builtins_function));
    if (callable->type_guard != nullptr || callable->type_is != nullptr) return {};

    std::vector<Formal> formals = formals_of(ck, lambda);
    if (callable->is_ellipsis_args || types::param_spec(ck.cx, *context) != nullptr) {
        std::vector<Parameter> parameters;
        for (const Formal& formal : formals) {
            parameters.push_back({any_type(ck), formal.kind, formal.name});
        }
        callable = with_parameters(ck, *callable, parameters);
        callable = types::modified(ck.cx, *callable,
                                   [](CallableType& copy) { copy.is_ellipsis_args = false; });
    }
    const bool has_star = std::any_of(formals.begin(), formals.end(), [](const Formal& formal) {
        return types::is_star(formal.kind);
    });
    if (has_star) return {callable, nullptr};
    const bool same_kinds = std::equal(formals.begin(), formals.end(), callable->parameters.begin(),
                                       callable->parameters.end(),
                                       [](const Formal& formal, const Parameter& parameter) {
                                           return formal.kind == parameter.kind;
                                       });
    if (!same_kinds) {
        fail(ck, lambda, messages::texts::kCannotInferLambdaType);
        return {};
    }
    std::vector<Parameter> named(callable->parameters.begin(), callable->parameters.end());
    for (std::size_t i = 0; i < named.size(); ++i) named[i].name = formals[i].name;
    return {with_parameters(ck, *callable, named), callable};
}

}  // namespace

TypePtr check_lambda(CheckContext& ck, NodeId expr) {
    NodeId body = ck.tree.lambda(expr).body;
    Restore in_lambda(ck.in_lambda, true);
    check_default_values(ck, expr);
    LambdaContext context = infer_from_context(ck, expr);
    if (context.inferred == nullptr) {
        Pushed result(ck.return_types, any_type(ck));
        FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
        Pushed scope(ck.scopes, ScopeItem{expr, nullptr, function_info(ck, expr)});
        for (const Formal& formal : formals_of(ck, expr)) {
            if (formal.variable != nullptr) formal.variable->type = nullptr;
        }
        TypePtr type = accept(ck, body, nullptr, {.allow_none_return = true});
        return lambda_signature(ck, expr, type);
    }
    Pushed result(ck.return_types, context.inferred->ret_type);
    check_function_item(ck, expr, {.type_override = context.override_type});
    if (!has_type(ck, body)) {
        FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
        accept_for_effect(ck, body, nullptr, {.allow_none_return = true});
    }
    TypePtr type = lookup_type(ck, body);
    return with_result(ck, *context.inferred, type != nullptr ? type : any_type(ck));
}

}  // namespace krait::checker
