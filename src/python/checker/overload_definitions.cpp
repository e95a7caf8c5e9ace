// overload_definitions.cpp: whether the signatures of an overload make sense together. A later one
// must be reachable; two that a call may fit must not promise different things; and the
// implementation has to take and give what each of them says. Which is meant by a call is in
// overloads.cpp.

#include "python/checker/overload_definitions.h"

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/expand.h"
#include "python/types/join.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"

namespace krait::checker {

namespace codes = messages::codes;

namespace {

constexpr std::size_t kMaxVariants = 64;

bool is_subset(CheckContext& ck, TypePtr left, TypePtr right) {
    return types::is_subtype(ck.cx, left, right,
                             {.always_covariant = true, .ignore_promotions = true});
}

bool overlaps(CheckContext& ck, TypePtr left, TypePtr right) {
    return types::is_overlapping_types(ck.cx, left, right,
                                       {.ignore_promotions = true, .for_overloads = true});
}

bool counts_overlap(const CallableType& one, const CallableType& other) {
    const std::size_t least = std::max(one.min_args(), other.min_args());
    const std::size_t most = std::min(types::max_possible_positional_args(one.parameters),
                                      types::max_possible_positional_args(other.parameters));
    return least <= most;
}

/// Whether every call that fits `later` fits `earlier` too.
bool never_matches(CheckContext& ck, const CallableType& earlier, const CallableType& later) {
    types::TypeEnv env;
    for (const TypeVarLike* variable : earlier.variables) {
        env.bind(variable->id, types::erase_def_to_union_or_bound(ck.cx, *variable));
    }
    const auto* erased = types::as<CallableType>(types::expand_type(ck.cx, &earlier, env));
    if (erased == nullptr) return false;
    return types::is_callable_compatible(
        ck.cx, *erased, later,
        [&](TypePtr left, TypePtr right) { return types::is_more_precise(ck.cx, left, right); },
        {.is_proper_subtype = true, .ignore_return = true});
}

using Variants = std::vector<const CallableType*>;

/// A generic signature with each combination of its variables' values, or with their bounds.
Variants variants_of(CheckContext& ck, const CallableType* type) {
    auto expand = [&](const CallableType* from, const types::TypeEnv& env,
                      const std::vector<const TypeVarLike*>& left) {
        const auto* expanded = types::as<CallableType>(types::expand_type(ck.cx, from, env));
        return expanded == nullptr ? from : with_variables(ck, *expanded, left);
    };
    for (const TypeVarLike* variable : type->variables) {
        if (!variable->id.is_self()) continue;
        // Its bound may name the other variables, so it goes first.
        std::vector<const TypeVarLike*> others;
        for (const TypeVarLike* one : type->variables) {
            if (!one->id.is_self()) others.push_back(one);
        }
        type = expand(type, types::TypeEnv(variable->id, variable->upper_bound), others);
        break;
    }
    if (type->variables.empty()) return {type};
    std::vector<std::vector<TypePtr>> choices;
    std::size_t count = 1;
    for (const TypeVarLike* variable : type->variables) {
        const auto* plain = types::as<TypeVarType>(variable);
        if (plain != nullptr && !plain->values.empty()) {
            choices.emplace_back(plain->values.begin(), plain->values.end());
        } else {
            choices.push_back({variable->upper_bound});
        }
        count = std::min(kMaxVariants, count * choices.back().size());
    }
    Variants found;
    for (std::size_t round = 0; round < count; ++round) {
        types::TypeEnv env;
        std::size_t rest = round;
        for (std::size_t i = choices.size(); i-- > 0;) {
            env.bind(type->variables[i]->id, choices[i][rest % choices[i].size()]);
            rest /= choices[i].size();
        }
        found.push_back(expand(type, env, {}));
    }
    return found;
}

bool overlap_unsafely(CheckContext& ck, const CallableType& earlier, const CallableType& later,
                      bool partial_only) {
    if (is_subset(ck, earlier.ret_type, later.ret_type)) return false;
    auto overlap = [&](TypePtr left, TypePtr right) { return overlaps(ck, left, right); };
    auto differ = [&](TypePtr left, TypePtr right) { return !is_subset(ck, left, right); };
    auto differ_back = [&](TypePtr left, TypePtr right) { return !is_subset(ck, right, left); };
    auto subset = [&](TypePtr left, TypePtr right) { return is_subset(ck, left, right); };
    const types::TypeComparison results(differ);
    const types::TypeComparison results_back(differ_back);
    types::CallableCheck check{.allow_partial_overlap = true};
    types::CallableCheck covariant{.check_args_covariantly = true, .allow_partial_overlap = true};
    if (!types::is_callable_compatible(ck.cx, earlier, later, overlap, check, &results) &&
        !types::is_callable_compatible(ck.cx, later, earlier, overlap, covariant, &results_back)) {
        return false;
    }
    if (!partial_only) return true;
    covariant.ignore_return = true;
    return !types::is_callable_compatible(ck.cx, later, earlier, subset, covariant);
}

/// The variables of the class around count as free: the signature is seen from inside.
const CallableType* detached(CheckContext& ck, const CallableType& type) {
    const ClassInfo* owner = active_class(ck);
    if (owner == nullptr || owner->type_vars.empty()) return &type;
    std::vector<const TypeVarLike*> variables(type.variables.begin(), type.variables.end());
    variables.insert(variables.end(), owner->type_vars.begin(), owner->type_vars.end());
    return with_variables(ck, type, variables);
}

}  // namespace

bool is_unsafe_overlap(CheckContext& ck, const CallableType& earlier, const CallableType& later,
                       bool partial_only) {
    Variants others = variants_of(ck, detached(ck, later));
    for (const CallableType* one : variants_of(ck, detached(ck, earlier))) {
        for (const CallableType* other : others) {
            if (overlap_unsafely(ck, *one, *other, partial_only)) return true;
        }
    }
    return false;
}

const CallableType* callable_signature(CheckContext& ck, TypePtr type, NodeId at) {
    type = type == nullptr ? nullptr : proper(ck, type);
    if (type == nullptr || types::is<AnyType>(type)) return nullptr;
    if (const auto* variable = types::as<TypeVarType>(type)) type = proper(ck, variable->upper_bound);
    if (const auto* made = types::as<TypeType>(type)) {
        type = proper(ck, analyze_type_type_callee(ck, made->item, at));
    }
    if (const auto* instance = types::as<Instance>(type)) {
        MemberContext mx{ck, instance, at};
        mx.is_operator = true;
        TypePtr call = proper(ck, analyze_member_access(mx, base::intern("__call__"), instance,
                                                        nullptr, false));
        if (is_function_like(call)) type = call;
    } else if (const auto* options = types::as<UnionType>(type)) {
        TypePtr simple = types::make_simplified_union(ck.cx, options->items);
        options = proper_as<UnionType>(ck, simple);
        if (options == nullptr) return callable_signature(ck, simple, at);
        std::vector<TypePtr> items;
        for (TypePtr item : options->items) {
            const CallableType* callable = callable_signature(ck, item, at);
            if (callable == nullptr) break;
            items.push_back(callable);
        }
        if (items.size() == options->items.size()) {
            TypePtr joined = proper(ck, types::join_type_list(ck.cx, copy_list(ck, items)));
            if (is_function_like(joined)) type = joined;
        }
    }
    if (!is_function_like(type)) {
        report_not_callable(ck, type, at);
        return nullptr;
    }
    return types::as<CallableType>(type);
}

namespace {

struct Implementation {
    const CallableType* type;
    NodeId at;
    bool is_method;
};

void check_implementation(CheckContext& ck, const Implementation& whole, const CallableType& item,
                          std::size_t number) {
    auto fits = [&](TypePtr left, TypePtr right) { return types::is_subtype(ck.cx, left, right); };
    auto gives = [&](TypePtr left, TypePtr right) { return types::is_subtype(ck.cx, right, left); };
    const types::TypeComparison results(gives);
    if (types::is_callable_compatible(ck.cx, *whole.type, item, fits, {}, &results)) return;
    auto complain = [&](std::string_view what, std::string_view more) {
        fail(ck, whole.at, codes::kMisc,
             concat({"Overloaded function implementation ", what, std::to_string(number), more}));
    };
    const CallableType* type = whole.type;
    if (!type->variables.empty()) {
        type = types::unify_generic_callable(
            ck.cx, *types::with_unpacked_kwargs(ck.cx, *type),
            *types::with_unpacked_kwargs(ck.cx, item), false, true);
        if (type == nullptr) {
            return complain("cannot satisfy signature ",
                            " due to inconsistencies in how they use type variables");
        }
    }
    if (whole.is_method && !item.parameters.empty() && !type->parameters.empty()) {
        // Uneven use of @classmethod is complained of elsewhere.
        std::vector<Parameter> parameters(type->parameters.begin(), type->parameters.end());
        parameters[0].type = item.parameters[0].type;
        type = with_parameters(ck, *type, parameters);
    }
    if (!types::is_callable_compatible(ck.cx, *type, item, fits, {.ignore_return = true})) {
        complain("does not accept all possible parameters of signature ", "");
    }
    if (!fits(item.ret_type, type->ret_type) && !fits(type->ret_type, item.ret_type)) {
        complain("cannot produce return type of signature ", "");
    }
}

struct Item {
    const CallableType* type;
    NodeId at;
};

void check_pair(CheckContext& ck, const std::vector<Item>& items, std::size_t i, std::size_t j,
                bool is_descriptor_get) {
    const CallableType& earlier = *items[i].type;
    const CallableType& later = *items[j].type;
    if (!counts_overlap(earlier, later)) return;
    const std::string first = std::to_string(i + 1);
    const std::string second = std::to_string(j + 1);
    if (never_matches(ck, earlier, later)) {
        fail(ck, items[j].at, codes::kOverloadCannotMatch,
             concat({"Overloaded function signature ", second,
                     " will never be matched: signature ", first,
                     "'s parameter type(s) are the same or broader"}));
        return;
    }
    if (is_descriptor_get || !is_unsafe_overlap(ck, earlier, later)) return;
    fail(ck, items[i].at, codes::kOverloadOverlap,
         concat({"Overloaded function signatures ", first, " and ", second,
                 " overlap with incompatible return types"}));
    if (j == i + 1 && !is_unsafe_overlap(ck, later, earlier) && !never_matches(ck, later, earlier)) {
        note(ck, items[i].at, codes::kOverloadOverlap,
             "Flipping the order of overloads will fix this error");
    }
}

}  // namespace

void check_overload_items(CheckContext& ck, const OverloadedInfo& overload) {
    if (ck.module.silent) return;
    Implementation implementation{nullptr, NodeId::None, !overload.enclosing_class.is_none()};
    if (overload.implementation != nullptr) {
        implementation.at = node_of_definition(ck, overload.implementation);
        if (implementation.at != NodeId::None) {
            implementation.at = definition_start(ck, implementation.at);
            implementation.type = callable_signature(
                ck, types::type_of_definition(overload.implementation), implementation.at);
        }
    }
    std::vector<Item> items;
    for (const Definition* item : overload.items) {
        NodeId at = node_of_definition(ck, item);
        const CallableType* type = nullptr;
        if (at != NodeId::None) {
            type = callable_signature(ck, types::type_of_definition(item), definition_start(ck, at));
        }
        items.push_back({type, at});
    }
    const bool is_descriptor_get =
        implementation.is_method && is_text(overload.name, "__get__");
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].type == nullptr) continue;
        for (std::size_t j = i + 1; j < items.size(); ++j) {
            if (items[j].type != nullptr) check_pair(ck, items, i, j, is_descriptor_get);
        }
        if (implementation.type != nullptr) {
            check_implementation(ck, implementation, *items[i].type, i + 1);
        }
    }
}

}  // namespace krait::checker
