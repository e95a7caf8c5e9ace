// multiple_assignment.cpp: `a, *b = e`.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/checker/writable.h"
#include "python/types/expand.h"
#include "python/types/same.h"
#include "python/types/variadic.h"

namespace krait::checker {

namespace {

using Nodes = std::vector<NodeId>;

struct Unpacking {
    CheckContext& ck;
    std::span<const NodeId> lvalues;
    NodeId rvalue;
    NodeId at;
    bool infer;
};

std::size_t star_index(CheckContext& ck, std::span<const NodeId> lvalues) {
    auto found = std::find_if(lvalues.begin(), lvalues.end(),
                              [&](NodeId lvalue) { return is_starred(ck, lvalue); });
    return static_cast<std::size_t>(found - lvalues.begin());
}

bool check_count(const Unpacking& un, std::size_t count,
                 std::optional<std::size_t> unpack = std::nullopt) {
    CheckContext& ck = un.ck;
    const std::size_t star = star_index(ck, un.lvalues);
    const bool has_star = star < un.lvalues.size();
    if (unpack) {
        if (!has_star) {
            fail(ck, un.at, messages::codes::kNone,
                 "Variadic tuple unpacking requires a star target");
            return false;
        }
        if (un.lvalues.size() > count) {
            fail(ck, un.at, messages::texts::kTooManyTargetsForVariadicUnpack);
            return false;
        }
        const std::size_t left_suffix = un.lvalues.size() - star - 1;
        const std::size_t right_suffix = count - *unpack - 1;
        if (left_suffix > right_suffix || star > *unpack) {
            fail(ck, un.at, messages::texts::kTooManyTargetsForVariadicUnpack);
        }
        return true;
    }
    if (has_star ? un.lvalues.size() - 1 > count : un.lvalues.size() != count) {
        report_wrong_number_to_unpack(ck, count, un.lvalues.size() - (has_star ? 1 : 0), un.at);
        return false;
    }
    return true;
}

template <class T>
struct Split {
    std::vector<T> left;
    std::vector<T> star;
    std::vector<T> right;
};

template <class T>
Split<T> split_around(std::span<const T> items, std::size_t star, std::size_t length) {
    const std::size_t after = star < length ? length - star - 1 : 0;
    const std::size_t right_start =
        std::max(std::min(star, items.size()), items.size() - std::min(after, items.size()));
    Split<T> split;
    const std::size_t left_end = std::min(star, items.size());
    split.left.assign(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(left_end));
    split.star.assign(items.begin() + static_cast<std::ptrdiff_t>(left_end),
                      items.begin() + static_cast<std::ptrdiff_t>(right_start));
    split.right.assign(items.begin() + static_cast<std::ptrdiff_t>(right_start), items.end());
    return split;
}

void check_pairs(const Unpacking& un, const Nodes& values) {
    CheckContext& ck = un.ck;
    const std::size_t star = star_index(ck, un.lvalues);
    Split<NodeId> split =
        split_around<NodeId>(std::span<const NodeId>(values), star, un.lvalues.size());
    for (std::size_t i = 0; i < split.left.size() && i < star; ++i) {
        check_assignment(ck, un.lvalues[i], split.left[i], un.infer);
    }
    if (star == un.lvalues.size()) return;
    check_assignment(ck, starred_value(ck, un.lvalues[star]),
                     make_list_expr(ck, split.star, un.rvalue), un.infer);
    for (std::size_t i = 0; i < split.right.size(); ++i) {
        check_assignment(ck, un.lvalues[star + 1 + i], split.right[i], un.infer);
    }
}

/// Starred tuples among the values are spelt out; a starred iterable stands for as many as needed.
std::optional<Nodes> flatten_values(const Unpacking& un) {
    CheckContext& ck = un.ck;
    Nodes values;
    std::size_t starred = 0;  // where the starred iterables stand, side by side
    std::size_t count = 0;
    TypePtr item_type = nullptr;
    for (NodeId value : elements_of(ck, un.rvalue)) {
        if (!is_starred(ck, value)) {
            values.push_back(value);
            continue;
        }
        NodeId inner = starred_value(ck, value);
        TypePtr type = proper(ck, accept(ck, inner));
        const auto* tuple = types::as<TupleType>(type);
        if (tuple != nullptr && !types::find_unpack_in_list(tuple->items)) {
            for (TypePtr item : tuple->items) values.push_back(make_value(ck, item, inner));
        } else if (types::is<Instance>(type) && type_is_iterable(ck, type)) {
            TypePtr item = iterable_item_type(ck, type, un.rvalue);
            if (count > 0 &&
                (values.size() != starred + count || !types::is_equal(item, item_type))) {
                fail(ck, un.at, messages::texts::kContiguousIterableExpected);
                continue;
            }
            if (count++ == 0) starred = values.size();
            item_type = item;
            values.push_back(value);
        } else if (types::is<AnyType>(type)) {
            return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    const std::size_t others = values.size() - count;
    if (count == 0 || un.lvalues.size() <= others) return values;
    Nodes fill;
    for (std::size_t i = others; i < un.lvalues.size(); ++i) {
        fill.push_back(make_value(ck, item_type, un.rvalue));
    }
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(starred);
    const auto behind = values.erase(first, first + static_cast<std::ptrdiff_t>(count));
    values.insert(behind, fill.begin(), fill.end());
    return values;
}

void assign_any(const Unpacking& un, TypePtr any) {
    CheckContext& ck = un.ck;
    for (NodeId lvalue : un.lvalues) {
        NodeId target = is_starred(ck, lvalue) ? starred_value(ck, lvalue) : lvalue;
        check_assignment(ck, target, make_value(ck, any_from(ck, any), un.at), un.infer);
    }
}

void from_value(const Unpacking& un, TypePtr type, bool undefined_rvalue);

/// The tuple type that the targets expect, for checking the value once more.
TypePtr expected_tuple(const Unpacking& un, const TupleType& type) {
    CheckContext& ck = un.ck;
    const std::size_t star = star_index(ck, un.lvalues);
    Split<TypePtr> split = split_around<TypePtr>(type.items, star, un.lvalues.size());
    std::vector<TypePtr> items;
    auto add = [&](NodeId lvalue, TypePtr known, std::size_t count) {
        TypePtr declared = check_lvalue(ck, lvalue).type;
        const bool usable = declared != nullptr && !types::is<PartialType>(declared);
        for (std::size_t i = 0; i < count; ++i) items.push_back(usable ? declared : known);
    };
    for (std::size_t i = 0; i < split.left.size() && i < star; ++i) {
        add(un.lvalues[i], split.left[i], 1);
    }
    if (star < un.lvalues.size()) {
        TypePtr declared = check_lvalue(ck, starred_value(ck, un.lvalues[star])).type;
        const bool usable = declared != nullptr && !types::is<PartialType>(declared);
        for (TypePtr item : split.star) items.push_back(usable ? declared : item);
        for (std::size_t i = 0; i < split.right.size(); ++i) {
            add(un.lvalues[star + 1 + i], split.right[i], 1);
        }
    }
    return tuple_of(ck, items);
}

void from_union(const Unpacking& un, const UnionType& type);

/// Widens a variadic part of Any to as many items as there are targets.
const TupleType* fitted(const Unpacking& un, const TupleType& type) {
    CheckContext& ck = un.ck;
    auto variadic = types::get_variadic_item(ck.cx, type);
    if (!variadic || !is_any(ck, variadic->type)) return &type;
    const std::size_t star = star_index(ck, un.lvalues);
    if (star < un.lvalues.size()) {
        return types::with_items(ck.cx, type,
                                 types::extend_args_for_prefix_and_suffix(
                                     ck.cx, type.items, star, un.lvalues.size() - star - 1));
    }
    if (un.lvalues.size() + 1 < type.items.size()) return &type;
    std::vector<TypePtr> items(type.items.begin(), type.items.end());
    const std::size_t extra = un.lvalues.size() + 1 - type.items.size();
    const auto at = static_cast<std::ptrdiff_t>(variadic->index);
    items.erase(items.begin() + at);
    items.insert(items.begin() + at, extra, variadic->type);
    return with_items(ck, type, items);
}

TypePtr sole_item(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const TypeVarLike* variable = types::as_type_var_like(type)) {
        type = proper(ck, variable->upper_bound);
    }
    if (const auto* options = types::as<UnionType>(type)) {
        TypeList items = types::relevant_items(ck.cx, *options);
        if (items.size() == 1) type = proper(ck, items[0]);
    }
    return type;
}

void give_up_on(const Unpacking& un) {
    CheckContext& ck = un.ck;
    if (!un.infer) return;
    for (NodeId lvalue : un.lvalues) {
        const bool starred = is_starred(ck, lvalue);
        NodeId target = starred ? starred_value(ck, lvalue) : lvalue;
        const VarInfo* variable =
            is_kind(ck, target, NodeKind::Name) ? variable_of(ck, target) : nullptr;
        if (variable == nullptr || variable->type != nullptr) continue;
        TypePtr any = any_type(ck, AnySource::FromError);
        writable(ck, *variable).type =
            starred ? named_generic_type(ck, known::builtins_list, {any}) : any;
    }
}

void from_tuple(const Unpacking& un, const TupleType& given, bool undefined_rvalue) {
    CheckContext& ck = un.ck;
    const TupleType* type = fitted(un, given);
    if (!check_count(un, type->items.size(), types::find_unpack_in_list(type->items))) {
        give_up_on(un);
        return;
    }
    if (!undefined_rvalue) {
        TypePtr again = sole_item(ck, accept(ck, un.rvalue, expected_tuple(un, *type)));
        if (const auto* options = types::as<UnionType>(again)) return from_union(un, *options);
        if (types::is<AnyType>(again)) return;
        const auto* tuple = types::as<TupleType>(again);
        if (tuple != nullptr) type = fitted(un, *tuple);
    }
    Nodes values;
    for (TypePtr item : type->items) {
        const auto* unpack = types::as<types::UnpackType>(item);
        if (unpack == nullptr) {
            values.push_back(make_value(ck, item, un.at));
        } else {
            values.push_back(make_starred(ck, make_value(ck, unpack->type, un.at), un.at));
        }
    }
    Unpacking at_context = un;
    at_context.rvalue = un.at;
    check_pairs(at_context, values);
}

void from_iterable(const Unpacking& un, TypePtr type) {
    CheckContext& ck = un.ck;
    type = proper(ck, type);
    if (!type_is_iterable(ck, type)) {
        report_type_not_iterable(ck, type, un.at);
        return;
    }
    TypePtr item = iterable_item_type(ck, type, un.at);
    for (NodeId lvalue : un.lvalues) {
        if (is_starred(ck, lvalue)) {
            TypePtr items = named_generic_type(ck, known::builtins_list, {item});
            check_assignment(ck, starred_value(ck, lvalue), make_value(ck, items, un.at), un.infer);
        } else {
            check_assignment(ck, lvalue, make_value(ck, item, un.at), un.infer);
        }
    }
}

/// Each item of the union is unpacked; the targets get the unions of what they got.
void from_union(const Unpacking& un, const UnionType& type) {
    CheckContext& ck = un.ck;
    Restore no_partial(ck.no_partial_types, true);
    Nodes flat = flatten_lvalues(ck, un.lvalues);
    std::vector<std::vector<TypePtr>> transposed(flat.size());
    std::vector<Binder::Collected> assignments;
    {
        Restore collecting(ck.binder->collecting, &assignments);
        for (TypePtr item : type.items) {
            from_value(un, item, true);
            for (std::size_t i = 0; i < flat.size(); ++i) {
                TypeTable& table = ck.type_tables.back();
                auto found = table.find(flat[i]);
                const bool known = found != table.end() && found->second != nullptr;
                transposed[i].push_back(known ? found->second : any_type(ck));
                if (known) found->second = nullptr;
            }
        }
    }
    for (const Binder::Collected& one : assignments) {
        std::vector<TypePtr> given;
        std::vector<TypePtr> declared;
        for (const auto& [value, target] : one.types) {
            given.push_back(value);
            if (target != nullptr) declared.push_back(target);
        }
        if (declared.empty()) continue;
        ck.binder->assign_type(one.expr, simplified_union(ck, given),
                               simplified_union(ck, declared));
    }
    for (std::size_t i = 0; i < flat.size(); ++i) {
        TypePtr all = simplified_union(ck, transposed[i]);
        LvalueFacts facts = check_lvalue(ck, flat[i]);
        if (facts.inferred != nullptr) {
            set_inferred_type(ck, *facts.inferred, flat[i], all);
        } else {
            store_type(ck, flat[i], all);
        }
    }
}

void check_string(const Unpacking& un, TypePtr type) {
    CheckContext& ck = un.ck;
    if (is_instance_of(ck, type, "builtins.str") &&
        types::expect<Instance>(type).last_known_value == nullptr) {
        report_unpacking_string(ck, un.at);
        return;
    }
    const auto* literal = types::as<LiteralType>(try_getting_literal(ck, type));
    if (literal == nullptr || literal->value.kind != types::LiteralKind::Str) return;
    std::string_view text = base::text_of(literal->value.text);
    if (base::width(text, base::ColumnUnit::Utf32) != un.lvalues.size()) {
        report_unpacking_string(ck, un.at);
    }
}

void from_value(const Unpacking& un, TypePtr type, bool undefined_rvalue) {
    CheckContext& ck = un.ck;
    type = sole_item(ck, type);
    const auto* tuple = types::as<TupleType>(type);
    if (tuple != nullptr && types::find_unpack_in_list(tuple->items)) {
        type = proper(ck, types::expand_type(ck.cx, type, {}));
    }
    if (types::is<AnyType>(type)) return assign_any(un, type);
    if (const auto* items = types::as<TupleType>(type)) {
        return from_tuple(un, *items, undefined_rvalue);
    }
    if (const auto* options = types::as<UnionType>(type)) return from_union(un, *options);
    check_string(un, type);
    from_iterable(un, type);
}

}  // namespace

std::vector<NodeId> flatten_lvalues(CheckContext& ck, std::span<const NodeId> lvalues) {
    Nodes flat;
    for (NodeId lvalue : lvalues) {
        if (is_sequence_display(ck, lvalue)) {
            Nodes inner = flatten_lvalues(ck, elements_of(ck, lvalue));
            flat.insert(flat.end(), inner.begin(), inner.end());
        }
        flat.push_back(is_starred(ck, lvalue) ? starred_value(ck, lvalue) : lvalue);
    }
    return flat;
}

void check_multiple_targets(CheckContext& ck, std::span<const NodeId> lvalues, NodeId rvalue,
                            NodeId at, bool infer_lvalue_type) {
    Unpacking un{ck, lvalues, rvalue, at, infer_lvalue_type};
    if (is_sequence_display(ck, rvalue)) {
        std::optional<Nodes> values = flatten_values(un);
        if (!values) {
            assign_any(un, not_implemented(ck));
        } else if (check_count(un, values->size())) {
            check_pairs(un, *values);
        }
        return;
    }
    from_value(un, accept(ck, rvalue), false);
}

}  // namespace krait::checker
