// tree_walk.h
//
// Visits the children of a node without a view, for passes that treat most kinds alike. Children
// come in source order, but for dictionaries (keys before values, pair by pair) and comprehensions
// (the element before its generators), as they are written.

#pragma once

#include "python/syntax/tree.h"

namespace krait::syntax {

namespace detail {

template <class Visit>
void each(NodeList list, Visit& visit) {
    for (NodeId id : list) {
        if (id != NodeId::None) visit(id);
    }
}
template <class Visit>
void one(NodeId id, Visit& visit) {
    if (id != NodeId::None) visit(id);
}
template <class Visit>
void pairs(NodeList first, NodeList second, Visit& visit) {
    for (std::size_t i = 0; i < second.size(); ++i) {
        if (i < first.size()) one(first[i], visit);
        one(second[i], visit);
    }
}

template <class Visit>
void compound_children(const Tree& tree, NodeId id, Visit& visit) {
    switch (tree.kind(id)) {
        case NodeKind::For:
        case NodeKind::AsyncFor: {
            ForView f = tree.for_loop(id);
            one(f.target, visit), one(f.iter, visit), each(f.body, visit), each(f.orelse, visit);
            break;
        }
        case NodeKind::While: {
            WhileView w = tree.while_loop(id);
            one(w.test, visit), each(w.body, visit), each(w.orelse, visit);
            break;
        }
        case NodeKind::If: {
            IfView i = tree.if_stmt(id);
            one(i.test, visit), each(i.body, visit), each(i.orelse, visit);
            break;
        }
        case NodeKind::With:
        case NodeKind::AsyncWith: {
            WithView w = tree.with(id);
            each(w.items, visit), each(w.body, visit);
            break;
        }
        case NodeKind::Match: {
            MatchView m = tree.match(id);
            one(m.subject, visit), each(m.cases, visit);
            break;
        }
        case NodeKind::Raise: {
            RaiseView r = tree.raise(id);
            one(r.exception, visit), one(r.cause, visit);
            break;
        }
        case NodeKind::Try:
        case NodeKind::TryStar: {
            TryView t = tree.try_stmt(id);
            each(t.body, visit), each(t.handlers, visit), each(t.orelse, visit);
            each(t.finalbody, visit);
            break;
        }
        case NodeKind::Assert: {
            AssertView a = tree.assert_stmt(id);
            one(a.test, visit), one(a.message, visit);
            break;
        }
        case NodeKind::Import:
            each(tree.import(id).names, visit);
            break;
        case NodeKind::ImportFrom:
            each(tree.import_from(id).names, visit);
            break;
        case NodeKind::Global:
            each(tree.global_names(id), visit);
            break;
        case NodeKind::Nonlocal:
            each(tree.nonlocal_names(id), visit);
            break;
        case NodeKind::Expr:
            one(tree.expr_value(id), visit);
            break;
        case NodeKind::ErrorStmt:
            each(tree.error_children(id), visit);
            break;
        default:
            break;
    }
}

template <class Visit>
void statement_children(const Tree& tree, NodeId id, Visit& visit) {
    switch (tree.kind(id)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef: {
            FunctionView f = tree.function(id);
            each(f.decorators, visit), each(f.type_params, visit), one(f.args, visit);
            one(f.returns, visit), each(f.body, visit);
            break;
        }
        case NodeKind::ClassDef: {
            ClassView c = tree.class_def(id);
            each(c.decorators, visit), each(c.type_params, visit), each(c.bases, visit);
            each(c.keywords, visit), each(c.body, visit);
            break;
        }
        case NodeKind::Return:
            one(tree.return_value(id), visit);
            break;
        case NodeKind::Delete:
            each(tree.delete_targets(id), visit);
            break;
        case NodeKind::Assign: {
            AssignView a = tree.assign(id);
            each(a.targets, visit), one(a.value, visit);
            break;
        }
        case NodeKind::TypeAlias: {
            TypeAliasView a = tree.type_alias(id);
            one(a.name, visit), each(a.type_params, visit), one(a.value, visit);
            break;
        }
        case NodeKind::AugAssign: {
            AugAssignView a = tree.aug_assign(id);
            one(a.target, visit), one(a.value, visit);
            break;
        }
        case NodeKind::AnnAssign: {
            AnnAssignView a = tree.ann_assign(id);
            one(a.target, visit), one(a.annotation, visit), one(a.value, visit);
            break;
        }
        default:
            compound_children(tree, id, visit);
            break;
    }
}

template <class Visit>
void other_expression_children(const Tree& tree, NodeId id, Visit& visit) {
    switch (tree.kind(id)) {
        case NodeKind::Call: {
            CallView c = tree.call(id);
            one(c.func, visit), each(c.args, visit), each(c.keywords, visit);
            break;
        }
        case NodeKind::FormattedValue: {
            FormattedValueView f = tree.formatted_value(id);
            one(f.value, visit), one(f.format_spec, visit);
            break;
        }
        case NodeKind::Interpolation: {
            InterpolationView i = tree.interpolation(id);
            one(i.value, visit), one(i.format_spec, visit);
            break;
        }
        case NodeKind::JoinedStr:
        case NodeKind::TemplateStr:
            each(tree.string_parts(id), visit);
            break;
        case NodeKind::Attribute:
            one(tree.attribute(id).value, visit);
            break;
        case NodeKind::Subscript: {
            SubscriptView s = tree.subscript(id);
            one(s.value, visit), one(s.slice, visit);
            break;
        }
        case NodeKind::Starred:
            one(tree.starred_value(id), visit);
            break;
        case NodeKind::Set:
        case NodeKind::List:
        case NodeKind::Tuple:
            each(tree.elements(id), visit);
            break;
        case NodeKind::Slice: {
            SliceView s = tree.slice(id);
            one(s.lower, visit), one(s.upper, visit), one(s.step, visit);
            break;
        }
        case NodeKind::ErrorExpr:
            each(tree.error_children(id), visit);
            break;
        default:
            break;
    }
}

template <class Visit>
void expression_children(const Tree& tree, NodeId id, Visit& visit) {
    switch (tree.kind(id)) {
        case NodeKind::BoolOp:
            each(tree.bool_op(id).values, visit);
            break;
        case NodeKind::NamedExpr: {
            NamedExprView n = tree.named_expr(id);
            one(n.target, visit), one(n.value, visit);
            break;
        }
        case NodeKind::BinOp: {
            BinOpView b = tree.bin_op(id);
            one(b.left, visit), one(b.right, visit);
            break;
        }
        case NodeKind::UnaryOp:
            one(tree.unary_op(id).operand, visit);
            break;
        case NodeKind::Lambda: {
            LambdaView l = tree.lambda(id);
            one(l.args, visit), one(l.body, visit);
            break;
        }
        case NodeKind::IfExp: {
            IfExpView i = tree.if_exp(id);
            one(i.body, visit), one(i.test, visit), one(i.orelse, visit);
            break;
        }
        case NodeKind::Dict: {
            DictView d = tree.dict(id);
            pairs(d.keys, d.values, visit);
            break;
        }
        case NodeKind::ListComp:
        case NodeKind::SetComp:
        case NodeKind::GeneratorExp: {
            ComprehensionExprView c = tree.comprehension_expr(id);
            one(c.element, visit), each(c.generators, visit);
            break;
        }
        case NodeKind::DictComp: {
            DictCompView d = tree.dict_comp(id);
            one(d.key, visit), one(d.value, visit), each(d.generators, visit);
            break;
        }
        case NodeKind::Await:
            one(tree.await_value(id), visit);
            break;
        case NodeKind::Yield:
            one(tree.yield_value(id), visit);
            break;
        case NodeKind::YieldFrom:
            one(tree.yield_from_value(id), visit);
            break;
        case NodeKind::Compare: {
            CompareView c = tree.compare(id);
            one(c.left, visit), each(c.comparators, visit);
            break;
        }
        default:
            other_expression_children(tree, id, visit);
            break;
    }
}

template <class Visit>
void part_children(const Tree& tree, NodeId id, Visit& visit) {
    switch (tree.kind(id)) {
        case NodeKind::MatchValue:
        case NodeKind::MatchSingleton:
            one(tree.match_value(id), visit);
            break;
        case NodeKind::MatchSequence:
        case NodeKind::MatchOr:
            each(tree.match_patterns(id), visit);
            break;
        case NodeKind::MatchMapping: {
            MatchMappingView m = tree.match_mapping(id);
            pairs(m.keys, m.patterns, visit);
            break;
        }
        case NodeKind::MatchClass: {
            MatchClassView m = tree.match_class(id);
            one(m.cls, visit), each(m.patterns, visit);
            pairs(m.kwd_attrs, m.kwd_patterns, visit);
            break;
        }
        case NodeKind::MatchAs:
            one(tree.match_as(id).pattern, visit);
            break;
        case NodeKind::TypeVar:
        case NodeKind::ParamSpec:
        case NodeKind::TypeVarTuple: {
            TypeParamView t = tree.type_param(id);
            one(t.bound, visit), one(t.default_value, visit);
            break;
        }
        case NodeKind::Arguments:
            each(tree.arguments(id).args, visit);
            break;
        case NodeKind::Arg: {
            ArgView a = tree.arg(id);
            one(a.annotation, visit), one(a.default_value, visit);
            break;
        }
        case NodeKind::Keyword:
            one(tree.keyword(id).value, visit);
            break;
        case NodeKind::WithItem: {
            WithItemView w = tree.with_item(id);
            one(w.context, visit), one(w.target, visit);
            break;
        }
        case NodeKind::Comprehension: {
            ComprehensionView c = tree.comprehension(id);
            one(c.target, visit), one(c.iter, visit), each(c.conditions, visit);
            break;
        }
        case NodeKind::ExceptHandler: {
            ExceptHandlerView e = tree.except_handler(id);
            one(e.type, visit), each(e.body, visit);
            break;
        }
        case NodeKind::MatchCase: {
            MatchCaseView m = tree.match_case(id);
            one(m.pattern, visit), one(m.guard, visit), each(m.body, visit);
            break;
        }
        default:
            break;
    }
}

}  // namespace detail

/// Calls `visit(NodeId)` for each child that is there.
template <class Visit>
void for_each_child(const Tree& tree, NodeId id, Visit&& visit) {
    NodeKind kind = tree.kind(id);
    if (is_statement(kind)) {
        detail::statement_children(tree, id, visit);
    } else if (is_expression(kind)) {
        detail::expression_children(tree, id, visit);
    } else {
        detail::part_children(tree, id, visit);
    }
}

}  // namespace krait::syntax
