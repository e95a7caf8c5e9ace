// definedness_state.h: which names have a value at a point of a scope, for definedness.cpp.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "python/checker/context.h"

namespace krait::checker {

/// A sorted set: copied often, changed seldom.
class NameSet {
public:
    [[nodiscard]] bool contains(Name name) const {
        return std::binary_search(names_.begin(), names_.end(), name);
    }
    void add(Name name) {
        auto at = std::lower_bound(names_.begin(), names_.end(), name);
        if (at == names_.end() || *at != name) names_.insert(at, name);
    }
    void remove(Name name) {
        auto at = std::lower_bound(names_.begin(), names_.end(), name);
        if (at != names_.end() && *at == name) names_.erase(at);
    }
    void add_all(const NameSet& other);
    void remove_all(const NameSet& other);
    void keep_common(const NameSet& other);
    [[nodiscard]] auto begin() const { return names_.begin(); }
    [[nodiscard]] auto end() const { return names_.end(); }

private:
    std::vector<Name> names_;
};

/// One way through a statement.
struct Branch {
    NameSet always{};     ///< have a value on every path to here
    NameSet sometimes{};  ///< on some paths only
    bool skipped = false;  ///< left by return, raise and their like
};

/// A statement with alternatives; a scope is one with a single branch.
struct BranchStatement {
    Branch initial{};
    std::vector<Branch> branches{};

    explicit BranchStatement(Branch start = {});
    void next() { branches.push_back(initial); }
    [[nodiscard]] Branch& current() { return branches.back(); }
    void define(Name name);
    void undefine(Name name);
    void take_nested(const Branch& result);
    [[nodiscard]] bool is_undefined(Name name) const;
    [[nodiscard]] bool is_defined_somewhere(Name name) const;
    /// All branches in one.
    [[nodiscard]] Branch joined() const;
};

enum class ScopeSort : std::uint8_t { Global, Class, Function, Generator };

struct DefinednessScope {
    ScopeSort sort = ScopeSort::Global;
    std::vector<BranchStatement> statements{};
    /// Uses before any definition, which turn out wrong when a definition follows.
    std::vector<std::pair<Name, NodeId>> undefined_uses{};
};

struct DefinednessState {
    std::vector<DefinednessScope> scopes{};
    bool no_skipping = false;  ///< what `finally` sees: jumps out of `try` pass through it
    bool in_finally = false;

    void enter(ScopeSort sort);
    void leave() { scopes.pop_back(); }
    [[nodiscard]] DefinednessScope& scope() { return scopes.back(); }
    [[nodiscard]] BranchStatement& statement() { return scopes.back().statements.back(); }
    void start_branches();
    void end_branches();
    void skip_branch();
    [[nodiscard]] bool is_defined_in_other_branch(Name name);
};

}  // namespace krait::checker
