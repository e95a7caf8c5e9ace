// constraints_tuples.cpp
//
// Tuples and other lists of types of which one part may be of unknown length; TypedDicts; Any.

#include <algorithm>

#include "python/types/constraint_parts.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/typed_dict_items.h"
#include "python/types/variadic.h"

namespace krait::types::constraint_parts {

namespace {

const Instance* as_homogeneous_tuple(Context& cx, TypePtr type) {
    const auto* instance = as_proper<Instance>(cx, type);
    const bool is_tuple = instance != nullptr && !instance->args.empty() &&
                          full_name(cx, *instance) == known::builtins_tuple;
    return is_tuple ? instance : nullptr;
}

/// How many types at each end can be paired off, and whether the template's unpacked part may be
/// matched with what is between.
struct Pairing {
    std::size_t prefix;
    std::size_t suffix;
    bool matches_middle;
};

Pairing pair_off(Context& cx, TypeList patterns, std::size_t unpack, TypeList actuals) {
    const std::size_t prefix = unpack;
    const std::size_t suffix = patterns.size() - unpack - 1;
    const auto actual_unpack = find_unpack_in_list(actuals);
    if (!actual_unpack) return {prefix, suffix, true};
    const std::size_t actual_prefix = *actual_unpack;
    const std::size_t actual_suffix = actuals.size() - actual_prefix - 1;
    if (actual_prefix >= prefix && actual_suffix >= suffix) return {prefix, suffix, true};
    // *tuple[X, ...] can lend as many Xs as are needed; of other unpacked parts it isn't known
    // where they end.
    const TypePtr unpacked = expect<UnpackType>(actuals[actual_prefix]).type;
    if (as_homogeneous_tuple(cx, unpacked) != nullptr) return {prefix, suffix, true};
    return {std::min(prefix, actual_prefix), std::min(suffix, actual_suffix), false};
}

void append_pairs(Context& cx, Constraints& all, TypeList patterns, TypeList actuals,
                  ConstraintOp direction) {
    for (std::size_t i = 0; i < patterns.size() && i < actuals.size(); ++i) {
        append(all, infer_constraints(cx, patterns[i], actuals[i], direction));
    }
}

/// The template's unpacked part against the types between prefix and suffix.
void append_middle(Context& cx, Constraints& all, TypePtr unpacked, TypeList middle,
                   ConstraintOp direction) {
    unpacked = get_proper(cx, unpacked);
    if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
        all.push_back(
            {variable, direction, types::make_tuple(cx, middle, *variable->tuple_fallback)});
        return;
    }
    const Instance* tuple = as_homogeneous_tuple(cx, unpacked);
    if (tuple == nullptr) return;
    for (TypePtr item : middle) {
        if (const auto* unpack = as<UnpackType>(item)) {
            const Instance* actual_tuple = as_homogeneous_tuple(cx, unpack->type);
            if (actual_tuple == nullptr) continue;
            item = actual_tuple->args[0];
        }
        append(all, infer_constraints(cx, tuple->args[0], item, direction));
    }
}

/// A tuple with an unpacked part against tuple[X, ...]. Such a tuple can only be a supertype, but
/// constraints in the other direction make for better messages.
Constraints variadic_against_homogeneous(const Inference& how, const TupleType& pattern,
                                         std::size_t unpack, const Instance& mapped) {
    const TypePtr unpacked = get_proper(how.cx, expect<UnpackType>(pattern.items[unpack]).type);
    Constraints all;
    if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
        all.push_back({variable, how.direction, &mapped});
    } else {
        all = how.infer(unpacked, &mapped);
    }
    if (mapped.args.empty()) return all;
    for (std::size_t i = 0; i < pattern.items.size(); ++i) {
        if (i != unpack) append(all, how.infer(pattern.items[i], mapped.args[0]));
    }
    return all;
}

/// Types of a template and of an actual that stand for each other.
struct Pairs {
    std::vector<TypePtr> patterns;
    std::vector<TypePtr> actuals;
};

/// A tuple without an unpacked part against one with: the ends are paired off, and what is between
/// in the template is inferred from X of *tuple[X, ...].
Pairs fixed_against_variadic(const Inference& how, const TupleType& pattern,
                             const TupleType& actual, std::size_t unpack, Constraints& all) {
    if (actual.items.size() > pattern.items.size() + 1) return {};
    const std::size_t suffix = actual.items.size() - unpack - 1;
    const SplitTypes parts = split_with_prefix_and_suffix(how.cx, pattern.items, unpack, suffix);
    if (const Instance* tuple =
            as_homogeneous_tuple(how.cx, expect<UnpackType>(actual.items[unpack]).type)) {
        for (TypePtr item : parts.middle) append(all, how.infer(item, tuple->args[0]));
    }
    Pairs pairs;
    pairs.patterns.assign(parts.prefix.begin(), parts.prefix.end());
    pairs.patterns.insert(pairs.patterns.end(), parts.suffix.begin(), parts.suffix.end());
    const TypeList before = actual.items.first(unpack);
    const TypeList behind = actual.items.subspan(unpack + 1);
    pairs.actuals.assign(before.begin(), before.end());
    pairs.actuals.insert(pairs.actuals.end(), behind.begin(), behind.end());
    return pairs;
}

