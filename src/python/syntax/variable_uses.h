// variable_uses.h
//
// What both renamings (variable_renaming.h) share: the walk over a tree in mypy's order, in which a
// pass overrides the kinds that it cares about, and the marks on names.

#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "base/interner.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

/// Nodes that mean one variable: Name, ExceptHandler, MatchAs, MatchStar and MatchMapping.
using Uses = std::vector<NodeId>;

/// The variables that share a name, in order of definition.
struct NamedVariables {
    Name name = Name::Empty;
    std::vector<Uses> variables{};
};

/// A scope's names, in order of first mention.
class VariableTable {
public:
    [[nodiscard]] NamedVariables* find(Name name);
    NamedVariables& operator[](Name name);
    [[nodiscard]] std::vector<NamedVariables>& all() { return names_; }

private:
    std::vector<NamedVariables> names_;
    std::unordered_map<Name, std::size_t> places_;
};

/// Renames these variables to `x'`, `x''`, ...
void mark_variables(Tree& tree, Name name, std::span<const Uses> variables);

/// Visits expressions and statements; annotations are no uses.
class VariableWalk {
public:
    explicit VariableWalk(Tree& tree) : tree_(tree) {}
    virtual ~VariableWalk() = default;
    VariableWalk(const VariableWalk&) = delete;
    VariableWalk& operator=(const VariableWalk&) = delete;

    void visit(NodeId node);
    void visit_all(NodeList nodes) {
        for (NodeId node : nodes) visit(node);
    }

protected:
    virtual void use(NodeId node, Name name) = 0;
    virtual void block(NodeList body) { visit_all(body); }
    virtual void function(NodeId node) = 0;
    virtual void class_definition(NodeId node) = 0;
    virtual void import(NodeId node) = 0;
    virtual void with_statement(NodeId node) = 0;
    virtual void assignment(NodeList targets, NodeId value);
    virtual void for_loop(NodeId node);
    virtual void while_loop(NodeId node);
    virtual void try_statement(NodeId node);
    virtual void match_statement(NodeId node);
    virtual void jump() {}  ///< break and continue

    void visit_defaults(NodeId arguments);
    void visit_class_head_and_body(NodeId node);

    Tree& tree_;

private:
    void statement(NodeId node);
    void pattern(NodeId node);
    int depth_ = 0;
};

}  // namespace krait::syntax
