// outline.cpp

#include "python/semantic/outline.h"

#include <string>

#include "python/semantic/blocks.h"
#include "python/semantic/reachability.h"

namespace krait::semantic {

using base::Name;
using base::text_of;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;

namespace {

constexpr int kMaxOutlineDepth = 300;

std::string_view function_name(const Tree& tree, NodeId node) {
    return text_of(tree.function(node).name);
}

bool is_decorated(const Tree& tree, NodeId node) {
    return is_function(tree, node) && !tree.function(node).decorators.empty();
}

// --- paths

class PathNamer {
public:
    PathNamer(const Tree& tree, Outline& outline) : tree_(tree), outline_(outline) {}

    struct Counts {
        std::unordered_map<Name, int> seen;
    };

    void name_block(NodeList statements, const std::string& prefix, Counts& counts, int depth) {
        if (depth > kMaxOutlineDepth) return;
        for (NodeId statement : statements) {
            if (is_function(tree_, statement)) {
                syntax::FunctionView function = tree_.function(statement);
                std::string path = claim(statement, function.name, prefix, counts);
                Counts inner;
                name_block(function.body, path + ".<locals>.", inner, depth + 1);
            } else if (tree_.is(statement, NodeKind::ClassDef)) {
                syntax::ClassView view = tree_.class_def(statement);
                std::string path = claim(statement, view.name, prefix, counts);
                Counts inner;
                name_block(view.body, path + ".", inner, depth + 1);
            } else {
                for_each_block(tree_, statement, [&](NodeList block) {
                    name_block(block, prefix, counts, depth + 1);
                });
            }
        }
    }

private:
    std::string claim(NodeId node, Name name, const std::string& prefix, Counts& counts) {
        std::string path = prefix + std::string(text_of(name));
        int ordinal = counts.seen[name]++;
        if (ordinal > 0) path += "#" + std::to_string(ordinal);
        outline_.paths[node] = base::intern(path);
        return path;
    }

    const Tree& tree_;
    Outline& outline_;
};

// --- runs

class RunCollector {
public:
    RunCollector(const Tree& tree, const config::Options& options)
        : tree_(tree), options_(options) {}

    std::vector<StatementRun> collect(NodeList statements) {
        for (NodeId statement : statements) {
            if (continues_run(statement)) {
                run_.push_back(statement);
            } else if (tree_.is(statement, NodeKind::If) && absorbs(statement)) {
                continue;
            } else {
                flush();
                if (is_decorated(tree_, statement) && function_name(tree_, statement) != "_") {
                    run_.push_back(statement);
                    name_ = tree_.function(statement).name;
                } else {
                    runs_.push_back({statement});
                }
            }
        }
        flush();
        return std::move(runs_);
    }

private:
    bool continues_run(NodeId statement) const {
        return name_ != Name::Empty && is_function(tree_, statement) &&
               tree_.function(statement).name == name_;
    }

    void flush() {
        if (!run_.empty()) runs_.push_back(std::move(run_));
        run_.clear();
        name_ = Name::Empty;
    }

    /// The name of the functions that a block consists of, if it is nothing else.
    Name name_of_block(NodeList block) const {
        Name name = Name::Empty;
        bool decorated = false;
        for (NodeId statement : block) {
            if (!is_function(tree_, statement)) return Name::Empty;
            Name here = tree_.function(statement).name;
            if (name != Name::Empty && name != here) return Name::Empty;
            name = here;
            decorated = decorated || is_overload(statement);
        }
        if (!decorated && name != name_) return Name::Empty;
        return text_of(name) == "_" ? Name::Empty : name;
    }

    bool is_overload(NodeId statement) const {
        for (NodeId decorator : tree_.function(statement).decorators) {
            NodeId node = decorator;
            if (tree_.is(node, NodeKind::Name) && text_of(tree_.name(node)) == "overload") {
                return true;
            }
            if (tree_.is(node, NodeKind::Attribute) &&
                text_of(tree_.attribute(node).attr) == "overload") {
                return true;
            }
        }
        return false;
    }

    /// A version-dependent `if` around overloads of one function: takes the block that runs.
    bool absorbs(NodeId statement) {
        Name name = Name::Empty;
        bool uniform = true;
        for_each_block(tree_, statement, [&](NodeList block) {
            if (block.empty()) return;
            Name here = name_of_block(block);
            if (here == Name::Empty || (name != Name::Empty && here != name)) uniform = false;
            name = here;
        });
        if (!uniform || name == Name::Empty) return false;
        std::optional<NodeList> block = executed_block(statement);
        if (!block) return false;
        if (name != name_) {
            flush();
            name_ = name;
        }
        run_.insert(run_.end(), block->begin(), block->end());
        return true;
    }

    std::optional<NodeList> executed_block(NodeId statement) const {
        NodeId node = statement;
        while (true) {
            syntax::IfView view = tree_.if_stmt(node);
            Truth truth = condition_truth(tree_, view.test, options_);
            if (is_true(truth)) return view.body;
            if (!is_false(truth)) return std::nullopt;
            if (view.orelse.size() != 1 || !tree_.is(view.orelse[0], NodeKind::If)) {
                return view.orelse;
            }
            node = view.orelse[0];
        }
    }

    const Tree& tree_;
    const config::Options& options_;
    std::vector<StatementRun> runs_;
    StatementRun run_;
    Name name_ = Name::Empty;
};

// --- units

class UnitCollector {
public:
    UnitCollector(const Tree& tree, const config::Options& options, Outline& outline)
        : tree_(tree), options_(options), outline_(outline) {}

    void collect(NodeList statements, int depth) {
        if (depth > kMaxOutlineDepth) return;
        for (const StatementRun& run : statement_runs(tree_, statements, options_)) {
            NodeId first = run.front();
            if (is_function(tree_, first)) {
                add_unit(run);
            } else if (tree_.is(first, NodeKind::ClassDef)) {
                classes_.push_back(first);
                collect(tree_.class_def(first).body, depth + 1);
                classes_.pop_back();
            } else {
                for_each_block(tree_, first, [&](NodeList block) { collect(block, depth + 1); });
            }
        }
    }

private:
    void add_unit(const StatementRun& run) {
        BodyUnit unit;
        unit.items = run;
        unit.classes = classes_;
        unit.path = outline_.paths[run.front()];
        for (NodeId item : run) {
            const syntax::FunctionFacts& facts = tree_.function(item).facts;
            bool binds_attributes = facts.assigns_self && !classes_.empty();
            unit.may_shape = unit.may_shape || binds_attributes || facts.declares_global;
        }
        outline_.units.push_back(std::move(unit));
    }

    const Tree& tree_;
    const config::Options& options_;
    Outline& outline_;
    std::vector<NodeId> classes_;
};

}  // namespace

Outline make_outline(const Tree& tree, const config::Options& options) {
    Outline outline;
    PathNamer::Counts counts;
    PathNamer(tree, outline).name_block(tree.body(), "", counts, 0);
    UnitCollector(tree, options, outline).collect(tree.body(), 0);
    return outline;
}

std::vector<StatementRun> statement_runs(const Tree& tree, std::span<const NodeId> statements,
                                         const config::Options& options) {
    return RunCollector(tree, options).collect(statements);
}

}  // namespace krait::semantic
