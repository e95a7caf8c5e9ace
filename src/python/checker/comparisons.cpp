// comparisons.cpp: `a < b`, `a in b`, `a is b`, and comparisons that can't be true.

#include <algorithm>

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/types/join.h"
#include "python/types/maptype.h"
#include "python/types/meet.h"
#include "python/types/subtypes.h"

namespace krait::checker {

using syntax::CompareOperator;

namespace {

std::string_view comparison_method(CompareOperator op) {
    switch (op) {
        case CompareOperator::Eq:
            return "__eq__";
        case CompareOperator::NotEq:
            return "__ne__";
        case CompareOperator::Lt:
            return "__lt__";
        case CompareOperator::LtE:
            return "__le__";
        case CompareOperator::Gt:
            return "__gt__";
        case CompareOperator::GtE:
            return "__ge__";
        default:
            return "";
    }
}

bool has_bytes_component(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* options = types::as<UnionType>(type)) {
        return std::any_of(options->items.begin(), options->items.end(),
                           [&](TypePtr item) { return has_bytes_component(ck, item); });
    }
    return is_instance_of(ck, type, "builtins.bytes") ||
           is_instance_of(ck, type, "builtins.bytearray");
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr std::string_view kOverlappingSets[] = {
    "builtins.set",     "builtins.frozenset",         "typing.KeysView",
    "typing.ItemsView", "_collections_abc.dict_keys", "_collections_abc.dict_items"};
constexpr std::string_view kOverlappingBytes[] = {"builtins.bytes", "builtins.bytearray",
                                                  "builtins.memoryview"};

struct DangerousOptions {
    TypePtr container = nullptr;
    bool prefer_literal = true;
    bool is_identity = false;
    std::uint32_t depth = 0;
};

bool is_dangerous(CheckContext& ck, TypePtr left, TypePtr right, DangerousOptions how);

/// For containers whose items decide; none where the types themselves do.
std::optional<bool> dangerous_by_items(CheckContext& ck, const Instance& left,
                                       const Instance& right, DangerousOptions how) {
    const ClassInfo& left_info = info_of(ck, left);
    const ClassInfo& right_info = info_of(ck, right);
    std::string_view left_name = base::text_of(left_info.fullname);
    std::string_view right_name = base::text_of(right_info.fullname);
    const DangerousOptions inner{.is_identity = false, .depth = how.depth + 1};
    auto mapped_args_dangerous = [&](std::string_view super_name, std::size_t count) {
        const ClassInfo* super = lookup_class(ck, super_name);
        if (super == nullptr) return false;
        const Instance* l = types::map_instance_to_supertype(ck.cx, left, *super);
        const Instance* r = types::map_instance_to_supertype(ck.cx, right, *super);
        for (std::size_t i = 0; i < count && i < l->args.size() && i < r->args.size(); ++i) {
            if (is_dangerous(ck, l->args[i], r->args[i], inner)) return true;
        }
        return false;
    };
    if (is_one_of(left_name, kOverlappingSets) && is_one_of(right_name, kOverlappingSets)) {
        return mapped_args_dangerous("typing.AbstractSet", 1);
    }
    if (has_base(ck, left_info, "typing.Mapping") && has_base(ck, right_info, "typing.Mapping")) {
        return mapped_args_dangerous("typing.Mapping", 2);
    }
    if ((left_name == "builtins.list" || left_name == "builtins.tuple") &&
        left_name == right_name && !left.args.empty() && !right.args.empty()) {
        return is_dangerous(ck, left.args[0], right.args[0], inner);
    }
    if (is_one_of(left_name, kOverlappingBytes) && is_one_of(right_name, kOverlappingBytes)) {
        return false;
    }
    return std::nullopt;
}

bool is_bytes_literal_and_bytearray(CheckContext& ck, TypePtr left, TypePtr right) {
    const auto* literal = types::as<LiteralType>(left);
    const auto* instance = types::as<Instance>(right);
    return literal != nullptr && instance != nullptr &&
           is_instance_of(ck, literal->fallback, "builtins.bytes") &&
           has_base(ck, info_of(ck, *instance), "builtins.bytearray");
}

/// The comparison is always false, as far as types tell (strict_equality).
bool is_dangerous(CheckContext& ck, TypePtr left, TypePtr right, DangerousOptions how) {
    if (!ck.options.strict_equality || how.depth > 20) return false;
    left = proper(ck, left);
    right = proper(ck, right);
    Name eq = base::intern("__eq__");
    if (!how.is_identity && (types::custom_special_method(ck.cx, left, eq) ||
                             types::custom_special_method(ck.cx, right, eq))) {
        return false;
    }
    if (how.prefer_literal) {
        left = try_getting_literal(ck, left);
        right = try_getting_literal(ck, right);
    }
    if (ck.binder->is_unreachable_warning_suppressed()) return false;
    const bool left_none = types::is<NoneType>(left);
    const bool right_none = types::is<NoneType>(right);
    if (ck.options.strict_equality_for_none ? left_none && right_none : left_none || right_none) {
        return false;
    }
    if (types::is<UnionType>(left) && types::is<UnionType>(right)) {
        left = proper(ck, types::remove_optional(ck.cx, left));
        right = proper(ck, types::remove_optional(ck.cx, right));
    }
    if (how.container != nullptr && has_bytes_component(ck, how.container) &&
        has_bytes_component(ck, left)) {
        return false;
    }
    const auto* l = types::as<Instance>(left);
    const auto* r = types::as<Instance>(right);
    if (l != nullptr && r != nullptr) {
        if (auto by_items = dangerous_by_items(ck, *l, *r, how)) return *by_items;
    }
    const auto* l_literal = types::as<LiteralType>(left);
    const auto* r_literal = types::as<LiteralType>(right);
    if (l_literal != nullptr && r_literal != nullptr &&
        l_literal->value.kind == types::LiteralKind::Bool &&
        r_literal->value.kind == types::LiteralKind::Bool) {
        return false;
    }
    if (is_bytes_literal_and_bytearray(ck, left, right) ||
        is_bytes_literal_and_bytearray(ck, right, left)) {
        return false;
    }
    return !types::is_overlapping_types(ck.cx, left, right);
}

/// `x in self.items` while the type of items isn't known yet.
TypePtr partial_type_of(CheckContext& ck, NodeId expr) {
    if (!is_resolved_reference(ck, expr)) return nullptr;
    const VarInfo* variable = variable_of(ck, expr);
    const auto* partial = variable == nullptr ? nullptr : types::as<PartialType>(variable->type);
    if (partial == nullptr || partial->type.is_none()) return nullptr;
    store_type(ck, expr, types::fixup_partial_type(ck.cx, partial));
    return partial;
}

struct Containment {
    std::vector<TypePtr> container_types{};
    std::vector<TypePtr> iterable_types{};
    bool failed = false;
    bool has_partial = false;
};

/// `left in item`, by __contains__ or else by iterating.
void check_contains_one(CheckContext& ck, NodeId left, TypePtr item, TypePtr right_type, NodeId at,
                        Containment& found) {
    Filter container(ck, {.save = true});
    (void)check_method_call_by_name(ck, "__contains__", item, positional({left}), at, right_type);
    TypePtr item_type = container_item_type(ck, item);
    container.close();
    if (types::is<PartialType>(item)) {
        found.has_partial = true;
    } else if (container.has_errors() && is_valid_var_arg(ck, item)) {
        Filter iterable(ck, {.save = true});
        TypePtr iterated = analyze_iterable_type(ck, item, at).second;
        iterable.close();
        if (iterable.has_errors()) {
            ck.reporter.add_all(iterable.saved());
            found.failed = true;
        } else {
            found.iterable_types.push_back(iterated);
        }
    } else if (!container.has_errors() && item_type != nullptr) {
        found.container_types.push_back(item_type);
    } else {
        ck.reporter.add_all(container.saved());
        found.failed = true;
    }
}

TypePtr check_containment(CheckContext& ck, NodeId left, TypePtr left_type, NodeId right,
                          NodeId at) {
    TypePtr right_type = partial_type_of(ck, right);
    if (right_type == nullptr) right_type = accept(ck, right);
    right_type = proper(ck, right_type);
    std::vector<TypePtr> items{right_type};
    if (const auto* options = types::as<UnionType>(right_type)) {
        TypeList relevant = types::relevant_items(ck.cx, *options);
        items.assign(relevant.begin(), relevant.end());
    }
    Containment found;
    for (TypePtr item : items) check_contains_one(ck, left, item, right_type, at, found);
    if (!found.has_partial && !found.failed) {
        TypePtr iterable = union_of(ck, found.iterable_types);
        if (!types::is_subtype(ck.cx, left_type, iterable)) {
            if (found.container_types.empty()) {
                report_unsupported_operands(ck, "in", left_type, right_type, at,
                                            messages::codes::kOperator);
            } else {
                TypePtr container = union_of(ck, found.container_types);
                if (!ck.module.silent &&
                    is_dangerous(ck, left_type, container,
                                 {.container = right_type, .prefer_literal = false})) {
                    report_dangerous_comparison(ck, left_type, container, "container", at);
                }
            }
        }
    }
    return named_type(ck, known::builtins_bool);
}

TypePtr check_ordinary(CheckContext& ck, CompareOperator op, TypePtr left_type, NodeId right,
                       NodeId at) {
    Filter watch(ck, {.filter = false});
    TypePtr result =
        check_op(ck, base::intern(comparison_method(op)), left_type, right, at, true).type;
    watch.close();
    const bool is_equality = op == CompareOperator::Eq || op == CompareOperator::NotEq;
    if (watch.has_errors() || !is_equality) return result;
    TypePtr right_type = accept(ck, right);
    if (!ck.module.silent && is_dangerous(ck, left_type, right_type, {})) {
        report_dangerous_comparison(ck, try_getting_literal(ck, left_type),
                                    try_getting_literal(ck, right_type), "equality", at);
    }
    return result;
}

bool is_declared_any(CheckContext& ck, NodeId expr) {
    const VarInfo* variable = is_kind(ck, expr, NodeKind::Name) ? variable_of(ck, expr) : nullptr;
    return variable != nullptr && !variable->is_inferred && is_any(ck, variable->type);
}

TypePtr check_identity(CheckContext& ck, NodeId left, TypePtr left_type, NodeId right, NodeId at) {
    TypePtr right_type = accept(ck, right);
    if (!ck.module.silent && is_dangerous(ck, left_type, right_type, {.is_identity = true}) &&
        !is_declared_any(ck, left) && !is_declared_any(ck, right)) {
        report_dangerous_comparison(ck, try_getting_literal(ck, left_type),
                                    try_getting_literal(ck, right_type), "identity", at);
    }
    return named_type(ck, known::builtins_bool);
}

}  // namespace

TypePtr check_compare(CheckContext& ck, NodeId expr) {
    syntax::CompareView view = ck.tree.compare(expr);
    TypePtr result = nullptr;
    NodeId left = view.left;
    for (std::size_t i = 0; i < view.comparators.size(); ++i) {
        NodeId right = view.comparators[i];
        TypePtr left_type = accept(ck, left);
        TypePtr one = nullptr;
        switch (view.op(i)) {
            case CompareOperator::In:
            case CompareOperator::NotIn:
                one = check_containment(ck, left, left_type, right, expr);
                break;
            case CompareOperator::Is:
            case CompareOperator::IsNot:
                one = check_identity(ck, left, left_type, right, expr);
                break;
            default:
                one = check_ordinary(ck, view.op(i), left_type, right, expr);
                break;
        }
        result = result == nullptr ? one : types::join_types(ck.cx, result, one);
        left = right;
    }
    return result;
}

}  // namespace krait::checker
