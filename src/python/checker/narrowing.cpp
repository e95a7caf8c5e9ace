// narrowing.cpp: conditions by kind; truth of values; guards.

#include "python/checker/narrowing.h"

#include <algorithm>

#include "python/checker/calls.h"
#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/types/format.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"

namespace krait::checker {

bool is_true_literal(const CheckContext& ck, NodeId expr) {
    if (is_kind(ck, expr, NodeKind::True)) return true;
    return is_kind(ck, expr, NodeKind::Int) && ck.tree.int_value(expr) != 0;
}

bool is_false_literal(const CheckContext& ck, NodeId expr) {
    if (is_kind(ck, expr, NodeKind::False)) return true;
    return is_kind(ck, expr, NodeKind::Int) && ck.tree.int_value(expr) == 0;
}

bool is_none_literal(const CheckContext& ck, NodeId expr) {
    return is_kind(ck, expr, NodeKind::NoneConstant);
}

bool is_not_implemented_literal(const CheckContext& ck, NodeId expr) {
    return is_kind(ck, expr, NodeKind::Name) && refers_to(ck, expr, "builtins.NotImplemented");
}

namespace {

Narrowed find_unpropagated(CheckContext& ck, NodeId node, bool in_boolean_context);

Narrowed only(NarrowingMap yes, NarrowingMap no) {
    return {std::move(yes), std::move(no)};
}

NarrowingMap impossible(CheckContext& ck, NodeId node) {
    NarrowingMap map;
    map.put(node, never_type(ck));
    return map;
}

struct Guards {
    TypePtr guard = nullptr;
    TypePtr is = nullptr;
};

/// The type of what is called: of an instance, its `__call__`.
TypePtr called_type(CheckContext& ck, NodeId func) {
    TypePtr type = proper(ck, lookup_type(ck, func));
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return type;
    return proper(ck, types::find_member_type(ck.cx, base::intern("__call__"), *instance, instance,
                                              {.is_operator = true}));
}

Guards guards_of_call(CheckContext& ck, NodeId func) {
    auto known = ck.guards.find(func);
    if (known != ck.guards.end()) return {known->second.first, known->second.second};
    const auto* callable = types::as<CallableType>(called_type(ck, func));
    if (callable == nullptr) return {};
    return {callable->type_guard, callable->type_is};
}

Narrowed narrow_by_guard(CheckContext& ck, NodeId call, NodeId expr, const Arguments& args) {
    NodeId func = ck.tree.call(call).func;
    Guards guards = guards_of_call(ck, func);
    if (guards.guard == nullptr && guards.is == nullptr) return {};
    if (args.kinds[0] != ArgKind::Pos) {
        auto items = function_items(ck, called_type(ck, func));
        const Name name = items.empty() || items[0]->parameters.empty()
                              ? Name::Empty
                              : items[0]->parameters[0].name;
        auto found = std::find(args.names.begin(), args.names.end(), name);
        if (name == Name::Empty || found == args.names.end()) {
            fail(ck, call, messages::texts::kTypeGuardPosArgRequired,
                 {guards.guard != nullptr ? "guard" : "narrower"});
            return {};
        }
        expr =
            collapse_walrus(ck, args.nodes[static_cast<std::size_t>(found - args.names.begin())]);
    }
    if (literalness(ck, expr) != Literalness::Type) return {};
    TypePtr current = lookup_type(ck, expr);
    if (current == nullptr) return {};
    if (guards.guard != nullptr) {
        NarrowingMap yes;
        yes.put(expr, types::narrow_declared_by_type_guard(ck.cx, current, guards.guard));
        return only(yes, {});
    }
    ConditionalOptions options;
    options.consider_runtime_isinstance = false;
    ConditionalTypes found = conditional_types_with_intersection(
        ck, current, TypeRanges{{guards.is, false}}, expr, options);
    return maps_of(ck, expr, found.yes, found.no);
}

Narrowed narrow_by_call(CheckContext& ck, NodeId call) {
    NodeId func = ck.tree.call(call).func;
    Arguments args = arguments_of(ck, call);
    NodeId expr = collapse_walrus(ck, args.nodes[0]);
    const bool can_narrow = literalness(ck, expr) == Literalness::Type;
    TypePtr current = lookup_type(ck, expr);
    auto applies = [&](std::string_view name, std::size_t count) {
        return refers_to(ck, func, name) && (args.size() == count || (current = nullptr, true));
    };
    if (applies("builtins.isinstance", 2)) {
        if (!can_narrow || current == nullptr) return {};
        ConditionalTypes found = conditional_types_with_intersection(
            ck, current, isinstance_ranges(ck, args.nodes[1]), expr);
        return maps_of(ck, expr, found.yes, found.no);
    }
    if (applies("builtins.issubclass", 2)) {
        if (!can_narrow || current == nullptr) return {};
        return infer_issubclass(ck, call, expr);
    }
    if (applies("builtins.callable", 1)) {
        if (!can_narrow || current == nullptr) return {};
        return narrow_callable(ck, expr, current);
    }
    if (applies("builtins.hasattr", 2)) {
        if (!can_narrow || current == nullptr) return {};
        TypePtr name = lookup_type(ck, args.nodes[1]);
        auto names = name == nullptr ? std::nullopt : types::try_getting_str_literals(ck.cx, name);
        if (!names || names->size() != 1) return {};
        return narrow_hasattr(ck, expr, current, (*names)[0]);
    }
    return narrow_by_guard(ck, call, expr, args);
}

/// The truth of a value, which every other kind of condition is about.
Narrowed narrow_by_truth(CheckContext& ck, NodeId node, bool in_boolean_context) {
    TypePtr type = lookup_type(ck, node);
    if (type == nullptr) return {};
    Name bool_name = base::intern("__bool__");
    if (literalness(ck, node) == Literalness::Type && can_be_narrowed_with_len(ck, type) &&
        !types::custom_special_method(ck.cx, type, bool_name) && ck.options.strict_optional) {
        ConditionalTypes found = narrow_with_len(ck, type, syntax::CompareOperator::Gt, 0);
        NarrowingMap yes;
        NarrowingMap no;
        yes.put(node, types::true_only(ck.cx, found.yes));
        no.put(node, types::false_only(ck.cx, found.no));
        return only(yes, no);
    }
    if (in_boolean_context) check_for_truthy_type(ck, type, node);
    TypePtr expanded =
        types::try_expanding_sum_type_to_union(ck.cx, type, base::intern("builtins.bool"));
    NarrowingMap yes;
    NarrowingMap no;
    yes.put(node, types::true_only(ck.cx, expanded));
    no.put(node, types::false_only(ck.cx, expanded));
    return only(yes, no);
}

Narrowed combine(CheckContext& ck, syntax::BoolOperator op, const Narrowed& left,
                 const Narrowed& right) {
    if (op == syntax::BoolOperator::And) {
        return {and_maps(ck, left.yes, right.yes), or_maps(ck, left.no, right.no, true)};
    }
    return {or_maps(ck, left.yes, right.yes), and_maps(ck, left.no, right.no)};
}

Narrowed narrow_by_bool_op(CheckContext& ck, NodeId node) {
    syntax::BoolOpView view = ck.tree.bool_op(node);
    Narrowed result = find_isinstance_check(ck, view.values.back());
    for (std::size_t i = view.values.size() - 1; i-- > 0;) {
        result = combine(ck, view.op, find_isinstance_check(ck, view.values[i]), result);
    }
    return result;
}

Narrowed narrow_by_walrus(CheckContext& ck, NodeId node) {
    syntax::NamedExprView view = ck.tree.named_expr(node);
    Narrowed result = find_isinstance_check(ck, view.target);
    Narrowed value = find_isinstance_check(ck, view.value, false);
    for (const auto& [expr, type] : value.yes.types) result.yes.put(expr, type);
    for (const auto& [expr, type] : value.no.types) result.no.put(expr, type);
    return result;
}

Narrowed find_unpropagated(CheckContext& ck, NodeId node, bool in_boolean_context) {
    if (ck.synthetic.holds(node)) return narrow_by_truth(ck, node, in_boolean_context);
    if (is_true_literal(ck, node)) return only({}, impossible(ck, node));
    if (is_false_literal(ck, node)) return only(impossible(ck, node), {});
    switch (ck.tree.kind(node)) {
        case NodeKind::Call: {
            syntax::CallView view = ck.tree.call(node);
            if (view.args.empty() && view.keywords.empty()) break;
            Narrowed found = narrow_by_call(ck, node);
            if (!found.yes.empty() || !found.no.empty()) return found;
            if (refers_to(ck, view.func, "builtins.isinstance") ||
                refers_to(ck, view.func, "builtins.issubclass") ||
                refers_to(ck, view.func, "builtins.callable") ||
                refers_to(ck, view.func, "builtins.hasattr")) {
                NodeId first = view.args.empty() ? NodeId::None : view.args[0];
                if (first != NodeId::None &&
                    literalness(ck, collapse_walrus(ck, first)) == Literalness::Type) {
                    return {};
                }
            }
            break;
        }
        case NodeKind::Compare:
            return narrow_comparison(ck, node);
        case NodeKind::NamedExpr:
            return narrow_by_walrus(ck, node);
        case NodeKind::BoolOp:
            return narrow_by_bool_op(ck, node);
        case NodeKind::UnaryOp: {
            syntax::UnaryOpView view = ck.tree.unary_op(node);
            if (view.op != syntax::UnaryOperator::Not) break;
            Narrowed found = find_isinstance_check(ck, view.operand);
            return {found.no, found.yes};
        }
        default:
            break;
    }
    return narrow_by_truth(ck, node, in_boolean_context);
}

}  // namespace

Narrowed find_isinstance_check(CheckContext& ck, NodeId condition, bool in_boolean_context) {
    if (ck.depth >= kMaxDepth) return {};
    Restore depth(ck.depth, ck.depth + 1);
    Narrowed found = find_unpropagated(ck, condition, in_boolean_context);
    return {propagate_to_parents(ck, found.yes), propagate_to_parents(ck, found.no)};
}

namespace {

bool is_always_true(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (is_function_like(type)) return true;
    if (const auto* options = types::as<UnionType>(type)) {
        return std::all_of(options->items.begin(), options->items.end(),
                           [&](TypePtr item) { return is_always_true(ck, item); });
    }
    const auto* instance = types::as<Instance>(type);
    if (instance == nullptr) return false;
    const ClassInfo& info = info_of(ck, *instance);
    return !has_readable_member(ck, info, "__bool__") &&
           !has_readable_member(ck, info, "__len__") && !is_fullname(info, "builtins.object");
}

std::string describe(CheckContext& ck, NodeId expr, TypePtr type) {
    std::string text = types::format_type(ck.cx, type);
    auto quoted = [&](std::string_view name, std::string_view verb) {
        return concat({"\"", name, "\" ", verb, " ", text});
    };
    if (is_kind(ck, expr, NodeKind::Attribute)) {
        return concat(
            {"Member \"", base::text_of(ck.tree.attribute(expr).attr), "\" has type ", text});
    }
    Name fullname = fullname_of(ck, expr);
    if (fullname != Name::Empty) return quoted(base::text_of(fullname), "has type");
    if (!is_kind(ck, expr, NodeKind::Call)) return concat({"Expression has type ", text});
    NodeId func = ck.tree.call(expr).func;
    if (is_kind(ck, func, NodeKind::Attribute)) {
        return quoted(base::text_of(ck.tree.attribute(func).attr), "returns");
    }
    Name called = fullname_of(ck, func);
    if (called != Name::Empty) return quoted(base::text_of(called), "returns");
    return concat({"Call returns ", text});
}

}  // namespace

void check_for_truthy_type(CheckContext& ck, TypePtr type, NodeId expr) {
    if (!ck.options.strict_optional) return;
    type = proper(ck, type);
    if (!is_always_true(ck, type)) return;
    namespace texts = messages::texts;
    if (is_function_like(type)) {
        std::string name = is_kind(ck, expr, NodeKind::Name)
                               ? concat({"\"", base::text_of(ck.tree.name(expr)), "\""})
                           : is_kind(ck, expr, NodeKind::Attribute)
                               ? concat({"\"", base::text_of(ck.tree.attribute(expr).attr), "\""})
                               : types::format_type(ck.cx, type);
        fail(ck, expr, texts::kFunctionAlwaysTrue, {name});
        return;
    }
    if (is_instance_of(ck, type, "typing.Iterable")) {
        if (!config::is_error_code_enabled(ck.options, messages::codes::kTruthyIterable)) return;
        std::string collection = types::format_type(ck.cx, type);
        const std::size_t at = collection.find("Iterable");
        if (at != std::string::npos) collection.replace(at, 8, "Collection");
        fail(ck, expr, texts::kIterableAlwaysTrue, {describe(ck, expr, type), collection});
        return;
    }
    if (!config::is_error_code_enabled(ck.options, messages::codes::kTruthyBool)) return;
    const messages::Text& text =
        types::is<UnionType>(type) ? texts::kTypeAlwaysTrueUniontype : texts::kTypeAlwaysTrue;
    fail(ck, expr, text, {describe(ck, expr, type)});
}

}  // namespace krait::checker
