// outline.cpp

#include "python/semantic/outline.h"

#include <string>

#include "python/semantic/blocks.h"
#include "python/semantic/reachability.h"
#include "python/semantic/settled_attributes.h"

namespace krait::semantic {

using base::Name;
using base::text_of;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;

namespace {

constexpr int kMaxOutlineDepth = 300;

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

// --- units

class UnitCollector {
public:
    UnitCollector(const Tree& tree, const config::Options& options, Outline& outline)
        : tree_(tree), options_(options), outline_(outline), settled_(tree) {}

    void collect(NodeList statements, int depth) {
        if (depth > kMaxOutlineDepth) return;
        const MergedBlock block = merge_overloads(tree_, statements, options_);
        for (const StatementRun& run : block.runs) {
            NodeId first = run.front();
            if (block.is_stripped(first)) continue;
            if (is_function(tree_, first)) {
                add_unit(run);
            } else if (tree_.is(first, NodeKind::ClassDef)) {
                classes_.push_back(first);
                collect(tree_.class_def(first).body, depth + 1);
                classes_.pop_back();
            } else {
                for_each_block(tree_, first, [&](NodeList inner) { collect(inner, depth + 1); });
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
            unit.may_shape = unit.may_shape || facts.declares_global;
            if (!facts.assigns_self || classes_.empty()) continue;
            auto settled = settled_.of_method(classes_.back(), item);
            if (!settled) unit.may_shape = true;
            if (settled) unit.binds.insert(unit.binds.end(), settled->begin(), settled->end());
        }
        outline_.units.push_back(std::move(unit));
    }

    const Tree& tree_;
    const config::Options& options_;
    Outline& outline_;
    SettledAttributes settled_;
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

}  // namespace krait::semantic
