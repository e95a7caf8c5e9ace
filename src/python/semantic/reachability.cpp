// reachability.cpp

#include "python/semantic/reachability.h"

#include <algorithm>
#include <string>
#include <variant>

namespace krait::semantic {

using base::Name;
using base::text_of;
using syntax::CompareOperator;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

namespace {

constexpr int kMaxConditionDepth = 200;

Truth inverted(Truth truth) {
    switch (truth) {
        case Truth::AlwaysTrue:
            return Truth::AlwaysFalse;
        case Truth::AlwaysFalse:
            return Truth::AlwaysTrue;
        case Truth::MypyTrue:
            return Truth::MypyFalse;
        case Truth::MypyFalse:
            return Truth::MypyTrue;
        case Truth::Unknown:
            return Truth::Unknown;
    }
    return Truth::Unknown;
}

Truth truth_of(bool value) {
    return value ? Truth::AlwaysTrue : Truth::AlwaysFalse;
}

bool is_sys_attribute(const Tree& tree, NodeId node, std::string_view name) {
    if (!tree.is(node, NodeKind::Attribute)) return false;
    syntax::AttributeView attribute = tree.attribute(node);
    return text_of(attribute.attr) == name && tree.is(attribute.value, NodeKind::Name) &&
           text_of(tree.name(attribute.value)) == "sys";
}

template <class T>
std::optional<bool> compared(const T& left, CompareOperator op, const T& right) {
    switch (op) {
        case CompareOperator::Eq:
            return left == right;
        case CompareOperator::NotEq:
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
            return std::nullopt;
    }
}

CompareOperator mirrored(CompareOperator op) {
    switch (op) {
        case CompareOperator::Lt:
            return CompareOperator::Gt;
        case CompareOperator::Gt:
            return CompareOperator::Lt;
        case CompareOperator::LtE:
            return CompareOperator::GtE;
        case CompareOperator::GtE:
            return CompareOperator::LtE;
        default:
            return op;
    }
}

/// `sys.version_info`, a part of it, or one number of it.
struct VersionPart {
    bool is_index = false;
    std::int64_t low = 0;
    std::int64_t high = 2;
};

std::optional<VersionPart> version_part(const Tree& tree, NodeId node) {
    if (is_sys_attribute(tree, node, "version_info")) return VersionPart{};
    if (!tree.is(node, NodeKind::Subscript)) return std::nullopt;
    syntax::SubscriptView subscript = tree.subscript(node);
    if (!is_sys_attribute(tree, subscript.value, "version_info")) return std::nullopt;
    if (tree.is(subscript.slice, NodeKind::Int)) {
        return VersionPart{true, tree.int_value(subscript.slice).value_or(-1), 0};
    }
    if (!tree.is(subscript.slice, NodeKind::Slice)) return std::nullopt;
    syntax::SliceView slice = tree.slice(subscript.slice);
    VersionPart part;
    for (NodeId bound : {slice.lower, slice.upper, slice.step}) {
        if (bound != NodeId::None && !tree.is(bound, NodeKind::Int)) return std::nullopt;
    }
    if (slice.step != NodeId::None && tree.int_value(slice.step) != 1) return std::nullopt;
    if (slice.lower != NodeId::None) part.low = tree.int_value(slice.lower).value_or(-1);
    if (slice.upper != NodeId::None) part.high = tree.int_value(slice.upper).value_or(-1);
    return part;
}

/// A number (one item, `is_tuple` false) or a tuple of numbers.
struct Numbers {
    bool is_tuple = false;
    std::vector<std::int64_t> items;
};

std::optional<Numbers> numbers(const Tree& tree, NodeId node) {
    Numbers found;
    if (tree.is(node, NodeKind::Int)) {
        found.items.push_back(tree.int_value(node).value_or(1'000'000));
        return found;
    }
    if (!tree.is(node, NodeKind::Tuple)) return std::nullopt;
    found.is_tuple = true;
    for (NodeId item : tree.elements(node)) {
        if (!tree.is(item, NodeKind::Int)) return std::nullopt;
        found.items.push_back(tree.int_value(item).value_or(1'000'000));
    }
    return found;
}

Truth version_comparison(const VersionPart& part, CompareOperator op, const Numbers& other,
                         config::PythonVersion version) {
    std::vector<std::int64_t> whole = {version.major, version.minor};
    if (part.is_index != !other.is_tuple) return Truth::Unknown;
    if (part.is_index) {
        if (part.low < 0 || part.low > 1) return Truth::Unknown;
        std::optional<bool> result =
            compared(whole[static_cast<std::size_t>(part.low)], op, other.items[0]);
        return result ? truth_of(*result) : Truth::Unknown;
    }
    if (part.low < 0 || part.low >= part.high || part.high > 2) return Truth::Unknown;
    std::vector<std::int64_t> value(whole.begin() + part.low, whole.begin() + part.high);
    bool exact = op == CompareOperator::Eq || op == CompareOperator::NotEq;
    bool comparable =
        value.size() == other.items.size() || (value.size() > other.items.size() && !exact);
    if (!comparable) return Truth::Unknown;
    std::optional<bool> result = compared(value, op, other.items);
    return result ? truth_of(*result) : Truth::Unknown;
}

Truth version_truth(const Tree& tree, const syntax::CompareView& compare,
                    config::PythonVersion version) {
    NodeId left = compare.left;
    NodeId right = compare.comparators[0];
    CompareOperator op = compare.op(0);
    std::optional<VersionPart> part = version_part(tree, left);
    std::optional<Numbers> other = numbers(tree, right);
    if (!part || !other) {
        part = version_part(tree, right);
        other = numbers(tree, left);
        op = mirrored(op);
    }
    if (!part || !other) return Truth::Unknown;
    return version_comparison(*part, op, *other, version);
}

std::optional<std::vector<std::string_view>> strings(const Tree& tree, NodeId node) {
    if (!tree.is(node, NodeKind::Tuple) && !tree.is(node, NodeKind::Set) &&
        !tree.is(node, NodeKind::List)) {
        return std::nullopt;
    }
    std::vector<std::string_view> found;
    for (NodeId item : tree.elements(node)) {
        if (!tree.is(item, NodeKind::Str)) return std::nullopt;
        found.push_back(tree.str_value(item));
    }
    return found;
}

Truth platform_truth(const Tree& tree, const syntax::CompareView& compare,
                     std::string_view platform) {
    if (!is_sys_attribute(tree, compare.left, "platform")) return Truth::Unknown;
    NodeId right = compare.comparators[0];
    CompareOperator op = compare.op(0);
    bool equality = op == CompareOperator::Eq || op == CompareOperator::NotEq;
    if (equality && tree.is(right, NodeKind::Str)) {
        return truth_of((platform == tree.str_value(right)) == (op == CompareOperator::Eq));
    }
    if (op != CompareOperator::In && op != CompareOperator::NotIn) return Truth::Unknown;
    std::optional<std::vector<std::string_view>> items = strings(tree, right);
    if (!items) return Truth::Unknown;
    bool found = std::find(items->begin(), items->end(), platform) != items->end();
    return truth_of(found == (op == CompareOperator::In));
}

/// sys.platform.startswith("...")
Truth platform_call_truth(const Tree& tree, NodeId node, std::string_view platform) {
    syntax::CallView call = tree.call(node);
    if (!tree.is(call.func, NodeKind::Attribute) || call.args.size() != 1 ||
        !call.keywords.empty() || !tree.is(call.args[0], NodeKind::Str)) {
        return Truth::Unknown;
    }
    syntax::AttributeView method = tree.attribute(call.func);
    if (text_of(method.attr) != "startswith" || !is_sys_attribute(tree, method.value, "platform")) {
        return Truth::Unknown;
    }
    return truth_of(platform.starts_with(tree.str_value(call.args[0])));
}

Truth combined(bool is_or, Truth left, Truth right) {
    auto either = [&](Truth truth) { return left == truth || right == truth; };
    if (is_or) {
        if (either(Truth::AlwaysTrue)) return Truth::AlwaysTrue;
        if (either(Truth::MypyTrue)) return Truth::MypyTrue;
        if (left == Truth::MypyFalse && right == Truth::MypyFalse) return Truth::MypyFalse;
        if (is_false(left) && is_false(right)) return Truth::AlwaysFalse;
        return Truth::Unknown;
    }
    if (either(Truth::AlwaysFalse)) return Truth::AlwaysFalse;
    if (either(Truth::MypyFalse)) return Truth::MypyFalse;
    if (left == Truth::AlwaysTrue && right == Truth::AlwaysTrue) return Truth::AlwaysTrue;
    if (is_true(left) && is_true(right)) return Truth::MypyTrue;
    return Truth::Unknown;
}

Truth name_truth(std::string_view name, const config::Options& options) {
    if (name == "PY2") return Truth::AlwaysFalse;
    if (name == "PY3") return Truth::AlwaysTrue;
    if (name == "MYPY" || name == "TYPE_CHECKING") return Truth::MypyTrue;
    auto listed = [&](const config::Strings& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (listed(options.always_true)) return Truth::AlwaysTrue;
    if (listed(options.always_false)) return Truth::AlwaysFalse;
    return Truth::Unknown;
}

Truth truth_at(const Tree& tree, NodeId node, const config::Options& options, int depth) {
    if (depth > kMaxConditionDepth) return Truth::Unknown;
    switch (tree.kind(node)) {
        case NodeKind::UnaryOp: {
            syntax::UnaryOpView unary = tree.unary_op(node);
            if (unary.op != syntax::UnaryOperator::Not) return Truth::Unknown;
            return inverted(truth_at(tree, unary.operand, options, depth + 1));
        }
        case NodeKind::Name:
            return name_truth(text_of(tree.name(node)), options);
        case NodeKind::True:
            return name_truth("True", options);
        case NodeKind::False:
            return name_truth("False", options);
        case NodeKind::Attribute:
            return name_truth(text_of(tree.attribute(node).attr), options);
        case NodeKind::BoolOp: {
            syntax::BoolOpView op = tree.bool_op(node);
            bool is_or = op.op == syntax::BoolOperator::Or;
            Truth truth = truth_at(tree, op.values.back(), options, depth + 1);
            for (std::size_t i = op.values.size() - 1; i-- > 0;) {
                truth = combined(is_or, truth_at(tree, op.values[i], options, depth + 1), truth);
            }
            return truth;
        }
        case NodeKind::Compare: {
            syntax::CompareView compare = tree.compare(node);
            if (compare.comparators.size() != 1) return Truth::Unknown;
            Truth truth = version_truth(tree, compare, options.python_version);
            if (truth != Truth::Unknown) return truth;
            return platform_truth(tree, compare, options.platform);
        }
        case NodeKind::Call:
            return platform_call_truth(tree, node, options.platform);
        default:
            return Truth::Unknown;
    }
}

bool always_matches(const Tree& tree, NodeId pattern, int depth) {
    if (depth > kMaxConditionDepth) return false;
    if (tree.is(pattern, NodeKind::MatchAs)) {
        return tree.match_as(pattern).pattern == NodeId::None;
    }
    if (!tree.is(pattern, NodeKind::MatchOr)) return false;
    for (NodeId item : tree.match_patterns(pattern)) {
        if (always_matches(tree, item, depth + 1)) return true;
    }
    return false;
}

}  // namespace

Truth condition_truth(const Tree& tree, NodeId expression, const config::Options& options) {
    return truth_at(tree, expression, options, 0);
}

Truth pattern_truth(const Tree& tree, NodeId pattern) {
    return always_matches(tree, pattern, 0) ? Truth::AlwaysTrue : Truth::Unknown;
}

}  // namespace krait::semantic
