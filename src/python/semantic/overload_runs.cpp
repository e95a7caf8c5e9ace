// overload_runs.cpp
//
// Which statements of a block make one overload. mypy decides it while it parses, from the text and
// the options alone, looking into `if`s whose outcome is known; the walk here is its walk.

#include <optional>
#include <unordered_map>

#include "python/semantic/blocks.h"
#include "python/semantic/outline.h"
#include "python/semantic/reachability.h"

namespace krait::semantic {

using base::Name;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;

namespace {

constexpr int kMaxNesting = 200;

bool is_decorated(const Tree& tree, NodeId node) {
    return is_function(tree, node) && !tree.function(node).decorators.empty();
}

bool is_if(const Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::If);
}

/// Whether there are two functions at least, wherever in it.
bool has_two_functions(const Tree& tree, NodeList statements, std::size_t& seen) {
    for (NodeId statement : statements) {
        if (is_function(tree, statement)) ++seen;
        if (seen >= 2) return true;
        bool enough = false;
        if (is_function(tree, statement)) {
            enough = has_two_functions(tree, tree.function(statement).body, seen);
        } else {
            for_each_block(tree, statement, [&](NodeList block) {
                enough = enough || has_two_functions(tree, block, seen);
            });
        }
        if (enough) return true;
    }
    return false;
}

/// An `if` that holds nothing but `def`s of one overload.
struct OverloadIf {
    Name name = Name::Empty;
    std::optional<MergedBlock> taken{};  ///< the block that runs
    NodeId unknown = NodeId::None;       ///< the `if` whose outcome can't be told
};

/// Merged blocks by their first statement: an `if` is looked into from several places.
using Known = std::unordered_map<NodeId, MergedBlock>;

class Merger {
public:
    Merger(const Tree& tree, const config::Options& options, Known& known, int depth)
        : tree_(tree), options_(options), known_(known), depth_(depth) {}

    MergedBlock merge(NodeList statements) {
        for (NodeId statement : statements) visit(statement);
        if (!run_.empty()) {
            strip_skipped();
            block_.runs.push_back(std::move(run_));
        } else if (last_if_overload_) {
            std::size_t seen = 0;
            if (has_two_functions(tree_, statements, seen)) {
                block_.replaced.push_back(last_if_);
                block_.runs.push_back(std::move(*last_if_overload_));
            } else {
                block_.runs.push_back({last_if_});
            }
        } else if (last_if_ != NodeId::None) {
            block_.runs.push_back({last_if_});
        }
        return std::move(block_);
    }

private:
    void visit(NodeId statement) {
        OverloadIf found;
        if (is_if(tree_, statement) && depth_ < kMaxNesting) {
            found.name = name_of_if(statement, name_ != Name::Empty, depth_);
            if (found.name != Name::Empty) find_taken(statement, found);
        }
        const bool is_known_name = name_ != Name::Empty;
        if (is_known_name && is_function(tree_, statement) &&
            tree_.function(statement).name == name_) {
            continue_with(statement);
        } else if (is_known_name && found.name == name_ && last_plain_function_ != name_) {
            continue_with_if(statement, found);
        } else {
            begin_anew(statement, found);
        }
    }

    void continue_with(NodeId function) {
        if (last_if_ != NodeId::None) skipped_.push_back(last_if_);
        take_last_if();
        if (last_unknown_ != NodeId::None) block_.unknown.push_back(last_unknown_);
        last_unknown_ = NodeId::None;
        run_.push_back(function);
        if (!is_decorated(tree_, function)) last_plain_function_ = name_;
    }

    void continue_with_if(NodeId statement, OverloadIf& found) {
        skipped_.push_back(statement);
        if (!found.taken) {
            if (found.unknown != NodeId::None) block_.unknown.push_back(found.unknown);
            return;
        }
        take_last_if();
        skip_all_but_last(*found.taken);
        const StatementRun& last = found.taken->runs.back();
        run_.insert(run_.end(), last.begin(), last.end());
    }

    void begin_anew(NodeId statement, OverloadIf& found) {
        if (last_if_ != NodeId::None) {
            block_.runs.push_back({last_if_});
            last_if_overload_name_ = name_;
            last_if_ = NodeId::None;
            last_if_overload_.reset();
            last_unknown_ = NodeId::None;
        }
        if (!run_.empty() && name_ == last_if_overload_name_ && !block_.runs.empty() &&
            is_if(tree_, block_.runs.back().front())) {
            skipped_.push_back(block_.runs.back().front());
            block_.runs.pop_back();
        }
        if (!run_.empty()) {
            strip_skipped();
            block_.runs.push_back(std::move(run_));
            run_ = {};
        }
        last_plain_function_ = Name::Empty;
        name_ = Name::Empty;
        if (is_decorated(tree_, statement) && may_be_overloaded(statement)) {
            run_.push_back(statement);
            name_ = tree_.function(statement).name;
        } else if (found.name != Name::Empty) {
            name_ = found.name;
            last_if_ = statement;
            last_if_overload_name_ = Name::Empty;
            if (found.taken) {
                skip_all_but_last(*found.taken);
                last_if_overload_ = found.taken->runs.back();
            }
            last_unknown_ = found.unknown;
        } else {
            block_.runs.push_back({statement});
        }
    }

