// ruled_out.cpp: one walk over all statements, into functions and classes too.

#include "python/semantic/ruled_out.h"

#include "python/semantic/blocks.h"
#include "python/semantic/reachability.h"

namespace krait::semantic {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

constexpr int kMaxDepth = 200;  // what is nested deeper counts as reached

class Finder {
public:
    Finder(const syntax::Tree& tree, const config::Options& options)
        : tree_(tree), options_(options) {}

    std::vector<base::TextRange> find() {
        NodeList body = tree_.body();
        for (std::size_t i = 0; i < body.size(); ++i) {
            visit_statement(body[i], 0);
            const bool ends = tree_.is(body[i], NodeKind::Assert) &&
                              is_false(truth(tree_.assert_stmt(body[i]).test));
            if (!ends) continue;
            rule_out(body.subspan(i + 1));
            break;
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] Truth truth(NodeId condition) const {
        return condition_truth(tree_, condition, options_);
    }

    void rule_out(NodeList block) {
        if (block.empty()) return;
        found_.push_back({tree_.start(block[0]), tree_.end(block.back())});
    }

    void visit(NodeList block, int depth) {
        if (depth > kMaxDepth) return;
        for (NodeId statement : block) visit_statement(statement, depth);
    }

    void visit_if(NodeId statement, int depth) {
        while (true) {
            syntax::IfView view = tree_.if_stmt(statement);
            const Truth known = truth(view.test);
            is_false(known) ? rule_out(view.body) : visit(view.body, depth + 1);
            if (is_true(known)) return rule_out(view.orelse);
            const bool is_chain = view.orelse.size() == 1 && tree_.is(view.orelse[0], NodeKind::If);
            if (!is_chain) return visit(view.orelse, depth + 1);
            statement = view.orelse[0];
        }
    }

    void visit_match(NodeId statement, int depth) {
        bool decided = false;  // a case before always matches
        for (NodeId node : tree_.match(statement).cases) {
            syntax::MatchCaseView view = tree_.match_case(node);
            const Truth pattern = pattern_truth(tree_, view.pattern);
            const Truth guard = view.guard == NodeId::None ? Truth::AlwaysTrue : truth(view.guard);
            const bool out = decided || is_false(pattern) || is_false(guard);
            out ? rule_out(view.body) : visit(view.body, depth + 1);
            decided = decided || (is_true(pattern) && is_true(guard));
        }
    }

    void visit_statement(NodeId statement, int depth) {
        switch (tree_.kind(statement)) {
            case NodeKind::If:
                return visit_if(statement, depth);
            case NodeKind::Match:
                return visit_match(statement, depth);
            case NodeKind::FunctionDef:
            case NodeKind::AsyncFunctionDef:
                return visit(tree_.function(statement).body, depth + 1);
            case NodeKind::ClassDef:
                return visit(tree_.class_def(statement).body, depth + 1);
            default:
                for_each_block(tree_, statement,
                               [&](NodeList block) { visit(block, depth + 1); });
        }
    }

    const syntax::Tree& tree_;
    const config::Options& options_;
    std::vector<base::TextRange> found_;
};

}  // namespace

std::vector<base::TextRange> ruled_out_blocks(const syntax::Tree& tree,
                                              const config::Options& options) {
    return Finder(tree, options).find();
}

}  // namespace krait::semantic
