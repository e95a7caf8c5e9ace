// variable_uses.cpp

#include "python/syntax/variable_uses.h"

#include <string>

#include "python/syntax/builder.h"
#include "python/syntax/tree_walk.h"

namespace krait::syntax {

namespace {

constexpr int kMaxWalkDepth = 400;  // no program that a person wrote is nested so deep

}  // namespace

NamedVariables* VariableTable::find(Name name) {
    auto found = places_.find(name);
    return found == places_.end() ? nullptr : &names_[found->second];
}

NamedVariables& VariableTable::operator[](Name name) {
    auto [place, is_new] = places_.try_emplace(name, names_.size());
    if (is_new) names_.push_back({name, {}});
    return names_[place->second];
}

void Builder::rename(Tree& tree, NodeId id, Name name) {
    Node& node = tree.nodes_[index_of(id)];
    const auto word = NodeId{static_cast<std::uint32_t>(name)};
    switch (node.kind) {
        case NodeKind::Name:
        case NodeKind::MatchStar:
        case NodeKind::MatchMapping:
            node.a = static_cast<std::uint32_t>(name);
            return;
        case NodeKind::ExceptHandler:
        case NodeKind::MatchAs:
            tree.pool_[node.b] = word;
            return;
        default:
            return;
    }
}

void mark_variables(Tree& tree, Name name, std::span<const Uses> variables) {
    std::string marked(base::text_of(name));
    for (const Uses& uses : variables) {
        marked += '\'';
        for (NodeId use : uses) Builder::rename(tree, use, base::intern(marked));
    }
}

void VariableWalk::visit(NodeId node) {
    if (node == NodeId::None || depth_ >= kMaxWalkDepth) return;
    ++depth_;
    const NodeKind kind = tree_.kind(node);
    if (kind == NodeKind::Name) {
        use(node, tree_.name(node));
    } else if (is_statement(kind)) {
        statement(node);
    } else if (is_pattern(kind)) {
        pattern(node);
    } else if (kind == NodeKind::Lambda) {
        LambdaView view = tree_.lambda(node);
        visit_defaults(view.args);
        visit(view.body);
    } else {
        for_each_child(tree_, node, [&](NodeId child) { visit(child); });
    }
    --depth_;
}

void VariableWalk::visit_defaults(NodeId arguments) {
    if (arguments == NodeId::None) return;
    for (NodeId arg : tree_.arguments(arguments).args) visit(tree_.arg(arg).default_value);
}

void VariableWalk::visit_class_head_and_body(NodeId node) {
    ClassView view = tree_.class_def(node);
    visit_all(view.decorators);
    visit_all(view.bases);
    visit_all(view.keywords);
    block(view.body);
}

void VariableWalk::pattern(NodeId node) {
    for_each_child(tree_, node, [&](NodeId child) { visit(child); });
    Name name = Name::Empty;
    if (tree_.is(node, NodeKind::MatchAs)) name = tree_.match_as(node).name;
    if (tree_.is(node, NodeKind::MatchStar)) name = tree_.match_star(node).name;
    if (tree_.is(node, NodeKind::MatchMapping)) name = tree_.match_mapping(node).rest;
    if (name != Name::Empty) use(node, name);
}

void VariableWalk::assignment(NodeList targets, NodeId value) {
    visit(value);
    visit_all(targets);
}

void VariableWalk::for_loop(NodeId node) {
    ForView view = tree_.for_loop(node);
    visit(view.target);
    visit(view.iter);
    block(view.body);
    if (!view.orelse.empty()) block(view.orelse);
}

void VariableWalk::while_loop(NodeId node) {
    WhileView view = tree_.while_loop(node);
    visit(view.test);
    block(view.body);
    if (!view.orelse.empty()) block(view.orelse);
}

void VariableWalk::try_statement(NodeId node) {
    TryView view = tree_.try_stmt(node);
    block(view.body);
    for (NodeId handler : view.handlers) {
        visit(tree_.except_handler(handler).type);
        block(tree_.except_handler(handler).body);
    }
    for (NodeId handler : view.handlers) {
        const Name name = tree_.except_handler(handler).name;
        if (name != Name::Empty) use(handler, name);
    }
    if (!view.orelse.empty()) block(view.orelse);
    if (!view.finalbody.empty()) block(view.finalbody);
}

void VariableWalk::match_statement(NodeId node) {
    MatchView view = tree_.match(node);
    visit(view.subject);
    for (NodeId one : view.cases) {
        MatchCaseView part = tree_.match_case(one);
        visit(part.pattern);
        visit(part.guard);
        block(part.body);
    }
}

void VariableWalk::statement(NodeId node) {
    switch (tree_.kind(node)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            function(node);
            return visit_all(tree_.function(node).decorators);
        case NodeKind::ClassDef:
            return class_definition(node);
        case NodeKind::Import:
        case NodeKind::ImportFrom:
            return import(node);
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return with_statement(node);
        case NodeKind::Assign:
            return assignment(tree_.assign(node).targets, tree_.assign(node).value);
        case NodeKind::AnnAssign: {
            AnnAssignView view = tree_.ann_assign(node);
            return assignment({&view.target, 1}, view.value);
        }
        case NodeKind::AugAssign:
            visit(tree_.aug_assign(node).value);
            return visit(tree_.aug_assign(node).target);
        case NodeKind::For:
        case NodeKind::AsyncFor:
            return for_loop(node);
        case NodeKind::While:
            return while_loop(node);
        case NodeKind::If: {
            IfView view = tree_.if_stmt(node);
            visit(view.test);
            block(view.body);
            if (!view.orelse.empty()) block(view.orelse);
            return;
        }
        case NodeKind::Try:
        case NodeKind::TryStar:
            return try_statement(node);
        case NodeKind::Match:
            return match_statement(node);
        case NodeKind::Break:
        case NodeKind::Continue:
            return jump();
        case NodeKind::Global:
        case NodeKind::Nonlocal:
        case NodeKind::TypeAlias:
            return;
        default:
            for_each_child(tree_, node, [&](NodeId child) { visit(child); });
    }
}

}  // namespace krait::syntax
