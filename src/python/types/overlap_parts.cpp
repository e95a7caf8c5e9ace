// overlap_parts.cpp: see the header.

#include "python/types/overlap_parts.h"

#include <algorithm>
#include <vector>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/typed_dict_items.h"
#include "python/types/variadic.h"

namespace krait::types::overlap_parts {

namespace {

/// tuple[X, ...] with as many Xs as the other has items; a tuple with items as it is.
const TupleType* as_fixed_tuple(Context& cx, TypePtr type, TypePtr other) {
    if (const auto* tuple = as<TupleType>(type)) return tuple;
    const auto* instance = as<Instance>(type);
    if (instance == nullptr || instance->args.empty()) return nullptr;
    const auto* fixed = as<TupleType>(other);
    const std::vector<TypePtr> items(fixed == nullptr ? 1 : fixed->items.size(), instance->args[0]);
    return types::make_tuple(cx, items, *instance);
}

/// The tuple with its unpacked part repeated until it has `target` items, if it has fewer.
const TupleType* expanded_to(Context& cx, const TupleType& tuple, std::size_t target) {
    if (tuple.items.size() > target + 1) return &tuple;
    const std::size_t extra = target + 1 - tuple.items.size();
    std::vector<TypePtr> items;
    for (TypePtr item : tuple.items) {
        const auto* unpack = as<UnpackType>(item);
        if (unpack == nullptr) {
            items.push_back(item);
            continue;
        }
        const TypePtr unpacked = get_proper(cx, unpack->type);
        const auto* variable = as<TypeVarTupleType>(unpacked);
        const Instance* instance =
            variable != nullptr ? variable->tuple_fallback : as<Instance>(unpacked);
        if (instance == nullptr || instance->args.empty()) return &tuple;
        items.insert(items.end(), extra, instance->args[0]);
    }
    return with_items(cx, tuple, items);
}

/// Whether each key that `left` requires can hold a value that `right` allows.
bool fit_required_keys(const TypedDictType& left, const TypedDictType& right, Overlaps overlaps) {
    return std::all_of(left.items.begin(), left.items.end(), [&](const TypedDictItem& item) {
        if (!item.required) return true;
        const TypedDictItem* other = find_item(right, item.name);
        return other != nullptr && overlaps(item.type, other->type);
    });
}

}  // namespace

bool is_tuple(Context& cx, TypePtr type) {
    return is<TupleType>(get_proper(cx, type)) ||
           is_named_instance(cx, type, known::builtins_tuple);
}

bool are_tuples_overlapping(Context& cx, TypePtr left_type, TypePtr right_type, Overlaps overlaps) {
    left_type = get_proper(cx, left_type);
    right_type = get_proper(cx, right_type);
    const TupleType* left = as_fixed_tuple(cx, left_type, right_type);
    if (left == nullptr) return true;
    const TupleType* right = as_fixed_tuple(cx, right_type, left);
    if (right == nullptr) return true;
    // Two variadic tuples may overlap without this finding it, which is rare and only costs a
    // warning.
    const bool is_left_variadic = find_unpack_in_list(left->items).has_value();
    const bool is_right_variadic = find_unpack_in_list(right->items).has_value();
    if (is_left_variadic) left = expanded_to(cx, *left, right->items.size());
    if (is_right_variadic) right = expanded_to(cx, *right, left->items.size());
    if (left->items.size() != right->items.size()) return false;
    for (std::size_t i = 0; i < left->items.size(); ++i) {
        if (!overlaps(left->items[i], right->items[i])) return false;
    }
    // Tuples of two named classes have to be one class at runtime.
    if (is_named_instance(cx, left->partial_fallback, known::builtins_tuple) ||
        is_named_instance(cx, right->partial_fallback, known::builtins_tuple)) {
        return true;
    }
    return overlaps(left->partial_fallback, right->partial_fallback);
}

bool are_typed_dicts_overlapping(const TypedDictType& left, const TypedDictType& right,
                                 Overlaps overlaps) {
    // Keys that neither requires may be missing, so they can't keep the two apart.
    return fit_required_keys(left, right, overlaps) &&
           fit_required_keys(right, left, [&](auto r, auto l) { return overlaps(l, r); });
}

bool is_overlapping_mapping(Context& cx, const TypedDictType& typed, const Instance& mapping,
                            Overlaps overlaps) {
    const ClassInfo& info = class_info(cx, mapping);
    const ClassInfo* base = nullptr;
    for (DefId id : info.mro) {
        const ClassInfo& ancestor = class_info(cx, id);
        if (ancestor.fullname == known::typing_mapping) base = &ancestor;
        if (ancestor.fullname == known::typing_mutable_mapping) {
            const bool has_readonly =
                std::any_of(typed.items.begin(), typed.items.end(),
                            [](const TypedDictItem& item) { return item.readonly; });
            if (has_readonly) return false;
        }
    }
    if (base == nullptr) return true;
    const Instance* mapped = map_instance_to_supertype(cx, mapping, *base);
    if (mapped->args.size() != 2) return true;
    const TypePtr key = get_proper(cx, mapped->args[0]);
    const TypePtr value = get_proper(cx, mapped->args[1]);

    const bool requires_keys = std::any_of(typed.items.begin(), typed.items.end(),
                                           [](const TypedDictItem& item) { return item.required; });
    // An empty dict is a TypedDict that requires nothing.
    if (is<UninhabitedType>(key) && is<UninhabitedType>(value)) return !requires_keys;
    if (!overlaps(key, named_type(cx, known::builtins_str))) return false;
    // All required keys must fit; without any, it is enough that one does.
    const auto fits = [&](const TypedDictItem& item) { return overlaps(item.type, value); };
    if (!requires_keys) return std::any_of(typed.items.begin(), typed.items.end(), fits);
    return std::all_of(typed.items.begin(), typed.items.end(),
                       [&](const TypedDictItem& item) { return !item.required || fits(item); });
}

}  // namespace krait::types::overlap_parts
