// narrowing_length.cpp: `len(t) == 2` for tuples.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/narrowing.h"
#include "python/checker/precise_tuples.h"
#include "python/types/maptype.h"
#include "python/types/variadic.h"

namespace krait::checker {

using syntax::CompareOperator;

namespace {

constexpr std::size_t kMaxPreciseTuple = 8;

bool holds(CompareOperator op, std::size_t left, std::size_t right) {
    switch (op) {
        case CompareOperator::Eq:
        case CompareOperator::Is:
            return left == right;
        case CompareOperator::NotEq:
        case CompareOperator::IsNot:
            return left != right;
        case CompareOperator::Lt:
            return left < right;
        case CompareOperator::LtE:
            return left <= right;
        case CompareOperator::Gt:
            return left > right;
        case CompareOperator::GtE:
            return left >= right;
        default:
            return false;
    }
}

CompareOperator negated(CompareOperator op) {
    switch (op) {
        case CompareOperator::NotEq:
        case CompareOperator::IsNot:
            return CompareOperator::Eq;
        case CompareOperator::Gt:
            return CompareOperator::LtE;
        default:
            return CompareOperator::Lt;
    }
}

CompareOperator flipped(CompareOperator op) {
    switch (op) {
        case CompareOperator::Lt:
            return CompareOperator::Gt;
        case CompareOperator::LtE:
            return CompareOperator::GtE;
        case CompareOperator::Gt:
            return CompareOperator::Lt;
        case CompareOperator::GtE:
            return CompareOperator::LtE;
        default:
            return op;
    }
}

bool is_positive(CompareOperator op) {
    return op == CompareOperator::Eq || op == CompareOperator::Is || op == CompareOperator::Lt ||
           op == CompareOperator::LtE;
}

ConditionalTypes refine_instance(CheckContext& ck, const Instance& type, CompareOperator op,
                                 std::size_t size) {
    if (!is_positive(op)) {
        ConditionalTypes found = refine_instance(ck, type, negated(op), size);
        return {found.no, found.yes};
    }
    const ClassInfo* tuple = lookup_class(ck, "builtins.tuple");
    if (tuple == nullptr) return {&type, &type};
    const Instance* mapped = types::map_instance_to_supertype(ck.cx, type, *tuple);
    if (mapped->args.empty()) return {&type, &type};
    TypePtr item = mapped->args[0];
    auto of_length = [&](std::size_t length) {
        return tuple_of(ck, std::vector<TypePtr>(length, item), &type);
    };
    if (op == CompareOperator::Eq || op == CompareOperator::Is) return {of_length(size), &type};
    if (!has_precise_tuples(ck) || !is_instance_of(ck, &type, "builtins.tuple")) {
        return {&type, &type};
    }
    const std::size_t bound = op == CompareOperator::LtE ? size + 1 : size;
    std::vector<TypePtr> shorter;
    for (std::size_t length = 0; length < bound; ++length) shorter.push_back(of_length(length));
    std::vector<TypePtr> longer(bound, item);
    longer.push_back(
        types::make_unpack(ck.cx, named_generic_type(ck, known::builtins_tuple, {item})));
    return {union_of(ck, shorter), tuple_of(ck, longer, &type)};
}

ConditionalTypes refine_tuple(CheckContext& ck, const TupleType& type, CompareOperator op,
                              std::size_t size) {
    auto index = types::find_unpack_in_list(type.items);
    if (!index) {
        TypePtr never = never_type(ck);
        return holds(op, type.items.size(), size) ? ConditionalTypes{&type, never}
                                                  : ConditionalTypes{never, &type};
    }
    if (!is_positive(op)) {
        ConditionalTypes found = refine_tuple(ck, type, negated(op), size);
        return {found.no, found.yes};
    }
    const std::size_t least = type.items.size() - 1;
    const std::size_t bound = op == CompareOperator::LtE ? size + 1 : size;
    const bool is_equal = op == CompareOperator::Eq || op == CompareOperator::Is;
    if (is_equal ? least > size : least >= bound) return {never_type(ck), &type};
    const auto& unpack = types::expect<types::UnpackType>(type.items[*index]);
    const auto* middle = proper_as<Instance>(ck, unpack.type);
    if (middle == nullptr || middle->args.empty()) return {&type, &type};
    auto with_middle = [&](std::size_t count, bool keep_unpack) {
        std::vector<TypePtr> items(type.items.begin(),
                                   type.items.begin() + static_cast<std::ptrdiff_t>(*index));
        items.insert(items.end(), count, middle->args[0]);
        if (keep_unpack) items.push_back(&unpack);
        items.insert(items.end(), type.items.begin() + static_cast<std::ptrdiff_t>(*index) + 1,
                     type.items.end());
        return with_items(ck, type, items);
    };
    if (is_equal) return {with_middle(size - least, false), &type};
    std::vector<TypePtr> shorter;
    for (std::size_t n = 0; n < bound - least; ++n) shorter.push_back(with_middle(n, false));
    return {union_of(ck, shorter), with_middle(bound - least, true)};
}

std::optional<std::size_t> int_of(CheckContext& ck, NodeId expr) {
    TypePtr type = lookup_type(ck, expr);
    if (type == nullptr) return std::nullopt;
    const auto* literal = types::as<LiteralType>(try_getting_literal(ck, type));
    if (literal == nullptr || literal->value.kind != types::LiteralKind::Int) return std::nullopt;
    auto value = int_of_literal(*literal);
    if (!value || *value < 0) return std::nullopt;
    return static_cast<std::size_t>(*value);
}

/// The tuple whose len() this is, or None.
NodeId tuple_of_len(CheckContext& ck, NodeId expr) {
    if (!is_kind(ck, expr, NodeKind::Call)) return NodeId::None;
    syntax::CallView view = ck.tree.call(expr);
    if (view.args.size() != 1 || !view.keywords.empty()) return NodeId::None;
    if (!refers_to(ck, view.func, "builtins.len")) return NodeId::None;
    NodeId object = view.args[0];
    if (literalness(ck, object) != Literalness::Type) return NodeId::None;
    TypePtr type = lookup_type(ck, object);
    return type != nullptr && can_be_narrowed_with_len(ck, type) ? object : NodeId::None;
}

}  // namespace

bool can_be_narrowed_with_len(CheckContext& ck, TypePtr type) {
    if (types::custom_special_method(ck.cx, type, base::intern("__len__"))) return false;
    type = proper(ck, type);
    if (const auto* tuple = types::as<TupleType>(type)) {
        return !types::find_unpack_in_list(tuple->items) ||
               is_instance_of(ck, tuple->partial_fallback, "builtins.tuple");
    }
    if (const auto* instance = types::as<Instance>(type)) {
        return has_base(ck, info_of(ck, *instance), "builtins.tuple");
    }
    const auto* options = types::as<UnionType>(type);
    return options != nullptr &&
           std::any_of(options->items.begin(), options->items.end(),
                       [&](TypePtr item) { return can_be_narrowed_with_len(ck, item); });
}

ConditionalTypes narrow_with_len(CheckContext& ck, TypePtr type, CompareOperator op,
                                 std::size_t size) {
    type = proper(ck, type);
    if (const auto* tuple = types::as<TupleType>(type)) return refine_tuple(ck, *tuple, op, size);
    if (const auto* instance = types::as<Instance>(type)) {
        return refine_instance(ck, *instance, op, size);
    }
    const auto* options = types::as<UnionType>(type);
    if (options == nullptr) return {type, type};
    std::vector<TypePtr> yes;
    std::vector<TypePtr> no;
    std::vector<TypePtr> others;
    for (TypePtr item : options->items) {
        if (!can_be_narrowed_with_len(ck, item)) {
            others.push_back(item);
            continue;
        }
        ConditionalTypes found = narrow_with_len(ck, item, op, size);
        yes.push_back(found.yes);
        no.push_back(found.no);
    }
    yes.insert(yes.end(), others.begin(), others.end());
    no.insert(no.end(), others.begin(), others.end());
    return {simplified_union(ck, yes), simplified_union(ck, no)};
}

std::vector<Narrowed> narrow_tuple_length(CheckContext& ck, NodeId compare) {
    syntax::CompareView view = ck.tree.compare(compare);
    std::vector<Narrowed> maps;
    NodeId left = view.left;
    for (std::size_t i = 0; i < view.comparators.size(); ++i) {
        NodeId right = view.comparators[i];
        CompareOperator op = view.op(i);
        NodeId tuple = tuple_of_len(ck, left);
        std::optional<std::size_t> size = int_of(ck, right);
        if (tuple == NodeId::None) {
            tuple = tuple_of_len(ck, right);
            size = int_of(ck, left);
            op = flipped(op);
        }
        left = right;
        if (op == CompareOperator::In || op == CompareOperator::NotIn) continue;
        if (tuple == NodeId::None || !size || *size > kMaxPreciseTuple) continue;
        ConditionalTypes found = narrow_with_len(ck, lookup_type(ck, tuple), op, *size);
        maps.push_back(maps_of(ck, tuple, found.yes, found.no));
    }
    return maps;
}

}  // namespace krait::checker
