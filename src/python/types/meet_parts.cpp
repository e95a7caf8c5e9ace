// meet_parts.cpp: meets of tuples, TypedDicts and callables.

#include "python/types/meet_parts.h"

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/join.h"
#include "python/types/known.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typed_dict_items.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types::meet_parts {

namespace {

using Items = std::vector<TypePtr>;

void append_meets(Context& cx, Items& items, TypeList first, TypeList second) {
    for (std::size_t i = 0; i < first.size() && i < second.size(); ++i) {
        items.push_back(meet_types(cx, first[i], second[i]));
    }
}

/// Both have an unpacked part, which is a union of tuples of all lengths, so that only tuples of
/// the same structure can be met.
std::optional<Items> meet_variadic_tuples(Context& cx, const TupleType& s, std::size_t s_index,
                                          const TupleType& t, std::size_t t_index) {
    if (s.items.size() != t.items.size() || s_index != t_index) return std::nullopt;
    const TypePtr s_unpacked = get_proper(cx, expect<UnpackType>(s.items[s_index]).type);
    const TypePtr t_unpacked = get_proper(cx, expect<UnpackType>(t.items[t_index]).type);
    if (!is<Instance>(s_unpacked) || !is<Instance>(t_unpacked)) return std::nullopt;
    const TypePtr met = meet_types(cx, s_unpacked, t_unpacked);
    if (!is<Instance>(met)) return std::nullopt;
    Items items;
    append_meets(cx, items, s.items.first(s_index), t.items.first(t_index));
    items.push_back(make_unpack(cx, met));
    append_meets(cx, items, s.items.subspan(s_index + 1), t.items.subspan(t_index + 1));
    return items;
}

/// One has an unpacked part; the meet is as long as the other.
std::optional<Items> meet_fixed_with_variadic(Context& cx, const TupleType& fixed,
                                              const TupleType& variadic, std::size_t index) {
    const auto* unpacked =
        as<Instance>(get_proper(cx, expect<UnpackType>(variadic.items[index]).type));
    if (unpacked == nullptr || unpacked->args.empty()) return std::nullopt;
    if (fixed.items.size() + 1 < variadic.items.size()) return std::nullopt;
    const TypeList suffix = variadic.items.subspan(index + 1);
    const SplitTypes parts = split_with_prefix_and_suffix(cx, fixed.items, index, suffix.size());
    Items items;
    append_meets(cx, items, parts.prefix, variadic.items.first(index));
    for (TypePtr item : parts.middle) items.push_back(meet_types(cx, item, unpacked->args[0]));
    append_meets(cx, items, parts.suffix, suffix);
    return items;
}

std::optional<Items> meet_tuple_items(Context& cx, const TupleType& s, const TupleType& t) {
    const auto s_index = find_unpack_in_list(s.items);
    const auto t_index = find_unpack_in_list(t.items);
    if (s_index && t_index) return meet_variadic_tuples(cx, s, *s_index, t, *t_index);
    if (s_index) return meet_fixed_with_variadic(cx, t, s, *s_index);
    if (t_index) return meet_fixed_with_variadic(cx, s, t, *t_index);
    if (s.items.size() != t.items.size()) return std::nullopt;
    Items items;
    append_meets(cx, items, t.items, s.items);
    return items;
}

/// A tuple with tuple[X, ...] or a class like it: each item with X.
TypePtr meet_items_with(Context& cx, const TupleType& t, TypePtr argument) {
    Items items;
    for (TypePtr item : t.items) {
        const auto* unpack = as<UnpackType>(item);
        if (unpack == nullptr) {
            items.push_back(meet_types(cx, item, argument));
            continue;
        }
        const TypePtr unpacked = get_proper(cx, unpack->type);
        const auto* variable = as<TypeVarTupleType>(unpacked);
        const auto* instance =
            variable != nullptr ? variable->tuple_fallback : as<Instance>(unpacked);
        if (instance == nullptr || instance->args.empty()) {
            items.push_back(item);
            continue;
        }
        const TypePtr met = variable != nullptr ? static_cast<TypePtr>(make_never(cx))
                                                : meet_types(cx, instance->args[0], argument);
        items.push_back(make_unpack(cx, with_args(cx, *instance, std::span(&met, 1))));
    }
    return with_items(cx, t, items);
}

/// The type of a key in a meet; null if no dict could satisfy both.
TypePtr met_item_type(Context& cx, const ItemFacts& s, const ItemFacts& t) {
    TypePtr met = nullptr;
    if (t.type == nullptr) {
        met = s.type;
    } else if (s.type == nullptr) {
        met = t.type;
    } else {
        met = meet_types(cx, s.type, t.type);
    }
    // What may be written can't be narrowed, nor required where it may be deleted.
    const auto forbids = [&](const ItemFacts& own, const ItemFacts& other) {
        return own.type != nullptr && !own.readonly &&
               (!is_equivalent(cx, met, own.type) || (other.required && !own.required));
    };
    if (forbids(s, t) || forbids(t, s)) return nullptr;
    const bool is_required = s.required || t.required;
    return is_required && is<UninhabitedType>(get_proper(cx, met)) ? nullptr : met;
}

TypePtr meet_typed_dicts(Context& cx, const TypedDictType& s, const TypedDictType& t) {
    const bool is_closed = s.is_closed || t.is_closed;
    std::vector<TypedDictItem> items;
    bool is_possible = true;
    for_each_key(cx, s, t, [&](Name name, const ItemFacts& left, const ItemFacts& right) {
        const TypePtr met = met_item_type(cx, left, right);
        is_possible = met != nullptr;
        if (!is_possible) return false;
        const bool readonly = left.readonly && right.readonly;
        const bool is_redundant =
            is_closed && !readonly && is<UninhabitedType>(get_proper(cx, met));
        if (!is_redundant) {
            items.push_back({.name = name,
                             .type = met,
                             .required = left.required || right.required,
                             .readonly = readonly});
        }
        return true;
    });
    if (!is_possible) return bottom(cx);
    return make_typed_dict(cx, items, *anonymous_fallback(cx, s), is_closed);
}

bool is_abstract_class(Context& cx, const CallableType& type) {
    if (!is_type_obj(cx, type)) return false;
    const ClassInfo* info = type_object(cx, &type);
    return info != nullptr && info->is_abstract;
}

const CallableType* meet_similar_callables(Context& cx, const CallableType& first,
                                           const CallableType& second) {
    const auto [t, s] = match_generic_callables(cx, first, second);
    std::vector<Parameter> parameters(t->parameters.begin(), t->parameters.end());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].type = safe_join(cx, t->parameters[i].type, s->parameters[i].type);
    }
    const TypePtr result = meet_types(cx, t->ret_type, s->ret_type);
    TypePtr instance_type = t->instance_type != nullptr ? t->instance_type : s->instance_type;
    if (t->instance_type != nullptr && s->instance_type != nullptr) {
        instance_type = meet_types(cx, t->instance_type, s->instance_type);
    }
    // A metaclass as a fallback wins over `function`.
    const bool is_function = full_name(cx, *t->fallback) == known::builtins_function;
    const bool is_concrete = !is_abstract_class(cx, first) && !is_abstract_class(cx, second);
    return modified(cx, *t, [&](CallableType& copy) {
        copy.parameters = cx.arena.copy(parameters);
        copy.ret_type = result;
        copy.instance_type = instance_type;
        copy.fallback = is_function ? s->fallback : t->fallback;
        copy.name = Name::Empty;
        // Concrete classes stand for what their meet makes, as in joins.
        copy.from_type_type = copy.from_type_type || is_concrete;
    });
}