    /// Broken code has functions without a name.
    [[nodiscard]] bool may_be_overloaded(NodeId function) const {
        const Name name = tree_.function(function).name;
        return name != Name::Empty && base::text_of(name) != "_";
    }

    void take_last_if() {
        if (!last_if_overload_) return;
        run_.insert(run_.end(), last_if_overload_->begin(), last_if_overload_->end());
        last_if_overload_.reset();
        last_if_ = NodeId::None;
    }

    void skip_all_but_last(const MergedBlock& taken) {
        for (std::size_t i = 0; i + 1 < taken.runs.size(); ++i) {
            skipped_.push_back(taken.runs[i].front());
        }
    }

    void strip_skipped() {
        for (NodeId statement : skipped_) {
            if (block_.is_stripped(statement)) continue;
            block_.stripped.push_back(statement);
            block_.runs.push_back({statement});
        }
        skipped_.clear();
    }

    [[nodiscard]] const MergedBlock& inner(NodeList block) const {
        auto found = known_.find(block[0]);
        if (found != known_.end()) return found->second;
        MergedBlock made = Merger(tree_, options_, known_, depth_ + 1).merge(block);
        return known_.emplace(block[0], std::move(made)).first->second;
    }

    /// The name of the overload that the `if` and its alternatives hold; Empty if it is another if.
    Name name_of_if(NodeId statement, bool continues, int depth) const {
        if (depth >= kMaxNesting) return Name::Empty;
        syntax::IfView view = tree_.if_stmt(statement);
        if (view.body.empty() ||
            (!is_function(tree_, view.body[0]) && !is_if(tree_, view.body[0]))) {
            return Name::Empty;
        }
        const MergedBlock& body = inner(view.body);
        const StatementRun& last = body.runs.back();
        if (!is_function(tree_, last[0])) return Name::Empty;
        const bool is_overload = last.size() > 1;
        if (body.runs.size() == 1) {
            if (!is_overload && !is_decorated(tree_, last[0]) && !continues) return Name::Empty;
        } else {
            if (!is_overload) return Name::Empty;
            for (std::size_t i = 0; i + 1 < body.runs.size(); ++i) {
                if (!body.is_stripped(body.runs[i][0])) return Name::Empty;
            }
        }
        const Name name = tree_.function(last[0]).name;
        if (view.orelse.empty() || is_true(condition_truth(tree_, view.test, options_)))
            return name;
        const MergedBlock& other = inner(view.orelse);
        if (other.runs.size() != 1) return Name::Empty;
        NodeId first = other.runs[0][0];
        const bool same =
            is_function(tree_, first)
                ? tree_.function(first).name == name
                : is_if(tree_, first) && name_of_if(first, continues, depth + 1) == name;
        return same ? name : Name::Empty;
    }

    void find_taken(NodeId statement, OverloadIf& found) const {
        while (true) {
            syntax::IfView view = tree_.if_stmt(statement);
            const Truth truth = condition_truth(tree_, view.test, options_);
            if (is_true(truth)) {
                found.taken = inner(view.body);
                return;
            }
            if (!is_false(truth)) {
                found.unknown = statement;
                return;
            }
            if (view.orelse.empty()) return;
            if (!is_if(tree_, view.orelse[0])) {
                found.taken = inner(view.orelse);
                return;
            }
            statement = view.orelse[0];
        }
    }

    const Tree& tree_;
    const config::Options& options_;
    Known& known_;
    int depth_;
    MergedBlock block_{};
    StatementRun run_{};
    Name name_ = Name::Empty;
    Name last_plain_function_ = Name::Empty;
    NodeId last_if_ = NodeId::None;
    std::optional<StatementRun> last_if_overload_{};
    Name last_if_overload_name_ = Name::Empty;
    NodeId last_unknown_ = NodeId::None;
    std::vector<NodeId> skipped_{};
};

}  // namespace

MergedBlock merge_overloads(const Tree& tree, std::span<const NodeId> statements,
                            const config::Options& options) {
    Known known;
    return Merger(tree, options, known, 0).merge(statements);
}

}  // namespace krait::semantic
