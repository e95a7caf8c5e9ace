// narrow.cpp
//
// What is known of a variable after a test: its declared type, narrowed to what the test said. It
// is a meet where that makes sense, but keeps the declared type's name and its type variables where
// it can, since users read the result.

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/meet.h"
#include "python/types/meet_parts.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

/// What a step knows: both types as given and as they are behind aliases.
struct Narrowing {
    TypePtr original_declared;
    TypePtr original_narrowed;
    TypePtr declared;
    TypePtr narrowed;
};

TypePtr narrow_union(Context& cx, const UnionType& declared, TypePtr narrowed) {
    const auto* parts = as<UnionType>(narrowed);
    const TypeList narrowed_items =
        parts != nullptr ? relevant_items(cx, *parts) : TypeList(&narrowed, 1);
    std::vector<TypePtr> items;
    for (TypePtr d : relevant_items(cx, declared)) {
        for (TypePtr n : narrowed_items) {
            // An int is not a float at runtime, but a declared float may hold one.
            if (is_overlapping_types(cx, d, n, {.ignore_promotions = true}) ||
                is_subtype(cx, n, d)) {
                items.push_back(narrow_declared_type(cx, d, n));
            }
        }
    }
    return make_simplified_union(cx, items);
}

TypePtr narrow_to_union(Context& cx, TypePtr declared, const UnionType& narrowed) {
    std::vector<TypePtr> items;
    for (TypePtr item : relevant_items(cx, narrowed)) {
        items.push_back(narrow_declared_type(cx, declared, item));
    }
    return make_simplified_union(cx, items);
}

bool has_member_of_enum(Context& cx, TypePtr declared, const UnionType& narrowed) {
    const auto* instance = as<Instance>(declared);
    if (instance == nullptr || !class_info(cx, *instance).is_enum) return false;
    const TypeList items = relevant_items(cx, narrowed);
    return std::any_of(items.begin(), items.end(), [&](TypePtr item) {
        const auto* literal = as_proper<LiteralType>(cx, item);
        return literal != nullptr && literal->fallback->type == instance->type;
    });
}

/// The variable with its bound narrowed, or null if that can't say it: T rather than a union of Ts
/// is what people expect to see.
TypePtr narrow_bound(Context& cx, const Narrowing& what) {
    if (const auto* variable = as<TypeVarType>(what.declared)) {
        if (!has_type_vars(cx, what.original_narrowed) &&
            is_subtype(cx, what.original_narrowed, variable->upper_bound)) {
            return with_upper_bound(
                cx, *variable,
                narrow_declared_type(cx, variable->upper_bound, what.original_narrowed));
        }
    }
    if (const auto* variable = as<TypeVarType>(what.narrowed)) {
        if (!has_type_vars(cx, what.original_declared) &&
            is_subtype(cx, what.original_declared, variable->upper_bound)) {
            return with_upper_bound(
                cx, *variable,
                narrow_declared_type(cx, what.original_declared, variable->upper_bound));
        }
    }
    return nullptr;
}

TypePtr narrow_type_type(Context& cx, const TypeType& declared, const Narrowing& what) {
    if (const auto* narrowed = as<TypeType>(what.narrowed)) {
        return make_type_type(cx, narrow_declared_type(cx, declared.item, narrowed->item),
                              declared.is_type_form && narrowed->is_type_form);
    }
    const auto* instance = as<Instance>(what.narrowed);
    if (instance != nullptr && is_metaclass(cx, class_info(cx, *instance))) {
        // type[T] that is an instance of a metaclass: that would take an intersection.
        if (!declared.is_type_form) return what.original_declared;
        return narrow_declared_type(cx, make_type_type(cx, declared.item), what.original_narrowed);
    }
    return meet_types(cx, what.original_declared, what.original_narrowed);
}

TypePtr narrow_instance(Context& cx, const Instance& declared, const Narrowing& what) {
    // Machine integers and int have different representations, so neither narrows to the other.
    if (class_info(cx, declared).alt_promote != nullptr) return what.original_declared;
    if (const auto* narrowed = as<Instance>(what.narrowed)) {
        const Instance* promotion = class_info(cx, *narrowed).alt_promote;
        if (promotion != nullptr && promotion->type == declared.type) {
            return what.original_declared;
        }
    }
    return meet_types(cx, what.original_declared, what.original_narrowed);
}

TypePtr narrow_typed_dict(Context& cx, const Instance& narrowed, const Narrowing& what) {
    // isinstance(x, dict) picks the TypedDicts out of a union.
    const bool is_any_dict = full_name(cx, narrowed) == known::builtins_dict &&
                             std::all_of(narrowed.args.begin(), narrowed.args.end(),
                                         [&](TypePtr argument) { return is_any(cx, argument); });
    if (is_any_dict) return what.original_declared;
    return meet_types(cx, what.original_declared, what.original_narrowed);
}

/// The two overlap, and neither is a union.
TypePtr narrow_overlapping(Context& cx, const Narrowing& what) {
    if (is<AnyType>(what.narrowed)) return what.original_narrowed;
    if (const auto* variable = as<TypeVarType>(what.narrowed)) {
        if (is_subtype(cx, variable->upper_bound, what.declared)) return variable;
    }
    if (const auto* declared = as<TypeType>(what.declared)) {
        return narrow_type_type(cx, *declared, what);
    }
    if (const auto* declared = as<Instance>(what.declared)) {
        return narrow_instance(cx, *declared, what);
    }
    if (is<TupleType>(what.declared) || is<LiteralType>(what.declared)) {
        return meet_types(cx, what.original_declared, what.original_narrowed);
    }
    if (const auto* instance = as<Instance>(what.narrowed);
        instance != nullptr && is<TypedDictType>(what.declared)) {
        return narrow_typed_dict(cx, *instance, what);
    }
    const auto* declared = as<CallableType>(what.declared);
    const auto* narrowed = as<CallableType>(what.narrowed);
    if (declared != nullptr && narrowed != nullptr && has_type_vars(cx, declared->ret_type)) {
        return with_ret_type(cx, *narrowed,
                             narrow_declared_type(cx, declared->ret_type, narrowed->ret_type));
    }
    return what.original_narrowed;
}

}  // namespace

TypePtr narrow_declared_by_type_guard(Context& cx, TypePtr declared, TypePtr guard) {
    return is_proper_subtype(cx, declared, guard, {.ignore_promotions = true}) ? declared : guard;
}

TypePtr narrow_declared_type(Context& cx, TypePtr declared, TypePtr narrowed) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return declared;
    const Narrowing what{declared, narrowed, get_proper(cx, declared), get_proper(cx, narrowed)};
    if (is_equal(what.declared, what.narrowed)) return declared;
    if (const auto* parts = as<UnionType>(what.declared)) {
        return narrow_union(cx, *parts, what.narrowed);
    }
    const auto* narrowed_parts = as<UnionType>(what.narrowed);
    if (narrowed_parts != nullptr && has_member_of_enum(cx, what.declared, *narrowed_parts)) {
        return narrow_to_union(cx, what.declared, *narrowed_parts);
    }
    if (const TypePtr variable = narrow_bound(cx, what)) return variable;
    if (!is_overlapping_types(cx, what.declared, what.narrowed)) return meet_parts::bottom(cx);
    if (narrowed_parts != nullptr) return narrow_to_union(cx, what.declared, *narrowed_parts);
    return narrow_overlapping(cx, what);
}

}  // namespace krait::types