/// `function` met with an instance: with a callback protocol by way of its __call__.
TypePtr callback_of(Context& cx, TypePtr s) {
    const auto* instance = as<Instance>(s);
    if (instance == nullptr || !class_info(cx, *instance).is_protocol) return nullptr;
    return unpack_callback_protocol(cx, *instance);
}

}  // namespace

TypePtr meet_tuple(Context& cx, TypePtr s, const TupleType& t) {
    if (const auto* other = as<TupleType>(s)) {
        const auto items = meet_tuple_items(cx, *other, t);
        if (!items) return bottom(cx);
        return types::make_tuple(cx, *items, *tuple_fallback(cx, t));
    }
    const auto* instance = as<Instance>(s);
    if (instance == nullptr) return bottom(cx);
    const ClassInfo& info = class_info(cx, *instance);
    if (known::is_tuple_like(info.fullname) && !instance->args.empty()) {
        return meet_items_with(cx, t, instance->args[0]);
    }
    // A named tuple may derive from a plain class; narrowing to a variadic class must keep it.
    if (is_proper_subtype(cx, &t, instance)) return &t;
    return has_type_var_tuple(info) && is_subtype(cx, &t, instance) ? &t : bottom(cx);
}

TypePtr meet_typed_dict(Context& cx, TypePtr s, const TypedDictType& t) {
    if (const auto* other = as<TypedDictType>(s)) return meet_typed_dicts(cx, *other, t);
    return is<Instance>(s) && is_subtype(cx, &t, s) ? &t : bottom(cx);
}

TypePtr meet_callable(Context& cx, TypePtr s, const CallableType& t) {
    if (const auto* other = as<CallableType>(s);
        other != nullptr && is_similar_callables(t, *other)) {
        if (is_equivalent(cx, &t, other)) return combine_similar_callables(cx, t, *other);
        const CallableType* met = meet_similar_callables(cx, t, *other);
        const bool is_useless = is<UninhabitedType>(get_proper(cx, met->ret_type));
        return is_useless ? bottom(cx) : met;
    }
    if (const auto* type_type = as<TypeType>(s);
        type_type != nullptr && is_type_obj(cx, t) && t.variables.empty()) {
        const TypePtr met = meet_types(cx, type_type->item, get_instance_type(cx, t));
        if (is<NoneType>(met) || is<UninhabitedType>(met)) return bottom(cx);
        return make_type_type(cx, met);
    }
    const TypePtr call = callback_of(cx, s);
    return call != nullptr ? meet_types(cx, &t, call) : bottom(cx);
}

TypePtr meet_overloaded(Context& cx, TypePtr s, const OverloadedType& t) {
    if (is_function_like(s)) {
        if (is_equal(s, &t)) return &t;
        if (is_subtype(cx, s, &t)) return s;
        if (is_subtype(cx, &t, s)) return &t;
        return meet_types(cx, function_fallback(&t), function_fallback(s));
    }
    if (const TypePtr call = callback_of(cx, s)) return meet_types(cx, &t, call);
    return meet_types(cx, function_fallback(&t), s);
}

}  // namespace krait::types::meet_parts
