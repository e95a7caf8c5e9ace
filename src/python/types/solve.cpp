// solve.cpp
//
// Each variable by itself: the join of what it must be above, if that is below the meet of what it
// must be below. Joins and meets do the real work; the order in which lower bounds are joined is
// fixed here, because joining isn't associative.

#include "python/types/solve.h"

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/join.h"
#include "python/types/known.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/solve_parts.h"
#include "python/types/subtypes.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

using namespace solve_parts;

Variables collect_variables(std::span<const TypeVarLike* const> asked_for,
                            const Constraints& constraints) {
    Variables variables{{asked_for.begin(), asked_for.end()}, asked_for.size()};
    for (const Constraint& constraint : constraints) {
        for (const TypeVarLike* extra : constraint.extra_tvars) {
            if (!variables.find(extra->id)) variables.all.push_back(extra);
        }
    }
    return variables;
}

/// Unions before None before the rest before overloads: joining in this order loses least.
int join_order(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (is<UnionType>(type)) return -2;
    if (is<NoneType>(type)) return -1;
    return is<OverloadedType>(type) ? 1 : 0;
}

TypePtr join_of_lowers(Context& cx, TypeList lowers) {
    if (lowers.empty()) return nullptr;
    if (cx.infer_unions) return make_union(cx, lowers);
    std::vector<TypePtr> sorted;
    for (int order = -2; order <= 1; ++order) {
        for (TypePtr type : lowers) {
            if (join_order(cx, type) == order) sorted.push_back(type);
        }
    }
    return join_type_list(cx, sorted);
}

std::vector<MaybeSolved> solve_each(Context& cx, const Variables& variables,
                                    const Constraints& constraints) {
    std::vector<MaybeSolved> values(variables.all.size());
    for (std::size_t i = 0; i < variables.all.size(); ++i) {
        std::vector<TypePtr> lowers;
        std::vector<TypePtr> uppers;
        for (const Constraint& constraint : constraints) {
            if (constraint.type_var() != variables.all[i]->id) continue;
            const bool is_lower = constraint.op == ConstraintOp::SupertypeOf;
            (is_lower ? lowers : uppers).push_back(constraint.target);
        }
        if (lowers.empty() && uppers.empty()) continue;
        const TypePtr value = solve_one(cx, lowers, uppers);
        // Variables of generic actuals mean nothing outside of this solution.
        if (value == nullptr || !mentions(cx, value, variables, variables.asked_for)) {
            values[i] = value;
        }
    }
    return values;
}

bool is_callable_protocol(Context& cx, TypePtr type) {
    const auto* instance = as_proper<Instance>(cx, type);
    if (instance == nullptr) return false;
    const ClassInfo& info = class_info(cx, *instance);
    if (!info.is_protocol) return false;
    const std::vector<Name> members = protocol_members(cx, info);
    return std::find(members.begin(), members.end(), known::call) != members.end();
}

bool satisfies_all(Context& cx, TypePtr value, const Constraints& constraints) {
    return std::all_of(constraints.begin(), constraints.end(), [&](const Constraint& constraint) {
        return constraint.op == ConstraintOp::SubtypeOf ? is_subtype(cx, value, constraint.target)
                                                        : is_subtype(cx, constraint.target, value);
    });
}

/// A value outside its variable's bound comes of a poor context; the bound itself may do instead.
TypePtr validated(Context& cx, TypePtr value, const TypeVarLike& variable,
                  const Constraints& constraints) {
    if (value == nullptr || is_callable_protocol(cx, variable.upper_bound)) return value;
    if (is_subtype(cx, value, variable.upper_bound)) return value;
    return satisfies_all(cx, variable.upper_bound, constraints) ? variable.upper_bound : value;
}

}  // namespace

std::optional<std::size_t> solve_parts::Variables::find(const TypeVarId& id) const {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i]->id == id) return i;
    }
    return std::nullopt;
}

bool solve_parts::mentions(Context& cx, TypePtr type, const Variables& variables,
                           std::size_t first) {
    if (first >= variables.all.size()) return false;
    const auto mentioned = get_all_type_vars(cx, type);
    return std::any_of(mentioned.begin(), mentioned.end(), [&](const TypeVarLike* variable) {
        const auto index = variables.find(variable->id);
        return index && *index >= first;
    });
}

TypePtr solve_one(Context& cx, TypeList lowers, TypeList all_uppers) {
    // Failed inferences of earlier passes would only spoil this one...
    std::vector<TypePtr> uppers;
    for (TypePtr upper : all_uppers) {
        const auto* never = as_proper<UninhabitedType>(cx, upper);
        if (never == nullptr || !never->ambiguous) uppers.push_back(upper);
    }
    // ... unless there is nothing else.
    if (lowers.empty() && uppers.empty()) return make_never(cx, /*ambiguous=*/true);

    const TypePtr bottom = join_of_lowers(cx, lowers);
    TypePtr top = nullptr;
    for (TypePtr upper : uppers) top = top == nullptr ? upper : meet_types(cx, top, upper);

    const auto* any = as_proper<AnyType>(cx, top);
    if (any == nullptr) any = as_proper<AnyType>(cx, bottom);
    if (any != nullptr) return make_any_from(cx, *any);
    if (bottom == nullptr || top == nullptr) return bottom == nullptr ? top : bottom;
    return is_subtype(cx, bottom, top) ? bottom : nullptr;
}

Solution solve_constraints(Context& cx, std::span<const TypeVarLike* const> asked_for,
                           Constraints constraints, SolveOptions options) {
    if (asked_for.empty()) return {};
    const Variables variables = collect_variables(asked_for, constraints);
    PolymorphicSolution solved;
    if (!options.allow_polymorphic) {
        solved.values = solve_each(cx, variables, constraints);
    } else {
        constraints = skip_reverse_union_constraints(cx, std::move(constraints));
        if (!constraints.empty()) solved = solve_with_dependent(cx, variables, constraints);
    }
    solved.values.resize(variables.all.size());

    Solution solution;
    for (std::size_t i = 0; i < asked_for.size(); ++i) {
        if (solved.values[i]) {
            solution.types.push_back(*solved.values[i]);
        } else if (options.strict) {
            solution.types.push_back(make_never(cx, /*ambiguous=*/true));
        } else {
            solution.types.push_back(make_any(cx, AnySource::SpecialForm));
        }
    }
    if (solved.free_vars.empty() && !options.skip_unsatisfied) {
        for (std::size_t i = 0; i < asked_for.size(); ++i) {
            solution.types[i] = validated(cx, solution.types[i], *asked_for[i], constraints);
        }
    }
    solution.free_vars = std::move(solved.free_vars);
    return solution;
}

}  // namespace krait::types
