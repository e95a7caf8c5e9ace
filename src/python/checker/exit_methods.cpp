// exit_methods.cpp: `__exit__` that is declared to give bool and always gives False. The checker has
// to take a `with` over such a class for one that may swallow exceptions, which nobody wants.

#include "python/checker/facts.h"
#include "python/checker/report.h"
#include "python/checker/statements.h"
#include "python/syntax/tree_walk.h"

namespace krait::checker {

namespace {

bool has_bool_item(CheckContext& ck, TypePtr type) {
    type = proper(ck, type);
    if (const auto* options = types::as<UnionType>(type)) {
        for (TypePtr item : options->items) {
            if (is_instance_of(ck, item, "builtins.bool")) return true;
        }
        return false;
    }
    return is_instance_of(ck, type, "builtins.bool");
}

struct Returns {
    std::size_t count = 0;
    bool all_false = true;
};

/// The return statements of a function, those of functions in it left out.
void collect_returns(CheckContext& ck, NodeId node, Returns& found) {
    if (ck.depth >= kMaxDepth) return;
    Restore depth(ck.depth, ck.depth + 1);
    const NodeKind kind = ck.tree.kind(node);
    if (kind == NodeKind::FunctionDef || kind == NodeKind::AsyncFunctionDef ||
        syntax::is_expression(kind)) {
        return;
    }
    if (kind == NodeKind::Return) {
        NodeId value = ck.tree.return_value(node);
        ++found.count;
        found.all_false = found.all_false && is_kind(ck, value, NodeKind::False);
        return;
    }
    syntax::for_each_child(ck.tree, node, [&](NodeId child) { collect_returns(ck, child, found); });
}

}  // namespace

void check_exit_method(CheckContext& ck, NodeId function, TypePtr result) {
    if (!has_bool_item(ck, result)) return;
    Returns found;
    for (NodeId statement : ck.tree.function(function).body) collect_returns(ck, statement, found);
    if (found.count > 0 && found.all_false) report_incorrect_exit_return(ck, function);
}

}  // namespace krait::checker
