// expressions.cpp: accept, through which every expression goes.

#include "python/checker/expressions.h"

#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/type_forms.h"
#include "python/types/same.h"

namespace krait::checker {

namespace {

TypePtr dispatch_synthetic(CheckContext& ck, NodeId expr) {
    const Synthetic& node = ck.synthetic[expr];
    switch (node.kind) {
        case SyntheticKind::Value:
            return node.type;
        case SyntheticKind::Operation:
            return check_bin_op(ck, expr);
        case SyntheticKind::Tuple:
            return check_tuple(ck, expr);
        case SyntheticKind::List:
            return check_list(ck, expr);
        case SyntheticKind::Starred:
            return accept(ck, node.items[0]);
        case SyntheticKind::Variable:
            return check_name(ck, expr);
    }
    return not_implemented(ck);
}

TypePtr dispatch_operation(CheckContext& ck, NodeId expr, bool allow_none_return) {
    switch (ck.tree.kind(expr)) {
        case NodeKind::BoolOp:
            return check_bool_op(ck, expr);
        case NodeKind::BinOp:
            return check_bin_op(ck, expr);
        case NodeKind::UnaryOp:
            return check_unary_op(ck, expr);
        case NodeKind::Compare:
            return check_compare(ck, expr);
        case NodeKind::Lambda:
            return check_lambda(ck, expr);
        case NodeKind::IfExp:
            return check_conditional(ck, expr, allow_none_return);
        case NodeKind::NamedExpr:
            return check_walrus(ck, expr);
        case NodeKind::Await:
            return check_await(ck, expr, allow_none_return);
        case NodeKind::Yield:
            return check_yield(ck, expr);
        case NodeKind::YieldFrom:
            return check_yield_from(ck, expr, allow_none_return);
        case NodeKind::Subscript:
            return check_subscript(ck, expr);
        case NodeKind::Slice:
            return check_slice(ck, expr);
        case NodeKind::Starred:
            return accept(ck, ck.tree.starred_value(expr));
        default:
            return not_implemented(ck);
    }
}

TypePtr dispatch_tree(CheckContext& ck, NodeId expr, bool allow_none_return) {
    switch (ck.tree.kind(expr)) {
        case NodeKind::Name:
            return check_name(ck, expr);
        case NodeKind::Attribute:
            return check_attribute(ck, expr);
        case NodeKind::Call:
            return check_call_expression(ck, expr, allow_none_return);
        case NodeKind::Int:
        case NodeKind::Float:
        case NodeKind::Complex:
        case NodeKind::Str:
        case NodeKind::Bytes:
        case NodeKind::True:
        case NodeKind::False:
        case NodeKind::NoneConstant:
        case NodeKind::Ellipsis:
            return check_literal(ck, expr);
        case NodeKind::JoinedStr:
            return check_joined_string(ck, expr);
        case NodeKind::TemplateStr:
            return check_template_string(ck, expr);
        case NodeKind::List:
            return check_list(ck, expr);
        case NodeKind::Set:
            return check_set(ck, expr);
        case NodeKind::Tuple:
            return check_tuple(ck, expr);
        case NodeKind::Dict:
            return check_dict(ck, expr);
        case NodeKind::ListComp:
            return check_list_comprehension(ck, expr);
        case NodeKind::SetComp:
            return check_set_comprehension(ck, expr);
        case NodeKind::GeneratorExp:
            return check_generator(ck, expr);
        case NodeKind::DictComp:
            return check_dict_comprehension(ck, expr);
        case NodeKind::ErrorExpr:
            for (NodeId child : ck.tree.error_children(expr)) {
                if (syntax::is_expression(ck.tree.kind(child))) accept_for_effect(ck, child);
            }
            return any_type(ck, AnySource::FromError);
        default:
            return dispatch_operation(ck, expr, allow_none_return);
    }
}

TypePtr dispatch(CheckContext& ck, NodeId expr, bool allow_none_return) {
    if (ck.synthetic.holds(expr)) return dispatch_synthetic(ck, expr);
    // Calls look at their special form themselves; type applications, aliases and the like are
    // here.
    if (!ck.tree.is(expr, NodeKind::Call)) {
        auto special = ck.bindings.special_forms.find(expr);
        if (special != ck.bindings.special_forms.end()) {
            return check_special_form(ck, expr, special->second);
        }
    }
    return dispatch_tree(ck, expr, allow_none_return);
}

/// Expressions that mypy remembers, because calls check their arguments again and again.
bool is_cached_kind(NodeKind kind) {
    switch (kind) {
        case NodeKind::Call:
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Dict:
        case NodeKind::BinOp:
        case NodeKind::BoolOp:
            return true;
        default:
            return false;
    }
}

bool same_context(TypePtr left, TypePtr right) {
    if (left == right) return true;
    return left != nullptr && right != nullptr && types::is_equal(left, right);
}

TypePtr check_and_remember(CheckContext& ck, NodeId expr, TypePtr context) {
    for (const CachedExpression& known : ck.expression_cache[expr]) {
        if (known.binder_version != ck.binder->version || !same_context(known.context, context)) {
            continue;
        }
        TypePtr type = known.type;
        store_types(ck, known.types);
        ck.reporter.add_all(Diagnostics(known.diagnostics));
        return type;
    }
    CachedExpression fresh{.context = context, .binder_version = ck.binder->version};
    {
        Filter filter(ck, {.save = true});
        LocalTypes types(ck);
        fresh.type = dispatch(ck, expr, false);
        fresh.types = types.take();
        fresh.diagnostics = std::move(filter.saved());
    }
    store_types(ck, fresh.types);
    ck.reporter.add_all(fresh.diagnostics);
    TypePtr type = fresh.type;
    if (fresh.binder_version == ck.binder->version && !ck.current_node_deferred) {
        std::vector<CachedExpression>& known = ck.expression_cache[expr];
        std::erase_if(
            known, [&](const CachedExpression& old) { return same_context(old.context, context); });
        known.push_back(std::move(fresh));
    }
    return type;
}

}  // namespace

TypePtr accept(CheckContext& ck, NodeId expr, TypePtr context, AcceptOptions options) {
    if (expr == NodeId::None) return any_type(ck);
    auto overridden = ck.type_overrides.find(expr);
    if (overridden != ck.type_overrides.end()) return overridden->second;
    if (ck.depth >= kMaxDepth) return not_implemented(ck);
    Restore depth(ck.depth, ck.depth + 1);
    Pushed pushed(ck.type_context, context);
    Restore callee(ck.is_callee, options.is_callee);
    const bool remembers = !options.allow_none_return && !ck.in_lambda &&
                           !ck.current_node_deferred && is_cached_kind(kind_of(ck, expr));
    TypePtr type = context != nullptr ? as_type_form(ck, expr, context) : nullptr;
    if (type == nullptr) {
        type = remembers ? check_and_remember(ck, expr, context)
                         : dispatch(ck, expr, options.allow_none_return);
    }
    if (type == nullptr) type = not_implemented(ck);
    store_type(ck, expr, type);
    if (ck.options.disallow_any_expr && !options.always_allow_any && !ck.module.is_stub &&
        in_checked_function(ck) && !ck.current_node_deferred && has_any_type(ck, type)) {
        report_disallowed_any(ck, type, expr);
    }
    if (!in_checked_function(ck) || ck.current_node_deferred) {
        return any_type(ck, AnySource::Unannotated);
    }
    return type;
}

void accept_for_effect(CheckContext& ck, NodeId expr, TypePtr context, AcceptOptions options) {
    (void)accept(ck, expr, context, options);
}

bool is_literal_context(CheckContext& ck) {
    TypePtr context = ck.type_context.back();
    return context != nullptr && types::is_literal_type_like(ck.cx, context);
}

}  // namespace krait::checker
