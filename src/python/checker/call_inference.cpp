// call_inference.cpp: what the type variables of a generic callee become, from the expected type
// and from the arguments, in mypy's two passes (arguments that are functions wait for the second).

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/types/applytype.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/infer.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::checker {

std::vector<TypePtr> infer_argument_types_without_context(CheckContext& ck, const Arguments& args) {
    std::vector<TypePtr> result;
    for (NodeId arg : args.nodes) {
        TypePtr type = accept(ck, arg);
        result.push_back(has_erased_component(ck, type) ? none_type(ck) : type);
    }
    return result;
}

std::vector<TypePtr> infer_argument_types(CheckContext& ck, const CallableType& callee,
                                          const Arguments& args,
                                          const types::ArgumentMap& formal_to_actual) {
    std::vector<TypePtr> contexts(args.size(), nullptr);
    for (std::size_t formal = 0; formal < formal_to_actual.size(); ++formal) {
        for (std::size_t actual : formal_to_actual[formal]) {
            if (types::is_star(args.kinds[actual])) continue;
            contexts[actual] = callee.parameters[formal].type;
        }
    }
    std::vector<TypePtr> result;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const bool recursive =
            contexts[i] != nullptr && types::has_recursive_types(ck.cx, contexts[i]);
        Restore restore(ck.cx.infer_unions, ck.cx.infer_unions || recursive);
        result.push_back(accept(ck, args.nodes[i], contexts[i]));
    }
    return result;
}

const CallableType* apply_type_arguments(CheckContext& ck, const CallableType& callee,
                                         const std::vector<TypePtr>& values, NodeId at,
                                         bool skip_unsatisfied) {
    auto report = [&](const CallableType& called, TypePtr value, Name variable) {
        report_incompatible_type_var(ck, called, value, variable, at);
    };
    return types::apply_generic_arguments(ck.cx, callee, ck.cx.arena.copy(values), report,
                                          skip_unsatisfied);
}

namespace {

bool is_type_var_or_union_of_them(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (types::is<TypeVarType>(type)) return true;
    const auto* options = types::as<UnionType>(type);
    return options != nullptr &&
           std::all_of(options->items.begin(), options->items.end(),
                       [&](TypePtr item) { return is_proper<TypeVarType>(ck, item); });
}

}  // namespace

const CallableType* infer_type_arguments_from_context(CheckContext& ck, const CallableType& callee,
                                                      NodeId at) {
    TypePtr context = ck.type_context.back();
    if (context == nullptr) return &callee;
    TypePtr erased = types::replace_meta_vars(ck.cx, context, types::make_erased(ck.cx));
    TypePtr result = callee.ret_type;
    if (types::is_overlapping_none(ck.cx, result) && types::is_overlapping_none(ck.cx, context)) {
        result = types::remove_optional(ck.cx, result);
        erased = types::remove_optional(ck.cx, erased);
    }
    if (is_type_var_or_union_of_them(ck, result) && !types::is_generic_instance(ck.cx, context) &&
        !types::is_literal_type_like(ck.cx, context)) {
        return &callee;
    }
    types::InferOptions options;
    options.skip_unsatisfied = true;
    std::vector<TypePtr> values =
        types::infer_type_arguments(ck.cx, callee.variables, result, erased, options);
    for (TypePtr& value : values) {
        if (has_ambiguous_uninhabited_component(ck, value) || has_erased_component(ck, value)) {
            value = nullptr;
        }
    }
    return apply_type_arguments(ck, callee, values, at, true);
}

