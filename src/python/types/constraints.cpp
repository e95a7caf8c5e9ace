// constraints.cpp
//
// Type variables and unions of the template; everything else is asked of constraint_parts.h by
// kind.
//
// A union is the hard part. "T | None fits A or B" says nothing unless all ways of fitting agree on
// T, so constraints are inferred for each way and compared (any_constraints).

#include "python/types/constraints.h"

#include <algorithm>

#include "python/types/constraint_parts.h"
#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

using namespace constraint_parts;

/// The constraints of one way to satisfy a union; none if it can't be satisfied that way.
using Option = std::optional<Constraints>;
using Options = std::vector<Option>;

bool same_constraint(const Constraint& left, const Constraint& right) {
    return left.op == right.op && left.type_var() == right.type_var() &&
           is_equal(left.target, right.target);
}

bool same_option(const Option& left, const Option& right) {
    if (!left || !right) return left.has_value() == right.has_value();
    return std::equal(left->begin(), left->end(), right->begin(), right->end(), same_constraint);
}

/// What a union says: constraints that hold whichever of the options is meant.
class OptionMerger {
public:
    explicit OptionMerger(Context& cx) : cx_(cx) {}

    /// `is_eager`: options without constraints, which hold trivially, are left out.
    [[nodiscard]] Constraints merge(const Options& options, bool is_eager);

private:
    [[nodiscard]] bool targets_any(const Constraint& constraint) {
        return is_any(cx_, constraint.target);
    }
    [[nodiscard]] bool is_same(const Constraint& left, const Constraint& right);
    [[nodiscard]] bool are_same(const Constraints& left, const Constraints& right);
    [[nodiscard]] bool has_similar_in(const Constraints& left, const Constraints& right);
    [[nodiscard]] Options merged_with_trivial(const Options& options);
    [[nodiscard]] Constraint with_any(const Constraint& constraint);
    [[nodiscard]] Option satisfiable_part(const Option& option);
    [[nodiscard]] static Option meta_part(const Option& option);

    Context& cx_;
};

bool OptionMerger::is_same(const Constraint& left, const Constraint& right) {
    // The direction doesn't matter between Anys.
    const bool is_directed = !targets_any(left) || !targets_any(right);
    return left.type_var() == right.type_var() && (left.op == right.op || !is_directed) &&
           is_same_type(cx_, left.target, right.target);
}

bool OptionMerger::are_same(const Constraints& left, const Constraints& right) {
    const auto all_in = [&](const Constraints& these, const Constraints& those) {
        return std::all_of(these.begin(), these.end(), [&](const Constraint& one) {
            return std::any_of(those.begin(), those.end(),
                               [&](const Constraint& other) { return is_same(one, other); });
        });
    };
    return all_in(left, right) && all_in(right, left);
}

/// Whether each constraint has one of the same variable and direction on the other side.
bool OptionMerger::has_similar_in(const Constraints& left, const Constraints& right) {
    return std::all_of(left.begin(), left.end(), [&](const Constraint& one) {
        return std::any_of(right.begin(), right.end(), [&](const Constraint& other) {
            return one.type_var() == other.type_var() &&
                   (one.op == other.op || targets_any(one) || targets_any(other));
        });
    });
}

Constraint OptionMerger::with_any(const Constraint& constraint) {
    if (is_union_with_any(cx_, constraint.target)) return constraint;
    const TypePtr any = make_any(cx_, AnySource::ImplementationArtifact);
    return {constraint.origin, constraint.op, make_union(cx_, {constraint.target, any})};
}

/// Options of one structure, with those that speak of Any only merged into the others; none if
/// there are no such options, or only such.
Options OptionMerger::merged_with_trivial(const Options& options) {
    const auto is_trivial = [&](const Option& option) {
        return std::all_of(option->begin(), option->end(),
                           [&](const Constraint& constraint) { return targets_any(constraint); });
    };
    Options merged;
    for (const Option& option : options) {
        if (is_trivial(option)) continue;
        Constraints constraints;
        for (const Constraint& constraint : *option) constraints.push_back(with_any(constraint));
        merged.emplace_back(std::move(constraints));
    }
    if (merged.size() == options.size()) merged.clear();
    return merged;
}

/// Without constraints that the variable's bound or values rule out.
Option OptionMerger::satisfiable_part(const Option& option) {
    if (!option || option->empty()) return option;
    Constraints satisfiable;
    for (const Constraint& constraint : *option) {
        const auto fits = [&](TypePtr bound) { return is_subtype(cx_, constraint.target, bound); };
        const auto* variable = as<TypeVarType>(constraint.origin);
        const bool has_values = variable != nullptr && !variable->values.empty();
        if (has_values ? std::any_of(variable->values.begin(), variable->values.end(), fits)
                       : fits(constraint.origin->upper_bound)) {
            satisfiable.push_back(constraint);
        }
    }
    if (satisfiable.empty()) return std::nullopt;
    return satisfiable;
}