Constraints tuple_against_tuple(const Inference& how, const TupleType& pattern,
                                const TupleType& actual) {
    Constraints all;
    Pairs pairs;
    const auto unpack = find_unpack_in_list(pattern.items);
    const auto actual_unpack = find_unpack_in_list(actual.items);
    if (unpack) {
        all = from_unpack(how.cx, pattern.items, actual.items, how.direction);
    } else if (actual_unpack) {
        pairs = fixed_against_variadic(how, pattern, actual, *actual_unpack, all);
    } else {
        pairs.patterns.assign(pattern.items.begin(), pattern.items.end());
        pairs.actuals.assign(actual.items.begin(), actual.items.end());
    }
    if (pairs.patterns.size() == pairs.actuals.size()) {
        const auto is_named = [&](const TupleType& type) {
            return class_info(how.cx, *type.partial_fallback).is_named_tuple;
        };
        if (!is_named(pattern) || !is_named(actual)) {
            append_pairs(how.cx, all, pairs.patterns, pairs.actuals, how.direction);
        }
    }
    append(all, how.infer(pattern.partial_fallback, actual.partial_fallback));
    return all;
}

}  // namespace

Constraints from_unpack(Context& cx, TypeList patterns, TypeList actuals, ConstraintOp direction) {
    const auto unpack = find_unpack_in_list(patterns);
    if (!unpack) return {};
    const TypePtr unpacked = expect<UnpackType>(patterns[*unpack]).type;
    const bool is_too_short = !find_unpack_in_list(actuals) && patterns.size() - 1 > actuals.size();
    if (is_too_short) {
        // No solution, but an empty TypeVarTuple makes for a better message.
        const auto* variable = as<TypeVarTupleType>(unpacked);
        if (variable == nullptr) return {};
        return {
            {variable, direction, types::make_tuple(cx, TypeList{}, *variable->tuple_fallback)}};
    }
    const Pairing pairing = pair_off(cx, patterns, *unpack, actuals);
    const SplitTypes parts =
        split_with_prefix_and_suffix(cx, actuals, pairing.prefix, pairing.suffix);
    Constraints all;
    append_pairs(cx, all, patterns.first(pairing.prefix), parts.prefix, direction);
    append_pairs(cx, all, patterns.last(pairing.suffix), parts.suffix, direction);
    if (pairing.matches_middle) append_middle(cx, all, unpacked, parts.middle, direction);
    return all;
}

Constraints against_tuple(const Inference& how, const TupleType& pattern) {
    if (const auto* any = as<AnyType>(how.actual)) return against_any(how, pattern.items, *any);
    if (const auto* tuple = as<TupleType>(how.actual)) {
        return tuple_against_tuple(how, pattern, *tuple);
    }
    const auto* instance = as<Instance>(how.actual);
    const auto unpack = find_unpack_in_list(pattern.items);
    if (instance == nullptr || !unpack) return {};
    for (DefId id : class_info(how.cx, *instance).mro) {
        const ClassInfo& info = class_info(how.cx, id);
        if (info.fullname != known::builtins_tuple) continue;
        const Instance* mapped = map_instance_to_supertype(how.cx, *instance, info);
        return variadic_against_homogeneous(how, pattern, *unpack, *mapped);
    }
    return {};
}

Constraints against_typed_dict(const Inference& how, const TypedDictType& pattern) {
    Constraints all;
    if (const auto* actual = as<TypedDictType>(how.actual)) {
        for (const TypedDictItem& item : pattern.items) {
            if (const TypedDictItem* other = find_item(*actual, item.name)) {
                append(all, how.infer(item.type, other->type));
            }
        }
    } else if (const auto* any = as<AnyType>(how.actual)) {
        std::vector<TypePtr> types;
        for (const TypedDictItem& item : pattern.items) types.push_back(item.type);
        all = against_any(how, types, *any);
    }
    return all;
}

Constraints against_any(const Inference& how, TypeList patterns, const AnyType& any) {
    Constraints all;
    // Parameters behind *args are in a tuple of their own, hence the flattening.
    for (TypePtr pattern : flatten_nested_tuples(how.cx, patterns)) {
        const auto* unpack = as<UnpackType>(pattern);
        if (unpack == nullptr) {
            append(all, how.infer(pattern, &any));
        } else if (const auto* variable = as<TypeVarTupleType>(unpack->type)) {
            all.push_back({variable, how.direction, &any});
        } else if (const auto* unpacked = as_proper<Instance>(how.cx, unpack->type)) {
            append(all, how.infer(unpacked, &any));
        }
    }
    return all;
}

}  // namespace krait::types::constraint_parts