namespace {

/// Functions among the formals: what they are given can only be checked once their parameters'
/// types are known from the other arguments.
bool waits_for_second_pass(CheckContext& ck, TypePtr formal) {
    return types::any_type(ck.cx, formal, [&](TypePtr part) {
        const auto* callable = types::as<CallableType>(part);
        if (callable == nullptr) return types::Verdict::Descend;
        return types::has_type_vars(ck.cx, callable) ? types::Verdict::Yes
                                                     : types::Verdict::Descend;
    });
}

std::vector<bool> second_pass_arguments(CheckContext& ck, const CallableType& callee,
                                        const Arguments& args,
                                        const std::vector<TypePtr>& arg_types,
                                        const types::ArgumentMap& map) {
    std::vector<bool> second(args.size(), false);
    for (std::size_t i = 0; i < callee.parameters.size(); ++i) {
        bool skip_param_spec = false;
        const auto* formal = proper_as<CallableType>(ck, callee.parameters[i].type);
        if (formal != nullptr && types::param_spec(ck.cx, *formal) != nullptr) {
            for (std::size_t actual : map[i]) {
                TypePtr type = proper(ck, arg_types[actual]);
                if (const auto* instance = types::as<Instance>(type)) {
                    TypePtr call =
                        types::find_member_type(ck.cx, base::intern("__call__"), *instance,
                                                instance, {.is_operator = true});
                    if (call != nullptr) type = proper(ck, call);
                }
                const auto* callable = types::as<CallableType>(type);
                if (callable != nullptr && callable->variables.empty() &&
                    !is_kind(ck, args.nodes[actual], NodeKind::Lambda)) {
                    skip_param_spec = true;
                    break;
                }
            }
        }
        if (skip_param_spec || !waits_for_second_pass(ck, callee.parameters[i].type)) continue;
        for (std::size_t actual : map[i]) second[actual] = true;
    }
    return second;
}

struct Inference {
    const CallableType* callee;
    std::vector<TypePtr> values;
};

Inference infer_second_pass(CheckContext& ck, const CallableType& declared, const Arguments& args,
                            const types::ArgumentMap& first_map, std::vector<TypePtr> values,
                            bool need_refresh, NodeId at) {
    for (TypePtr& value : values) {
        if (value == nullptr) continue;
        if (is_proper<NoneType>(ck, value) || is_proper<UninhabitedType>(ck, value) ||
            has_erased_component(ck, value)) {
            value = nullptr;
        }
    }
    const CallableType* callee = apply_type_arguments(ck, declared, values, at);
    if (callee->variables.empty()) return {callee, {}};
    types::ArgumentMap map = first_map;
    if (need_refresh) map = map_arguments(ck, args, callee->parameters);
    std::vector<TypePtr> arg_types;
    {
        Filter filter(ck);
        arg_types = infer_argument_types(ck, *callee, args, map);
    }
    types::Solution solution = types::infer_function_type_arguments(
        ck.cx, *callee, arg_types, args.kinds, args.names, map, argument_infer_context(ck));
    return {callee, solution.types};
}

/// dict(a=1) makes its keys str.
void check_dict_keywords(CheckContext& ck, const CallableType& callee, const Arguments& args,
                         std::vector<TypePtr>& values, NodeId at) {
    if (!callee.special_signature_dict || values.size() != 2) return;
    const bool by_name = std::any_of(args.kinds.begin(), args.kinds.end(), [](ArgKind kind) {
        return kind == ArgKind::Named || kind == ArgKind::Star2;
    });
    if (!by_name) return;
    TypePtr str = named_type(ck, known::builtins_str);
    TypePtr key = proper(ck, values[0]);
    if (types::is<NoneType>(key) || types::is<UninhabitedType>(key)) {
        values[0] = str;
    } else if (key == nullptr || !types::is_subtype(ck.cx, str, key)) {
        fail(ck, at, messages::texts::kKeywordArgumentRequiresStrKeyType);
    }
}

bool needs_polymorphic_inference(CheckContext& ck, const CallableType& callee,
                                 const std::vector<TypePtr>& values) {
    if (ck.options.old_type_inference) return false;
    return std::any_of(values.begin(), values.end(), [&](TypePtr value) {
        if (value == nullptr || is_proper<UninhabitedType>(ck, value)) return true;
        for (const TypeVarType* used : types::get_type_vars(ck.cx, value)) {
            for (const TypeVarLike* own : callee.variables) {
                if (own->id == used->id) return true;
            }
        }
        return false;
    });
}

const CallableType* apply_inferred(CheckContext& ck, const CallableType& callee,
                                   std::vector<TypePtr> values, NodeId at) {
    for (std::size_t i = 0; i < values.size() && i < callee.variables.size(); ++i) {
        if (values[i] != nullptr && !has_erased_component(ck, values[i])) continue;
        report_could_not_infer(ck, callee, *callee.variables[i], at);
        std::fill(values.begin(), values.end(), any_type(ck, AnySource::FromError));
        break;
    }
    return apply_type_arguments(ck, callee, values, at);
}

/// A generic argument may make the result generic: tried when plain inference left gaps.
const CallableType* infer_polymorphic(CheckContext& ck, const CallableType& callee,
                                      const std::vector<TypePtr>& arg_types, const Arguments& args,
                                      const types::ArgumentMap& map, NodeId at,
                                      std::vector<TypePtr>& values) {
    types::Solution solution = types::infer_function_type_arguments(
        ck.cx, callee, arg_types, args.kinds, args.names, map, argument_infer_context(ck),
        in_checked_function(ck), true);
    const CallableType* applied_callee = apply_type_arguments(ck, callee, solution.types, at);
    const CallableType* applied = types::apply_poly(ck.cx, *applied_callee, solution.free_vars);
    const bool complete = std::none_of(
        solution.types.begin(), solution.types.end(),
        [&](TypePtr value) { return value == nullptr || is_proper<UninhabitedType>(ck, value); });
    if (applied != nullptr && complete) {
        return types::as<CallableType>(types::freeze_all_type_vars(ck.cx, applied));
    }
    types::TypeEnv unknown;
    TypePtr never = never_type(ck, true);
    for (const TypeVarLike* variable : callee.variables) unknown.bind(variable->id, never);
    for (const TypeVarLike* variable : solution.free_vars) unknown.bind(variable->id, never);
    values.clear();
    for (TypePtr value : solution.types) {
        values.push_back(value == nullptr ? nullptr : types::expand_type(ck.cx, value, unknown));
    }
    return nullptr;
}

}  // namespace

