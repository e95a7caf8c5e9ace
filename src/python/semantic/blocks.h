// blocks.h
//
// Compound statements as lists of blocks, for passes that only care about what is nested in what.

#pragma once

#include "python/syntax/tree.h"

namespace krait::semantic {

/// Calls `visit(NodeList)` for each block of a statement. Chains of `elif` are followed in a loop.
template <class Visit>
void for_each_block(const syntax::Tree& tree, syntax::NodeId statement, Visit&& visit) {
    using syntax::NodeId;
    using syntax::NodeKind;
    switch (tree.kind(statement)) {
        case NodeKind::If: {
            NodeId node = statement;
            while (true) {
                syntax::IfView view = tree.if_stmt(node);
                visit(view.body);
                if (view.orelse.size() == 1 && tree.is(view.orelse[0], NodeKind::If)) {
                    node = view.orelse[0];
                    continue;
                }
                visit(view.orelse);
                break;
            }
            break;
        }
        case NodeKind::For:
        case NodeKind::AsyncFor:
            visit(tree.for_loop(statement).body);
            visit(tree.for_loop(statement).orelse);
            break;
        case NodeKind::While:
            visit(tree.while_loop(statement).body);
            visit(tree.while_loop(statement).orelse);
            break;
        case NodeKind::With:
        case NodeKind::AsyncWith:
            visit(tree.with(statement).body);
            break;
        case NodeKind::Try:
        case NodeKind::TryStar: {
            syntax::TryView view = tree.try_stmt(statement);
            visit(view.body);
            for (NodeId handler : view.handlers) visit(tree.except_handler(handler).body);
            visit(view.orelse);
            visit(view.finalbody);
            break;
        }
        case NodeKind::Match:
            for (NodeId match_case : tree.match(statement).cases) {
                visit(tree.match_case(match_case).body);
            }
            break;
        default:
            break;
    }
}

[[nodiscard]] inline bool is_function(const syntax::Tree& tree, syntax::NodeId node) {
    return tree.is(node, syntax::NodeKind::FunctionDef) ||
           tree.is(node, syntax::NodeKind::AsyncFunctionDef);
}

}  // namespace krait::semantic