Option OptionMerger::meta_part(const Option& option) {
    if (!option || option->empty()) return option;
    Constraints of_meta;
    for (const Constraint& constraint : *option) {
        if (constraint.type_var().is_meta()) of_meta.push_back(constraint);
    }
    if (of_meta.empty()) return std::nullopt;
    return of_meta;
}

Constraints OptionMerger::merge(const Options& options, bool is_eager) {
    DepthGuard guard(cx_);
    if (guard.exceeded()) return {};
    Options valid;
    for (const Option& option : options) {
        if (option && !(is_eager && option->empty())) valid.push_back(option);
    }
    if (valid.empty()) return {};
    if (valid.size() == 1) return *valid.front();
    const Constraints& first = *valid.front();
    const auto all_others = [&](auto matches) {
        return std::all_of(valid.begin() + 1, valid.end(),
                           [&](const Option& option) { return matches(*option); });
    };
    if (all_others([&](const Constraints& other) { return are_same(first, other); })) return first;
    if (all_others([&](const Constraints& other) {
            return has_similar_in(first, other) && has_similar_in(other, first);
        })) {
        const Options merged = merged_with_trivial(valid);
        if (!merged.empty()) return merge(merged, is_eager);
    }
    // Not decided yet: first without what can't be, then without variables that aren't being solved
    // for (last, because not every caller marks those that are).
    const auto retry_with = [&](auto part) -> std::optional<Constraints> {
        Options filtered;
        for (const Option& option : options) filtered.push_back(part(option));
        if (std::equal(filtered.begin(), filtered.end(), options.begin(), same_option)) {
            return std::nullopt;
        }
        return merge(filtered, is_eager);
    };
    if (auto merged = retry_with([&](const Option& o) { return satisfiable_part(o); })) {
        return std::move(*merged);
    }
    return retry_with(meta_part).value_or(Constraints{});
}

/// infer_constraints, or none if the relation can't hold whatever the variables are.
Option infer_if_possible(Context& cx, TypePtr pattern, TypePtr actual, ConstraintOp direction) {
    const TypePtr erased = erase_typevars(cx, pattern);
    if (direction == ConstraintOp::SubtypeOf) {
        if (!is_subtype(cx, erased, actual)) return std::nullopt;
    } else if (!is_subtype(cx, actual, erased)) {
        return std::nullopt;
    } else if (const auto* variable = as<TypeVarType>(pattern)) {
        const TypePtr bound = erase_typevars(cx, variable->upper_bound);
        if (!is_subtype(cx, actual, bound)) return std::nullopt;
    }
    return infer_constraints(cx, pattern, actual, direction);
}

/// A recursive union such as T | list[T | ...] that gave no common constraints: its items apart
/// from type variables first, then the variables.
Constraints against_recursive_union(Context& cx, const UnionType& pattern, TypePtr actual,
                                    ConstraintOp direction) {
    std::vector<TypePtr> variables;
    std::vector<TypePtr> others;
    for (TypePtr item : pattern.items) (is<TypeVarType>(item) ? variables : others).push_back(item);
    Constraints constraints = infer_constraints(cx, make_union(cx, others), actual, direction);
    if (!constraints.empty()) return constraints;
    return infer_constraints(cx, make_union(cx, variables), actual, direction);
}

/// type[T], or a union of such.
bool is_type_type(Context& cx, TypePtr type) {
    if (is<TypeType>(type)) return true;
    const auto* parts = as<UnionType>(type);
    return parts != nullptr &&
           std::all_of(parts->items.begin(), parts->items.end(),
                       [&](TypePtr item) { return is<TypeType>(get_proper(cx, item)); });
}

TypePtr unwrap_type_type(Context& cx, TypePtr type) {
    if (const auto* type_type = as<TypeType>(type)) return get_proper(cx, type_type->item);
    std::vector<TypePtr> items;
    for (TypePtr item : expect<UnionType>(type).items) {
        items.push_back(expect<TypeType>(get_proper(cx, item)).item);
    }
    return get_proper(cx, make_union(cx, items));
}

Constraints against_kind(const Inference& how, TypePtr pattern) {
    switch (pattern->kind) {
        case TypeKind::Instance:
            return against_instance(how, expect<Instance>(pattern));
        case TypeKind::Callable:
            return against_callable(how, expect<CallableType>(pattern));
        case TypeKind::Overloaded:
            return against_overloaded(how, expect<OverloadedType>(pattern));
        case TypeKind::Parameters:
            return against_parameters(how, expect<ParametersType>(pattern));
        case TypeKind::TypeType:
            return against_type_type(how, expect<TypeType>(pattern));
        case TypeKind::Tuple:
            return against_tuple(how, expect<TupleType>(pattern));
        case TypeKind::TypedDict:
            return against_typed_dict(how, expect<TypedDictType>(pattern));
        default:
            return {};  // no variables inside, or none that a value could tell
    }
}

