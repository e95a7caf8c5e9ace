// subtypes_tuple.cpp
//
// Tuples of fixed and variable length, and TypedDicts. A variadic tuple stands for the union of all
// tuples that its *tuple[X, ...] can be.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/subtypes_impl.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types {

bool is_normalized_instance(Context& cx, const Instance& type) {
    if (type.args.empty()) return false;
    const TupleType* tuple = class_info(cx, type).tuple_type;
    return tuple != nullptr && is<Instance>(expand_type_by_instance(cx, tuple, type));
}

bool SubtypeQuestion::all_hold(TypeList lefts, TypeList rights) const {
    std::size_t count = std::min(lefts.size(), rights.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (!holds(lefts[i], rights[i])) return false;
    }
    return true;
}

bool SubtypeQuestion::is_top(TypePtr type) const {
    return (!proper && is_any(cx, type)) || is_named_instance(cx, type, known::builtins_object);
}

bool SubtypeQuestion::tuple_is(const TupleType& left) const {
    if (const auto* to = as<Instance>(right)) return tuple_is_instance(left, *to);
    if (const auto* to = as<TupleType>(right)) return tuple_is_tuple(left, *to);
    return false;
}

bool SubtypeQuestion::tuple_is_instance(const TupleType& left, const Instance& to) const {
    const ClassInfo& to_info = class_info(cx, to);
    if (to_info.fullname == known::typing_sized) return true;
    if (known::is_tuple_like(to_info.fullname)) {
        if (to.args.empty() && proper) return false;
        bool any_item = to.args.empty() || is_any(cx, to.args[0]);
        if (to_info.fullname == known::builtins_tuple && any_item) return true;
        TypePtr wanted = to.args.empty() ? make_any(cx, AnySource::SpecialForm) : to.args[0];
        for (TypePtr item : left.items) {
            if (const auto* unpack = as<UnpackType>(item)) {
                TypePtr unpacked = get_proper(cx, unpack->type);
                if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
                    unpacked = get_proper(cx, variable->upper_bound);
                }
                const auto* homogeneous = as<Instance>(unpacked);
                if (homogeneous == nullptr || homogeneous->args.empty()) continue;
                item = homogeneous->args[0];
            }
            if (!holds(item, wanted)) return false;
        }
        return true;
    }
    if (holds(left.partial_fallback, &to) && holds(tuple_fallback(cx, left), &to)) return true;
    // Protocols see the tuple itself, so that self types of named tuples are precise.
    return to_info.is_protocol &&
           is_protocol_implementation(cx, &left, to, {.proper_subtype = proper});
}

bool SubtypeQuestion::tuple_is_tuple(const TupleType& left, const TupleType& to) const {
    if (variadic_tuple_is(left, to)) return true;
    const TupleType& adjusted = adjusted_to(left, to);
    if (adjusted.items.size() != to.items.size() || !all_hold(adjusted.items, to.items)) {
        return false;
    }
    // Items decide; classes count only where the right side is a class of its own.
    if (full_name(cx, *to.partial_fallback) == known::builtins_tuple) return true;
    if (full_name(cx, *adjusted.partial_fallback) == known::builtins_tuple) return false;
    return holds(adjusted.partial_fallback, to.partial_fallback);
}

/// Left with its *tuple[Any, ...] shaped such that it has as many items as right, if that can be.
const TupleType& SubtypeQuestion::adjusted_to(const TupleType& left, const TupleType& to) const {
    auto variadic = get_variadic_item(cx, left);
    if (!variadic || !is_any(cx, variadic->type)) return left;
    auto to_unpack = find_unpack_in_list(to.items);
    if (!to_unpack) {
        if (left.items.size() > to.items.size() + 1) return left;
        std::size_t anys = to.items.size() + 1 - left.items.size();
        std::vector<TypePtr> items(left.items.begin(),
                                   left.items.begin() + static_cast<long>(variadic->index));
        items.insert(items.end(), anys, variadic->type);
        items.insert(items.end(), left.items.begin() + static_cast<long>(variadic->index) + 1,
                     left.items.end());
        return *with_items(cx, left, items);
    }
    const auto& unpack = static_cast<const UnpackType&>(*to.items[*to_unpack]);
    if (is<Instance>(get_proper(cx, unpack.type))) return left;
    std::size_t to_suffix = to.items.size() - *to_unpack - 1;
    std::size_t left_suffix = left.items.size() - variadic->index - 1;
    if (variadic->index > *to_unpack || left_suffix > to_suffix) return left;
    return *with_items(cx, left,
                       extend_args_for_prefix_and_suffix(cx, left.items, *to_unpack, to_suffix));
}

namespace {

struct VariadicShape {
    std::size_t prefix;
    std::size_t suffix;
};

}  // namespace

