// type_checking_blocks.cpp: which definitions are below `if TYPE_CHECKING:`.

#include "python/checker/type_checking_blocks.h"

#include "python/semantic/reachability.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace {

bool holds(const CheckContext& ck, NodeList body, NodeId node) {
    return !body.empty() && ck.tree.start(body[0]) <= ck.tree.start(node) &&
           ck.tree.end(body.back()) >= ck.tree.end(node);
}

/// The block of an `if` that `node` is in is one that only type checkers see.
bool enters_block(const CheckContext& ck, NodeId statement, NodeId node) {
    syntax::IfView view = ck.tree.if_stmt(statement);
    semantic::Truth truth = semantic::condition_truth(ck.tree, view.test, ck.options);
    return truth == semantic::Truth::MypyTrue && holds(ck, view.body, node);
}

bool is_function(NodeKind kind) {
    return kind == NodeKind::FunctionDef || kind == NodeKind::AsyncFunctionDef;
}

}  // namespace

bool is_for_type_checkers_only(const CheckContext& ck, NodeId function) {
    const std::uint32_t place = ck.tree.start(function);
    auto is_around = [&](NodeId node) {
        return ck.tree.start(node) <= place && place < ck.tree.end(node);
    };
    NodeId current = NodeId::None;
    for (NodeId statement : ck.tree.body()) {
        if (is_around(statement)) current = statement;
    }
    bool only = false;
    while (current != NodeId::None && current != function) {
        NodeKind kind = ck.tree.kind(current);
        if (kind == NodeKind::If) only = only || enters_block(ck, current, function);
        // The blocks of a function are its own: what is around it doesn't reach into it.
        if (is_function(kind)) only = false;
        NodeId next = NodeId::None;
        syntax::for_each_child(ck.tree, current, [&](NodeId child) {
            if (is_around(child)) next = child;
        });
        current = next;
    }
    return only;
}

}  // namespace krait::checker
