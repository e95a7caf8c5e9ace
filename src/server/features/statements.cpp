#include "server/features/statements.h"

namespace krait::features {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

std::vector<NodeList> suites_of(const syntax::Tree& tree, NodeId id) {
    switch (tree.kind(id)) {
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return {tree.function(id).body};
        case NodeKind::ClassDef:
            return {tree.class_def(id).body};
        case NodeKind::If:
            return {tree.if_stmt(id).body, tree.if_stmt(id).orelse};
        case NodeKind::For:
        case NodeKind::AsyncFor:
            return {tree.for_loop(id).body, tree.for_loop(id).orelse};
        case NodeKind::While:
            return {tree.while_loop(id).body, tree.while_loop(id).orelse};
        case NodeKind::With:
        case NodeKind::AsyncWith:
            return {tree.with(id).body};
        case NodeKind::Try:
        case NodeKind::TryStar: {
            const syntax::TryView view = tree.try_stmt(id);
            std::vector<NodeList> suites{view.body};
            for (NodeId handler : view.handlers) {
                suites.push_back(tree.except_handler(handler).body);
            }
            suites.insert(suites.end(), {view.orelse, view.finalbody});
            return suites;
        }
        case NodeKind::Match: {
            std::vector<NodeList> suites;
            for (NodeId one : tree.match(id).cases) suites.push_back(tree.match_case(one).body);
            return suites;
        }
        default:
            return {};
    }
}

}  // namespace krait::features