/// Right has a *tuple[X, ...]; false otherwise, and the caller goes on.
bool SubtypeQuestion::variadic_tuple_is(const TupleType& left, const TupleType& to) const {
    auto to_variadic = get_variadic_item(cx, to);
    if (!to_variadic) return false;
    VariadicShape shape{to_variadic->index, to.items.size() - to_variadic->index - 1};
    TypePtr to_item = to_variadic->type;
    auto left_unpack = find_unpack_in_list(left.items);
    if (!left_unpack) {
        // A fixed length selects one tuple of the infinite union.
        if (left.items.size() < shape.prefix + shape.suffix) return false;
        std::size_t middle = left.items.size() - shape.prefix - shape.suffix;
        TypeList middle_items = left.items.subspan(shape.prefix, middle);
        return all_hold(left.items.first(shape.prefix), to.items.first(shape.prefix)) &&
               all_hold(left.items.last(shape.suffix), to.items.last(shape.suffix)) &&
               std::all_of(middle_items.begin(), middle_items.end(),
                           [&](TypePtr item) { return holds(item, to_item); });
    }
    std::size_t left_prefix = *left_unpack;
    std::size_t left_suffix = left.items.size() - left_prefix - 1;
    const auto& unpack = static_cast<const UnpackType&>(*left.items[left_prefix]);
    const auto* left_unpacked = as_proper<Instance>(cx, unpack.type);
    if (left_unpacked == nullptr) {
        // *Ts can't be taken apart; it fits only where everything does.
        if (left.items.size() < to.items.size() || !is_top(to_item)) return false;
        SplitTypes split = split_with_prefix_and_suffix(cx, to.items, left_prefix, left_suffix);
        bool top_middle = std::all_of(split.middle.begin(), split.middle.end(), [&](TypePtr item) {
            return is_top(item) || is<UnpackType>(item);
        });
        // With no suffix mypy compares the whole left list with the empty one, which always holds.
        return top_middle && all_hold(left.items.first(left_prefix), split.prefix) &&
               all_hold(left.items.last(left_suffix), split.suffix);
    }
    if (left_unpacked->args.empty()) return false;
    TypePtr left_item = left_unpacked->args[0];
    // Each tuple that left can be must fit; if its item is Any, one is enough.
    bool use_any = is_any(cx, left_item);
    if (!use_any && left.items.size() < to.items.size()) return false;
    if (!holds(left_item, to_item)) return false;
    auto beyond = [](std::size_t a, std::size_t b) {
        return static_cast<long>(a) - static_cast<long>(b);
    };
    long prefix_gap = beyond(shape.prefix, left_prefix);
    long suffix_gap = beyond(shape.suffix, left_suffix);
    long max_overlap = std::max({0L, prefix_gap, suffix_gap, prefix_gap + suffix_gap});
    for (long overlap = 0; overlap <= max_overlap; ++overlap) {
        std::vector<TypePtr> items(left.items.begin(),
                                   left.items.begin() + static_cast<long>(left_prefix));
        items.insert(items.end(), static_cast<std::size_t>(overlap), left_item);
        items.insert(items.end(), left.items.end() - static_cast<long>(left_suffix),
                     left.items.end());
        bool fits = holds(with_items(cx, left, items), right);
        if (!fits && !use_any) return false;
        if (fits && use_any) return true;
    }
    return !use_any;
}

namespace {

/// What a TypedDict says of a key, whether or not it lists it.
struct KeyFacts {
    TypePtr type = nullptr;  ///< null: not listed, so read-only object
    bool required = false;
    bool readonly = true;
};

KeyFacts facts_of(Context& cx, const TypedDictType& type, Name key) {
    for (const TypedDictItem& item : type.items) {
        if (item.name == key) return {item.type, item.required, item.readonly};
    }
    if (type.is_closed) return {make_never(cx), false, false};
    return {};
}

/// Calls `check(left facts, right facts)` for every key of either, until it says false.
template <class Check>
bool all_keys(Context& cx, const TypedDictType& left, const TypedDictType& right, Check check) {
    for (const TypedDictItem& item : left.items) {
        if (!check(KeyFacts{item.type, item.required, item.readonly},
                   facts_of(cx, right, item.name))) {
            return false;
        }
    }
    for (const TypedDictItem& item : right.items) {
        bool listed = std::any_of(left.items.begin(), left.items.end(),
                                  [&](const TypedDictItem& o) { return o.name == item.name; });
        if (listed) continue;
        if (!check(facts_of(cx, left, item.name),
                   KeyFacts{item.type, item.required, item.readonly})) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool SubtypeQuestion::typed_dict_is(const TypedDictType& left) const {
    if (is<Instance>(right)) return holds(left.fallback, right);
    const auto* to = as<TypedDictType>(right);
    if (to == nullptr) return false;
    if (is_equal(&left, to)) return true;
    if (to->is_closed && !left.is_closed) return false;
    // What the keys allow is quick to compare, so it comes before their types.
    bool keys_fit = all_keys(cx, left, *to, [](const KeyFacts& l, const KeyFacts& r) {
        if (r.required && !l.required) return false;
        if (!r.readonly && l.readonly) return false;
        return r.readonly || r.required || !l.required;
    });
    if (!keys_fit) return false;
    return all_keys(cx, left, *to, [&](const KeyFacts& l, const KeyFacts& r) {
        if (r.readonly) {
            if (r.type == nullptr) return true;
            return l.type != nullptr && holds(l.type, r.type);
        }
        if (proper) return is_same_type(cx, l.type, r.type);
        SubtypeContext item_context{.ignore_type_params = how.ignore_type_params,
                                    .options = how.options};
        return is_equivalent(cx, l.type, r.type, item_context);
    });
}

}  // namespace krait::types