/// One of the two is a union or a type variable: settled here. None if neither is.
std::optional<Constraints> against_union(Context& cx, TypePtr original, TypePtr pattern,
                                         TypePtr actual, ConstraintOp direction,
                                         bool is_unwrapped) {
    const auto* parts = as<UnionType>(pattern);
    const auto* actual_parts = as<UnionType>(actual);
    Constraints all;
    // Every item of the subtype has to fit...
    if (direction == ConstraintOp::SubtypeOf && parts != nullptr) {
        for (TypePtr item : parts->items) {
            append(all, infer_constraints(cx, item, actual, direction));
        }
        return all;
    }
    if (direction == ConstraintOp::SupertypeOf && actual_parts != nullptr) {
        for (TypePtr item : actual_parts->items) {
            if (is_unwrapped) item = make_type_type(cx, item);
            append(all, infer_constraints(cx, original, item, direction));
        }
        return all;
    }
    // ... but for the supertype one item is enough.
    Options options;
    if (direction == ConstraintOp::SubtypeOf && actual_parts != nullptr) {
        for (TypePtr item : actual_parts->items) {
            options.push_back(infer_if_possible(cx, pattern, item, direction));
        }
        return OptionMerger(cx).merge(options, true);
    }
    if (parts == nullptr) return std::nullopt;
    for (TypePtr item : parts->items) {
        options.push_back(infer_if_possible(cx, item, actual, direction));
    }
    all = OptionMerger(cx).merge(options, is<AnyType>(actual));
    if (all.empty() && has_recursive_types(cx, pattern) && !has_recursive_types(cx, actual)) {
        return against_recursive_union(cx, *parts, actual, direction);
    }
    return all;
}

Constraints infer_once(Context& cx, TypePtr original, TypePtr actual, ConstraintOp direction,
                       bool skip_neg_op, bool erase_types) {
    TypePtr pattern = get_proper(cx, original);
    actual = get_proper(cx, actual);
    // Whether somebody simplified a union mustn't matter. Erased items stay, for the caller to see.
    const auto simplified = [&](TypePtr type) {
        const auto* parts = as<UnionType>(type);
        if (parts == nullptr || cx.keep_unions) return type;
        return get_proper(cx, make_simplified_union(cx, parts->items, {.keep_erased = true}));
    };
    pattern = simplified(pattern);
    actual = simplified(actual);
    if (const auto* any = as<AnyType>(actual); any != nullptr) {
        if (any->source == AnySource::SuggestionEngine) return {};
    }
    // type[A | B] is kept as type[A] | type[B], whose join would be type[object].
    const bool is_unwrapped = is_type_type(cx, pattern) && is_type_type(cx, actual);
    if (is_unwrapped) {
        pattern = unwrap_type_type(cx, pattern);
        actual = unwrap_type_type(cx, actual);
    }
    // Before unions: T may itself be a union.
    if (const auto* variable = as<TypeVarType>(pattern)) return {{variable, direction, actual}};
    if (const auto* variable = as<TypeVarType>(actual);
        variable != nullptr && !variable->id.is_meta() && direction == ConstraintOp::SupertypeOf) {
        const auto* parts = as<UnionType>(pattern);
        const bool has_variable =
            parts != nullptr && std::any_of(parts->items.begin(), parts->items.end(),
                                            [](TypePtr item) { return is<TypeVarType>(item); });
        if (!has_variable) actual = get_proper(cx, variable->upper_bound);
    }
    if (auto settled = against_union(cx, original, pattern, actual, direction, is_unwrapped)) {
        return std::move(*settled);
    }
    return against_kind({cx, actual, direction, skip_neg_op, erase_types}, pattern);
}

}  // namespace

Constraints infer_constraints(Context& cx, TypePtr template_type, TypePtr actual,
                              ConstraintOp direction, bool skip_neg_op, bool erase_types) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return {};
    const TypePtr pattern = get_proper(cx, template_type);
    if (!cx.inferring.empty()) {
        const TypePtr proper_actual = get_proper(cx, actual);
        for (auto pair = cx.inferring.rbegin(); pair != cx.inferring.rend(); ++pair) {
            if (is_equal(pattern, get_proper(cx, pair->first)) &&
                is_equal(proper_actual, get_proper(cx, pair->second))) {
                return {};
            }
        }
    }
    // Instances count as recursive because some are by their bases, as str is a Sequence[str].
    if (!is<Instance>(pattern) && !has_recursive_types(cx, template_type)) {
        return infer_once(cx, template_type, actual, direction, skip_neg_op, erase_types);
    }
    if (!has_type_vars(cx, template_type)) return {};
    cx.inferring.emplace_back(template_type, actual);
    Constraints constraints =
        infer_once(cx, template_type, actual, direction, skip_neg_op, erase_types);
    cx.inferring.pop_back();
    return constraints;
}

}  // namespace krait::types