const CallableType* infer_type_arguments_from_arguments(CheckContext& ck,
                                                        const CallableType& declared,
                                                        const Arguments& args,
                                                        const types::ArgumentMap& formal_to_actual,
                                                        bool need_refresh, NodeId at) {
    const CallableType* callee = &declared;
    if (!in_checked_function(ck)) {
        std::vector<TypePtr> anys(callee->variables.size(), any_type(ck, AnySource::Unannotated));
        return apply_inferred(ck, *callee, anys, at);
    }
    std::vector<TypePtr> arg_types;
    {
        Filter filter(ck);
        arg_types = infer_argument_types(ck, *callee, args, formal_to_actual);
    }
    std::vector<bool> second =
        second_pass_arguments(ck, *callee, args, arg_types, formal_to_actual);
    std::vector<TypePtr> first_types = arg_types;
    for (std::size_t i = 0; i < first_types.size(); ++i) {
        if (second[i]) first_types[i] = nullptr;
    }
    std::vector<TypePtr> values =
        types::infer_function_type_arguments(ck.cx, *callee, first_types, args.kinds, args.names,
                                             formal_to_actual, argument_infer_context(ck),
                                             in_checked_function(ck))
            .types;
    if (std::find(second.begin(), second.end(), true) != second.end()) {
        Inference inference =
            infer_second_pass(ck, *callee, args, formal_to_actual, values, need_refresh, at);
        callee = inference.callee;
        values = inference.values;
    }
    check_dict_keywords(ck, *callee, args, values, at);
    if (needs_polymorphic_inference(ck, *callee, values)) {
        types::ArgumentMap map = formal_to_actual;
        if (need_refresh) map = map_arguments(ck, args, callee->parameters);
        const CallableType* applied =
            infer_polymorphic(ck, *callee, arg_types, args, map, at, values);
        if (applied != nullptr) return applied;
    }
    return apply_inferred(ck, *callee, values, at);
}

}  // namespace krait::checker
