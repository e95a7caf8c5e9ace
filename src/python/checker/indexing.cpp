// indexing.cpp: `x[i]`, with what is known about tuples, TypedDicts and enums.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/members.h"
#include "python/checker/report.h"
#include "python/types/expand.h"
#include "python/types/variadic.h"

namespace krait::checker {

using types::UnpackType;

namespace {

struct IndexPlace {
    NodeId index;
    NodeId at;
};

TypePtr index_type(CheckContext& ck, TypePtr left, const IndexPlace& place, TypePtr original,
                   TypePtr self_type);

/// The item type of the variadic part of a tuple type.
TypePtr variadic_item_type(CheckContext& ck, const UnpackType& unpack) {
    TypePtr inner = proper(ck, unpack.type);
    if (const auto* variable = types::as<types::TypeVarTupleType>(inner)) {
        inner = proper(ck, variable->upper_bound);
    }
    const auto* instance = types::as<Instance>(inner);
    return instance == nullptr || instance->args.empty() ? any_type(ck) : instance->args[0];
}

std::size_t min_tuple_length(const TupleType& tuple) {
    auto index = types::find_unpack_in_list(tuple.items);
    if (!index) return tuple.items.size();
    const auto& unpack = types::expect<UnpackType>(tuple.items[*index]);
    const auto* variable = types::as<types::TypeVarTupleType>(unpack.type);
    return tuple.items.size() - 1 + (variable != nullptr ? variable->min_len : 0);
}

TypePtr union_of_range(CheckContext& ck, TypePtr first, TypeList items, std::size_t from,
                       std::size_t to, TypePtr last) {
    std::vector<TypePtr> parts;
    if (first != nullptr) parts.push_back(first);
    for (std::size_t i = from; i < std::min(to, items.size()); ++i) parts.push_back(items[i]);
    if (last != nullptr) parts.push_back(last);
    return union_of(ck, parts);
}

/// The item at `n`; null if there is none.
TypePtr tuple_item(CheckContext& ck, const TupleType& tuple, std::int64_t n) {
    const auto count = static_cast<std::int64_t>(tuple.items.size());
    auto unpack_index = types::find_unpack_in_list(tuple.items);
    if (!unpack_index) {
        if (n < 0) n += count;
        return n >= 0 && n < count ? tuple.items[static_cast<std::size_t>(n)] : nullptr;
    }
    const std::size_t at = *unpack_index;
    TypePtr middle = variadic_item_type(ck, types::expect<UnpackType>(tuple.items[at]));
    const auto least = static_cast<std::int64_t>(min_tuple_length(tuple));
    const std::int64_t extra = least - count + 1;
    const auto prefix = static_cast<std::int64_t>(at);
    if (n >= 0) {
        if (n >= least) {
            if (!is_any(ck, middle)) return nullptr;
            return union_of_range(ck, middle, tuple.items, at + 1, tuple.items.size(), nullptr);
        }
        if (n < prefix) return tuple.items[static_cast<std::size_t>(n)];
        const std::int64_t end = std::max(n - extra + 2, prefix + 1);
        return union_of_range(ck, middle, tuple.items, at + 1, static_cast<std::size_t>(end),
                              nullptr);
    }
    n += least;
    if (n < 0) {
        if (!is_any(ck, middle)) return nullptr;
        return union_of_range(ck, nullptr, tuple.items, 0, at, middle);
    }
    if (n >= prefix + extra) return tuple.items[static_cast<std::size_t>(n - extra + 1)];
    return union_of_range(ck, nullptr, tuple.items, static_cast<std::size_t>(std::min(n, prefix)),
                          at, middle);
}

TypePtr nonliteral_tuple_index(CheckContext& ck, const TupleType& tuple, NodeId index) {
    (void)check_method_call_by_name(ck, "__getitem__", &tuple, positional({index}), index);
    std::vector<TypePtr> items;
    for (TypePtr item : tuple.items) {
        const auto* unpack = types::as<UnpackType>(item);
        items.push_back(unpack != nullptr ? variadic_item_type(ck, *unpack) : item);
    }
    TypePtr all = simplified_union(ck, items);
    if (!is_kind(ck, index, NodeKind::Slice)) return all;
    return named_generic_type(ck, known::builtins_tuple, {all});
}

using Bound = std::optional<std::int64_t>;

/// Can a slice of a tuple with a variadic part be told without knowing how long that part is?
bool is_clear_slice(const TupleType& tuple, Bound begin, Bound end, Bound step) {
    const auto unpack = types::find_unpack_in_list(tuple.items);
    if (!unpack) return true;
    const auto at = static_cast<std::int64_t>(*unpack);
    const std::int64_t from_end = at - static_cast<std::int64_t>(tuple.items.size());
    auto in_prefix = [&](Bound bound) { return bound && *bound >= 0 && *bound <= at; };
    auto in_suffix = [&](Bound bound) { return bound && *bound < 0 && *bound > from_end; };
    const bool forwards = !step || step == 1;
    const bool backwards = step == -1;
    if (!begin && !end) return forwards || backwards;
    const bool from_prefix = !begin || in_prefix(begin);
    const bool to_suffix = !end || in_suffix(end);
    if (from_prefix && in_prefix(end)) return true;
    if (in_suffix(begin) && to_suffix) return true;
    if (from_prefix && to_suffix) return forwards;
    return in_suffix(begin) && in_prefix(end) && (!step || backwards);
}

/// Python's slicing, a variadic part being one item.
std::vector<TypePtr> sliced(TypeList items, Bound begin, Bound end, Bound step) {
    const auto count = static_cast<std::int64_t>(items.size());
    const std::int64_t by = step.value_or(1);
    auto clamp = [&](Bound bound, std::int64_t missing) {
        if (!bound) return missing;
        std::int64_t value = *bound < 0 ? *bound + count : *bound;
        return std::clamp(value, by < 0 ? std::int64_t{-1} : std::int64_t{0},
                          by < 0 ? count - 1 : count);
    };
    const std::int64_t from = clamp(begin, by < 0 ? count - 1 : 0);
    const std::int64_t to = clamp(end, by < 0 ? -1 : count);
    std::vector<TypePtr> result;
    for (std::int64_t i = from; by > 0 ? i < to : i > to; i += by) {
        result.push_back(items[static_cast<std::size_t>(i)]);
    }
    return result;
}

TypePtr slice_tuple(CheckContext& ck, const TupleType& tuple, NodeId slice) {
    syntax::SliceView view = ck.tree.slice(slice);
    std::vector<std::vector<Bound>> bounds;
    for (NodeId part : {view.lower, view.upper, view.step}) {
        if (part == NodeId::None) {
            bounds.push_back({std::nullopt});
            continue;
        }
        auto values = int_literals_of(ck, part);
        if (!values) return nonliteral_tuple_index(ck, tuple, slice);
        bounds.emplace_back(values->begin(), values->end());
    }
    const auto variadic = types::get_variadic_item(ck.cx, tuple);
    std::vector<TypePtr> results;
    for (Bound begin : bounds[0]) {
        for (Bound end : bounds[1]) {
            for (Bound step : bounds[2]) {
                if (step == 0) {
                    fail(ck, slice, messages::codes::kNone, "Slice step cannot be zero");
                    results.push_back(named_type(ck, known::builtins_tuple));
                    continue;
                }
                if (!is_clear_slice(tuple, begin, end, step)) {
                    if (variadic && is_any(ck, variadic->type)) {
                        return nonliteral_tuple_index(ck, tuple, slice);
                    }
                    fail(ck, slice, messages::texts::kAmbiguousSliceOfVariadicTuple);
                    return any_type(ck, AnySource::FromError);
                }
                results.push_back(tuple_of(ck, sliced(tuple.items, begin, end, step)));
            }
        }
    }
    return simplified_union(ck, results);
}

TypePtr index_tuple(CheckContext& ck, const TupleType& tuple, NodeId index, NodeId at) {
    if (is_kind(ck, index, NodeKind::Slice)) return slice_tuple(ck, tuple, index);
    auto numbers = int_literals_of(ck, index);
    if (!numbers) return nonliteral_tuple_index(ck, tuple, index);
    std::vector<TypePtr> items;
    for (std::int64_t n : *numbers) {
        TypePtr item = tuple_item(ck, tuple, n);
        if (item == nullptr) {
            fail(ck, at, messages::texts::kTupleIndexOutOfRange);
            if (types::find_unpack_in_list(tuple.items)) {
                note(ck, at, messages::codes::kNone,
                     concat({"Variadic tuple can have length ",
                             std::to_string(min_tuple_length(tuple))}));
            }
            return any_type(ck, AnySource::FromError);
        }
        items.push_back(item);
    }
    return simplified_union(ck, items);
}

TypePtr index_class_object(CheckContext& ck, TypePtr object, NodeId index, NodeId at) {
    const ClassInfo* info = types::type_object(ck.cx, object);
    if (info == nullptr) return nullptr;
    if (info->is_enum) {
        check_subtype(ck, accept(ck, index), named_type(ck, known::builtins_str), at,
                      {"Enum index should be a string"}, "actual index type");
        return types::make_instance(ck.cx, info->id);
    }
    if (!info->type_vars.empty() || is_fullname(*info, "builtins.type")) {
        return named_type(ck, "types.GenericAlias");
    }
    return nullptr;
}

TypePtr index_type(CheckContext& ck, TypePtr left, const IndexPlace& place, TypePtr original,
                   TypePtr self_type) {
    const auto [index, expr] = place;
    if (self_type == nullptr) self_type = left;
    left = proper(ck, left);
    accept_for_effect(ck, index);
    const auto* tuple = types::as<TupleType>(left);
    if (tuple != nullptr && types::find_unpack_in_list(tuple->items)) {
        left = proper(ck, types::expand_type(ck.cx, left, {}));
        tuple = types::as<TupleType>(left);
    }
    if (const auto* options = types::as<UnionType>(left)) {
        std::vector<TypePtr> items;
        for (TypePtr item : types::relevant_items(ck.cx, *options)) {
            items.push_back(
                index_type(ck, item, place, original != nullptr ? original : left, nullptr));
        }
        return types::make_simplified_union(ck.cx, ck.cx.arena.copy(items),
                                            {.contract_literals = false});
    }
    if (tuple != nullptr && in_checked_function(ck)) return index_tuple(ck, *tuple, index, expr);
    if (const auto* dict = types::as<TypedDictType>(left)) {
        return typed_dict_item(ck, *dict, index).first;
    }
    if (is_class_object(ck, left)) {
        if (TypePtr result = index_class_object(ck, left, index, expr)) return result;
    }
    if (const auto* variable = types::as<TypeVarType>(left)) {
        return index_type(ck, types::values_or_bound(ck.cx, *variable), place, original, left);
    }
    if (is_instance_of(ck, left, "typing._SpecialForm")) {
        return named_type(ck, "typing._SpecialForm");
    }
    return check_method_call_by_name(ck, base::intern("__getitem__"), left, positional({index}),
                                     expr, original, self_type)
        .type;
}

}  // namespace

std::optional<std::vector<std::int64_t>> int_literals_of(CheckContext& ck, NodeId index) {
    if (is_kind(ck, index, NodeKind::Int)) {
        auto value = ck.tree.int_value(index);
        if (value) return std::vector<std::int64_t>{*value};
    }
    TypePtr type = proper(ck, accept(ck, index));
    if (is_kind(ck, index, NodeKind::UnaryOp)) {
        syntax::UnaryOpView view = ck.tree.unary_op(index);
        const bool signed_int =
            view.op == syntax::UnaryOperator::USub || view.op == syntax::UnaryOperator::UAdd;
        if (signed_int && is_kind(ck, view.operand, NodeKind::Int)) {
            auto value = ck.tree.int_value(view.operand);
            const std::int64_t sign = view.op == syntax::UnaryOperator::USub ? -1 : 1;
            if (value) return std::vector<std::int64_t>{sign * *value};
        }
    }
    std::vector<TypePtr> items{try_getting_literal(ck, type)};
    if (const auto* options = types::as<UnionType>(type)) {
        items.assign(options->items.begin(), options->items.end());
    }
    std::vector<std::int64_t> values;
    for (TypePtr item : items) {
        const auto* literal = proper_as<LiteralType>(ck, item);
        auto value = literal == nullptr ? std::nullopt : int_of_literal(*literal);
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

std::pair<TypePtr, std::vector<Name>> typed_dict_item(CheckContext& ck, const TypedDictType& type,
                                                      NodeId index, bool is_set) {
    std::vector<Name> keys;
    if (is_kind(ck, index, NodeKind::Str)) {
        keys.push_back(base::intern(ck.tree.str_value(index)));
    } else {
        TypePtr index_type_found = proper(ck, accept(ck, index));
        std::vector<TypePtr> items{index_type_found};
        if (const auto* options = types::as<UnionType>(index_type_found)) {
            items.assign(options->items.begin(), options->items.end());
        }
        for (TypePtr item : items) {
            const auto* literal = types::as<LiteralType>(try_getting_literal(ck, item));
            if (literal == nullptr || literal->value.kind != types::LiteralKind::Str) {
                report_typed_dict_key_must_be_literal(ck, type, index);
                return {any_type(ck, AnySource::FromError), {}};
            }
            keys.push_back(literal->value.text);
        }
    }
    std::vector<TypePtr> values;
    for (Name key : keys) {
        auto found = std::find_if(type.items.begin(), type.items.end(),
                                  [&](const auto& item) { return item.name == key; });
        if (found == type.items.end()) {
            report_typed_dict_key_not_found(ck, type, key, index, is_set);
            return {any_type(ck, AnySource::FromError), {}};
        }
        values.push_back(found->type);
    }
    return {simplified_union(ck, values), keys};
}

TypePtr index_by(CheckContext& ck, TypePtr left, NodeId index, NodeId at) {
    return index_type(ck, left, {index, at}, nullptr, nullptr);
}

TypePtr check_subscript(CheckContext& ck, NodeId expr) {
    TypePtr left = accept(ck, ck.tree.subscript(expr).value);
    TypePtr result = index_type(ck, left, {ck.tree.subscript(expr).slice, expr}, nullptr, nullptr);
    result = narrow_from_binder(ck, expr, result);
    const auto* instance = proper_as<Instance>(ck, result);
    if (instance != nullptr && instance->last_known_value != nullptr && is_literal_context(ck)) {
        return instance->last_known_value;
    }
    return result;
}

TypePtr check_slice(CheckContext& ck, NodeId expr) {
    syntax::SliceView view = ck.tree.slice(expr);
    std::vector<TypePtr> args;
    for (NodeId part : {view.lower, view.upper, view.step}) {
        args.push_back(part == NodeId::None ? none_type(ck) : accept(ck, part));
    }
    const ClassInfo* slice = lookup_class(ck, "builtins.slice");
    if (slice == nullptr || slice->type_vars.size() != args.size()) {
        return named_type(ck, known::builtins_slice);
    }
    return named_generic_type(ck, known::builtins_slice, copy_list(ck, args));
}

}  // namespace krait::checker
