// join_tuples.cpp
//
// Tuples of known length join item by item. With an unpacked part of unknown length, only cases in
// which the parts can be lined up give a tuple; TypedDicts keep the keys that both have.

#include "python/types/factory.h"
#include "python/types/join.h"
#include "python/types/join_parts.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/subtypes.h"
#include "python/types/typed_dict_items.h"
#include "python/types/variadic.h"

namespace krait::types {

namespace {

using Items = std::vector<TypePtr>;

/// Appends the joins of two lists of equal length.
void append_joins(Context& cx, Items& items, TypeList first, TypeList second) {
    for (std::size_t i = 0; i < first.size() && i < second.size(); ++i) {
        items.push_back(join_types(cx, first[i], second[i]));
    }
}

TypePtr unpacked_at(Context& cx, const TupleType& type, std::size_t index) {
    return get_proper(cx, expect<UnpackType>(type.items[index]).type);
}

Items items_but(const TupleType& type, std::size_t index) {
    Items items(type.items.begin(), type.items.end());
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    return items;
}

/// The unpacked part of the join of tuples whose unpacked parts stand at the same place.
TypePtr join_unpacked(Context& cx, TypePtr s, TypePtr t) {
    const TypePtr joined = join_types(cx, s, t);
    if (is<TypeVarTupleType>(joined) || is_named_instance(cx, joined, known::builtins_tuple)) {
        return make_unpack(cx, joined);
    }
    const auto* variable = as<TypeVarTupleType>(t);
    const Instance* tuple = variable != nullptr ? variable->tuple_fallback : as<Instance>(t);
    if (tuple == nullptr) return make_unpack(cx, joined);
    const TypePtr object = object_from_instance(cx, *tuple);
    return make_unpack(cx, with_args(cx, *tuple, std::span(&object, 1)));
}

/// Both have an unpacked part.
std::optional<Items> join_variadic_tuples(Context& cx, const TupleType& s, std::size_t s_index,
                                          const TupleType& t, std::size_t t_index) {
    const TypePtr s_unpacked = unpacked_at(cx, s, s_index);
    const TypePtr t_unpacked = unpacked_at(cx, t, t_index);
    Items items;
    if (s.items.size() == t.items.size() && s_index == t_index) {
        append_joins(cx, items, s.items.first(s_index), t.items.first(t_index));
        items.push_back(join_unpacked(cx, s_unpacked, t_unpacked));
        append_joins(cx, items, s.items.subspan(s_index + 1), t.items.subspan(t_index + 1));
        return items;
    }
    if (s.items.size() != 1 && t.items.size() != 1) return std::nullopt;
    // One is tuple[X, ...] in disguise, so the join is, too.
    const auto* s_tuple = as<Instance>(s_unpacked);
    const auto* t_tuple = as<Instance>(t_unpacked);
    if (s_tuple == nullptr || t_tuple == nullptr) return std::nullopt;
    if (s_tuple->args.empty() || t_tuple->args.empty()) return std::nullopt;
    Items others = items_but(s, s_index);
    const Items t_others = items_but(t, t_index);
    others.insert(others.end(), t_others.begin(), t_others.end());
    const TypePtr middle = join_types(cx, s_tuple->args[0], t_tuple->args[0]);
    const TypePtr item = join_types(cx, middle, join_type_list(cx, others));
    items.push_back(make_unpack(cx, with_args(cx, *s_tuple, std::span(&item, 1))));
    return items;
}

/// One has an unpacked part, and so has the join: the other is a subtype of such a tuple.
std::optional<Items> join_fixed_with_variadic(Context& cx, const TupleType& fixed,
                                              const TupleType& variadic, std::size_t index) {
    const auto* unpacked = as<Instance>(unpacked_at(cx, variadic, index));
    if (unpacked == nullptr || unpacked->args.empty()) return std::nullopt;
    if (fixed.items.size() + 1 < variadic.items.size()) return std::nullopt;
    const TypeList suffix = variadic.items.subspan(index + 1);
    const SplitTypes parts = split_with_prefix_and_suffix(cx, fixed.items, index, suffix.size());
    Items items;
    append_joins(cx, items, parts.prefix, variadic.items.first(index));
    const TypePtr middle = join_types(cx, join_type_list(cx, parts.middle), unpacked->args[0]);
    items.push_back(make_unpack(cx, with_args(cx, *unpacked, std::span(&middle, 1))));
    append_joins(cx, items, parts.suffix, suffix);
    return items;
}

}  // namespace

std::optional<std::vector<TypePtr>> join_parts::join_tuple_items(Context& cx, const TupleType& s,
                                                                 const TupleType& t) {
    const auto s_index = find_unpack_in_list(s.items);
    const auto t_index = find_unpack_in_list(t.items);
    if (s_index && t_index) return join_variadic_tuples(cx, s, *s_index, t, *t_index);
    if (s_index) return join_fixed_with_variadic(cx, t, s, *s_index);
    if (t_index) return join_fixed_with_variadic(cx, s, t, *t_index);
    if (s.items.size() != t.items.size()) return std::nullopt;
    Items items;
    append_joins(cx, items, t.items, s.items);
    return items;
}

TypePtr join_parts::join_typed_dicts(Context& cx, const TypedDictType& s, const TypedDictType& t) {
    std::vector<TypedDictItem> items;
    for_each_key(cx, s, t, [&](Name name, const ItemFacts& left, const ItemFacts& right) {
        // A key that one lacks is of type object there: the join needn't mention it.
        if (left.type == nullptr || right.type == nullptr) return true;
        TypedDictItem item;
        item.name = name;
        item.type = join_types(cx, left.type, right.type);
        item.required = left.required && right.required;
        // What one of them forbids to set or to delete, the join forbids, too.
        item.readonly = left.required != right.required || left.readonly || right.readonly ||
                        !is_equivalent(cx, left.type, right.type);
        items.push_back(item);
        return true;
    });
    return make_typed_dict(cx, items, *anonymous_fallback(cx, s), s.is_closed && t.is_closed);
}

}  // namespace krait::types
