// operators.cpp: `a + b`, `-a`, `a and b`.

#include <algorithm>
#include <array>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/formats.h"
#include "python/checker/members.h"
#include "python/checker/precise_tuples.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/subtypes.h"
#include "python/types/variadic.h"

namespace krait::checker {

using syntax::BinaryOperator;

namespace {

struct OperatorNames {
    std::string_view symbol;
    std::string_view method;
};
constexpr std::array<OperatorNames, 13> kOperators{{
    {"+", "__add__"},
    {"-", "__sub__"},
    {"*", "__mul__"},
    {"@", "__matmul__"},
    {"/", "__truediv__"},
    {"%", "__mod__"},
    {"**", "__pow__"},
    {"<<", "__lshift__"},
    {">>", "__rshift__"},
    {"|", "__or__"},
    {"^", "__xor__"},
    {"&", "__and__"},
    {"//", "__floordiv__"},
}};
static_assert(static_cast<std::size_t>(BinaryOperator::FloorDiv) == kOperators.size() - 1);

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kReversedComparisons{{
    {"__eq__", "__eq__"},
    {"__ne__", "__ne__"},
    {"__lt__", "__gt__"},
    {"__ge__", "__le__"},
    {"__gt__", "__lt__"},
    {"__le__", "__ge__"},
}};

Name reverse_method(Name method) {
    std::string_view text = base::text_of(method);
    for (const auto& [forward, backward] : kReversedComparisons) {
        if (text == forward) return base::intern(backward);
    }
    return base::intern(concat({"__r", text.substr(2)}));
}

bool is_arithmetic(Name method) {
    return std::any_of(kOperators.begin(), kOperators.end(),
                       [&](const auto& one) { return is_text(method, one.method); });
}

}  // namespace

Name operator_method(BinaryOperator op) {
    return base::intern(kOperators[static_cast<std::size_t>(op)].method);
}

std::string_view operator_symbol(BinaryOperator op) {
    return kOperators[static_cast<std::size_t>(op)].symbol;
}

bool is_operator_method(Name fullname) {
    std::string_view text = base::text_of(fullname);
    text = text.substr(text.rfind('.') + 1);
    if (text == "__contains__" || text == "__neg__" || text == "__pos__" || text == "__invert__" ||
        text == "__divmod__" || text == "__rdivmod__") {
        return true;
    }
    for (const auto& [forward, backward] : kReversedComparisons) {
        if (text == forward) return true;
    }
    return std::any_of(kOperators.begin(), kOperators.end(), [&](const auto& one) {
        return text == one.method || (text.starts_with("__r") && text.size() > 3 &&
                                      text.substr(3) == one.method.substr(2));
    });
}

namespace {

TypePtr lookup_operator(CheckContext& ck, Name method, TypePtr base, NodeId at) {
    if (!has_operator(ck, base, method)) return nullptr;
    Filter filter(ck);
    MemberContext mx{ck, base, at};
    mx.is_operator = true;
    TypePtr found = analyze_member_access(mx, method, base, nullptr, is_literal_context(ck));
    return filter.has_errors() ? nullptr : found;
}

const ClassInfo* definer(CheckContext& ck, const Instance& type, Name method) {
    return get_member(ck, info_of(ck, type), method).owner;
}

struct Operand {
    TypePtr type;
    NodeId expr;
};

/// Whether Python would ask the right operand first.
bool right_goes_first(CheckContext& ck, Name method, Name reverse, TypePtr left, TypePtr right) {
    const auto* l = types::as<Instance>(left);
    const auto* r = types::as<Instance>(right);
    if (l != nullptr && r != nullptr) {
        if (definer(ck, *l, method) == definer(ck, *r, reverse)) return false;
        const Instance* promoted = info_of(ck, *l).alt_promote;
        if (promoted != nullptr && promoted->type == r->type) return false;
    }
    return types::covers_at_runtime(ck.cx, right, left);
}

struct Variant {
    Name name;
    TypePtr method;
    TypePtr object;
    NodeId argument;
};

std::vector<Variant> operator_variants(CheckContext& ck, Name method, const Operand& left,
                                       const Operand& right, NodeId at) {
    Name reverse = reverse_method(method);
    Variant forward{method, lookup_operator(ck, method, left.type, at), left.type, right.expr};
    Variant backward{reverse, lookup_operator(ck, reverse, right.type, at), right.type, left.expr};
    std::vector<Variant> variants;
    if (is_arithmetic(method) && types::is_same_type(ck.cx, left.type, right.type)) {
        variants = {forward};
    } else if (right_goes_first(ck, method, reverse, left.type, right.type)) {
        variants = {backward, forward};
    } else {
        variants = {forward, backward};
    }
    std::erase_if(variants, [](const Variant& one) { return one.method == nullptr; });
    return variants;
}

bool falls_back_to_any(CheckContext& ck, TypePtr type) {
    const auto* instance = types::as<Instance>(type);
    return instance != nullptr && info_of(ck, *instance).fallback_to_any;
}

CallResult check_reversible(CheckContext& ck, Name method, Operand left, Operand right, NodeId at) {
    left.type = proper(ck, left.type);
    right.type = proper(ck, right.type);
    for (TypePtr type : {left.type, right.type}) {
        if (!types::is<AnyType>(type)) continue;
        TypePtr any = any_from(ck, type);
        return {any, any};
    }
    std::vector<Diagnostics> errors;
    std::vector<CallResult> results;
    std::vector<Variant> variants = operator_variants(ck, method, left, right, at);
    for (const Variant& one : variants) {
        Filter filter(ck, {.save = true});
        CallResult result =
            check_method_call(ck, one.name, one.object, one.method, positional({one.argument}), at);
        if (!filter.has_errors()) return result;
        errors.push_back(std::move(filter.saved()));
        results.push_back(result);
    }
    if (falls_back_to_any(ck, left.type) || falls_back_to_any(ck, right.type)) {
        return {any_type(ck), any_type(ck)};
    }
    if (variants.empty()) {
        Filter filter(ck, {.save = true});
        CallResult result =
            check_method_call_by_name(ck, method, left.type, positional({right.expr}), at);
        if (!filter.has_errors()) return result;
        errors.push_back(std::move(filter.saved()));
        results.push_back(result);
    }
    if (errors[0].empty()) {
        fail_silently(ck, messages::codes::kOperator);
    } else {
        ck.reporter.add_all(errors[0]);
    }
    if (results.size() == 1) return results[0];
    TypePtr any = any_type(ck, AnySource::FromError);
    return {any, any};
}

std::vector<TypePtr> variants_of(CheckContext& ck, TypePtr type) {
    const auto* options = proper_as<UnionType>(ck, type);
    if (options == nullptr) return {type};
    return types::flatten_nested_unions(ck.cx, types::relevant_items(ck.cx, *options));
}

/// Once more, with each item of the right operand by itself; what fails now is reported.
CallResult check_op_by_items(CheckContext& ck, Name method, TypePtr base,
                             const std::vector<TypePtr>& lefts, TypePtr right_type, NodeId argument,
                             NodeId at) {
    std::vector<Operand> rights{{right_type, argument}};
    if (is_proper<UnionType>(ck, right_type)) {
        rights.clear();
        for (TypePtr item : variants_of(ck, right_type)) {
            rights.push_back({item, make_value(ck, item, at)});
        }
    }
    std::vector<TypePtr> results;
    std::vector<TypePtr> methods;
    Filter filter(ck, {.save = true});
    for (TypePtr left : lefts) {
        for (const Operand& right : rights) {
            CallResult one =
                check_reversible(ck, method, {left, make_value(ck, left, at)}, right, at);
            results.push_back(one.type);
            methods.push_back(proper(ck, one.callee));
        }
    }
    filter.close();
    if (filter.has_errors()) {
        ck.reporter.add_all(filter.saved());
        if (lefts.size() >= 2 && rights.size() >= 2) {
            report_operands_from_unions(ck, at, filter.saved());
        } else if (lefts.size() >= 2) {
            report_operand_from_union(ck, "Left", base, at, filter.saved());
        } else if (rights.size() >= 2) {
            report_operand_from_union(ck, "Right", right_type, at, filter.saved());
        }
    }
    return {simplified_union(ck, results), combine_signatures(ck, methods)};
}

}  // namespace

CallResult check_op(CheckContext& ck, Name method, TypePtr base, NodeId argument, NodeId at,
                    bool allow_reverse) {
    if (!allow_reverse) {
        return check_method_call_by_name(ck, method, base, positional({argument}), at);
    }
    std::vector<TypePtr> lefts = variants_of(ck, base);
    TypePtr right_type = accept(ck, argument);
    std::vector<TypePtr> results;
    std::vector<TypePtr> methods;
    {
        Filter filter(ck);
        for (TypePtr left : lefts) {
            CallResult one = check_reversible(ck, method, {left, make_value(ck, left, at)},
                                              {right_type, argument}, at);
            results.push_back(one.type);
            methods.push_back(one.callee);
        }
        if (!filter.has_errors()) {
            return {simplified_union(ck, results), simplified_union(ck, methods)};
        }
    }
    return check_op_by_items(ck, method, proper(ck, base), lefts, proper(ck, right_type), argument,
                             at);
}

namespace {

struct BinOpParts {
    NodeId left;
    BinaryOperator op;
    NodeId right;
};

BinOpParts parts_of(const CheckContext& ck, NodeId expr) {
    if (ck.synthetic.holds(expr)) {
        const Synthetic& node = ck.synthetic[expr];
        return {node.items[0], node.op, node.items[1]};
    }
    syntax::BinOpView view = ck.tree.bin_op(expr);
    return {view.left, view.op, view.right};
}

bool has_own_method(CheckContext& ck, const TupleType& type, std::string_view method,
                    std::string_view owner) {
    types::Member found = get_member(ck, info_of(ck, *type.partial_fallback), method);
    return found && (owner.empty() || is_fullname(*found.owner, owner));
}

/// tuple[X, Y] + tuple[Z, ...] is tuple[X, Y, *tuple[Z, ...]], if such tuples are wanted.
TypePtr concatenate_with_iterable(CheckContext& ck, const TupleType& left, TypePtr right,
                                  NodeId at) {
    if (!has_precise_tuples(ck) || !type_is_iterable(ck, right)) return nullptr;
    if (get_member(ck, info_of(ck, types::expect<Instance>(right)), "__radd__") ||
        !is_instance_of(ck, left.partial_fallback, "builtins.tuple") ||
        types::find_unpack_in_list(left.items)) {
        return nullptr;
    }
    std::vector<TypePtr> items(left.items.begin(), left.items.end());
    TypePtr item = iterable_item_type(ck, right, at);
    items.push_back(
        types::make_unpack(ck.cx, named_generic_type(ck, known::builtins_tuple, {item})));
    return with_items(ck, left, items);
}

/// tuple[X, ...] + tuple[Y, Z] is tuple[*tuple[X, ...], Y, Z].
TypePtr concatenate_variadic(CheckContext& ck, TypePtr left, NodeId right) {
    const auto* other = proper_as<TupleType>(ck, accept(ck, right));
    if (other == nullptr || !is_instance_of(ck, other->partial_fallback, "builtins.tuple") ||
        types::find_unpack_in_list(other->items)) {
        return nullptr;
    }
    std::vector<TypePtr> items{types::make_unpack(ck.cx, proper(ck, left))};
    items.insert(items.end(), other->items.begin(), other->items.end());
    return with_items(ck, *other, items);
}

/// (1, "a") + (2,) is a tuple of three; null where the general way is to be gone.
TypePtr concatenate_tuples(CheckContext& ck, TypePtr left_type, NodeId right) {
    const auto* left = proper_as<TupleType>(ck, left_type);
    if (left == nullptr && is_instance_of(ck, left_type, "builtins.tuple") &&
        has_precise_tuples(ck)) {
        return concatenate_variadic(ck, left_type, right);
    }
    if (left == nullptr || !has_own_method(ck, *left, "__add__", "builtins.tuple")) return nullptr;
    TypePtr right_type = proper(ck, accept(ck, right));
    if (types::is<Instance>(right_type)) {
        return concatenate_with_iterable(ck, *left, right_type, right);
    }
    const auto* other = types::as<TupleType>(right_type);
    if (other == nullptr || has_own_method(ck, *other, "__radd__", {})) return nullptr;
    if (types::find_unpack_in_list(left->items) && types::find_unpack_in_list(other->items)) {
        return nullptr;
    }
    std::vector<TypePtr> items(left->items.begin(), left->items.end());
    items.insert(items.end(), other->items.begin(), other->items.end());
    return tuple_of(ck, items);
}

TypePtr check_list_multiply(CheckContext& ck, NodeId expr, const BinOpParts& parts) {
    TypePtr right = accept(ck, parts.right);
    const bool by_int = types::is_subtype(ck.cx, right, named_type(ck, known::builtins_int));
    TypePtr left = accept(ck, parts.left, by_int ? ck.type_context.back() : nullptr);
    return check_op(ck, operator_method(parts.op), left, parts.right, expr).type;
}

}  // namespace

TypePtr check_bin_op(CheckContext& ck, NodeId expr) {
    BinOpParts parts = parts_of(ck, expr);
    if (parts.op == BinaryOperator::Mult && is_kind(ck, parts.left, NodeKind::List)) {
        return check_list_multiply(ck, expr, parts);
    }
    if (parts.op == BinaryOperator::Mod && !ck.synthetic.holds(parts.left)) {
        const NodeKind left = ck.tree.kind(parts.left);
        if (left == NodeKind::Str || left == NodeKind::Bytes) {
            return check_percent_format(ck, parts.left, parts.right);
        }
    }
    TypePtr left = accept(ck, parts.left);
    if (parts.op == BinaryOperator::Add) {
        if (TypePtr tuple = concatenate_tuples(ck, left, parts.right)) return tuple;
    }
    Name method = operator_method(parts.op);
    bool allow_reverse = true;
    if (parts.op == BinaryOperator::BitOr) {
        if (is_instance_of(ck, left, "builtins.dict") &&
            is_proper<TypedDictType>(ck, accept(ck, parts.right))) {
            return check_op(ck, base::intern("__ror__"), accept(ck, parts.right), parts.left, expr)
                .type;
        }
        if (is_proper<TypedDictType>(ck, left)) {
            allow_reverse = !is_instance_of(ck, accept(ck, parts.right), "builtins.dict");
        }
    }
    return check_op(ck, method, left, parts.right, expr, allow_reverse).type;
}

TypePtr check_unary_op(CheckContext& ck, NodeId expr) {
    syntax::UnaryOpView view = ck.tree.unary_op(expr);
    TypePtr operand = accept(ck, view.operand);
    std::string_view method = "__neg__";
    switch (view.op) {
        case syntax::UnaryOperator::Not:
            check_for_truthy_type(ck, operand, view.operand);
            return named_type(ck, known::builtins_bool);
        case syntax::UnaryOperator::UAdd:
            method = "__pos__";
            break;
        case syntax::UnaryOperator::Invert:
            method = "__invert__";
            break;
        case syntax::UnaryOperator::USub:
            break;
    }
    return check_method_call_by_name(ck, method, operand, {}, expr).type;
}

TypePtr analyze_branch(CheckContext& ck, const NarrowingMap& map, NodeId node, TypePtr context,
                       bool allow_none_return, bool suppress_unreachable_errors) {
    FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
    const AcceptOptions options{.allow_none_return = allow_none_return};
    if (is_unreachable_map(ck, map)) {
        Filter filter(ck, {.filter = suppress_unreachable_errors});
        accept_for_effect(ck, node, context, options);
        return never_type(ck);
    }
    push_narrowing(ck, map);
    return accept(ck, node, context, options);
}

namespace {

TypePtr combined_context(CheckContext& ck, TypePtr type) {
    std::vector<TypePtr> items;
    if (type != nullptr) {
        if (has_any_type(ck, type)) return type;
        items.push_back(type);
    }
    if (ck.type_context.back() != nullptr) items.push_back(ck.type_context.back());
    return items.empty() ? nullptr : simplified_union(ck, items);
}

/// What stands to the left of one operand of `a and b and c`: mypy nests to the right.
struct BoolOperands {
    NodeId whole;
    syntax::BoolOperator op;
    std::span<const NodeId> values;
};

TypePtr check_bool_operands(CheckContext& ck, const BoolOperands& operands) {
    NodeId left = operands.values[0];
    const bool is_and = operands.op == syntax::BoolOperator::And;
    if (operands.values.size() == 1) return accept(ck, left, ck.type_context.back());
    TypePtr left_type = accept(ck, left, ck.type_context.back());
    TypePtr expanded =
        types::try_expanding_sum_type_to_union(ck.cx, left_type, base::intern("builtins.bool"));
    Narrowed maps = find_isinstance_check(ck, left);
    NarrowingMap left_map = is_and ? maps.no : maps.yes;
    NarrowingMap right_map = is_and ? maps.yes : maps.no;
    bool right_always = false;
    bool right_known_unreachable = false;
    auto known = ck.bindings.known_conditions.find(left);
    if (known != ck.bindings.known_conditions.end()) {
        using Truth = semantic::Bindings::Truth;
        const bool truth = known->second == Truth::AlwaysTrue || known->second == Truth::MypyTrue;
        right_always = truth == is_and;
        right_known_unreachable = !right_always;
        left_map = {};
        right_map = {};
        (right_always ? left_map : right_map)
            .put(right_always ? left : operands.values[1], never_type(ck));
    }
    const bool left_unreachable = is_unreachable_map(ck, left_map);
    const std::string_view op = is_and ? "and" : "or";
    if (left_unreachable && !right_always) report_redundant_left_operand(ck, op, left);
    const bool right_unreachable = is_unreachable_map(ck, right_map);
    if (should_report_unreachable(ck) && right_unreachable && !right_known_unreachable) {
        report_unreachable_operand(ck, op, operands.values[1]);
    }
    TypePtr right_type = nullptr;
    TypePtr context = combined_context(ck, expanded);
    std::span<const NodeId> rest = operands.values.subspan(1);
    if (rest.size() == 1) {
        right_type = analyze_branch(ck, right_map, rest[0], context);
    } else {
        FrameScope frame(*ck.binder, {.can_skip = true, .fall_through = 0});
        Filter filter(ck, {.filter = right_unreachable});
        if (!right_unreachable) push_narrowing(ck, right_map);
        Pushed pushed(ck.type_context, context);
        right_type = check_bool_operands(ck, {operands.whole, operands.op, rest});
        if (right_unreachable) right_type = never_type(ck);
    }
    if (left_unreachable && right_unreachable) return never_type(ck);
    if (right_unreachable) return left_type;
    if (left_unreachable) return right_type;
    TypePtr restricted =
        is_and ? types::false_only(ck.cx, expanded) : types::true_only(ck.cx, expanded);
    const bool result_is_left =
        is_and ? !types::can_be_true(ck.cx, expanded) : !types::can_be_false(ck.cx, expanded);
    if (is_proper<UninhabitedType>(ck, restricted)) return right_type;
    if (result_is_left) return left_type;
    return simplified_union(ck, {restricted, right_type});
}

}  // namespace

TypePtr check_bool_op(CheckContext& ck, NodeId expr) {
    syntax::BoolOpView view = ck.tree.bool_op(expr);
    return check_bool_operands(ck, {expr, view.op, view.values});
}

}  // namespace krait::checker
