// definedness.h
//
// Where a name is bound on some ways only, or used before it is bound: "possibly-undefined" and
// "used-before-def". This is the one question about flow that the binder doesn't answer, because it
// is about names, not types; so it has its own walk over statements, after types are known (a call
// that never returns ends a way). This header is the walk's memory: scopes, in each a stack of
// branching statements, in each its branches so far.
//
// A branch holds only what it changes; what it doesn't mention is as in the branch around it. So a
// module with many names and many `if`s is not copied at each of them.

#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/interner.h"
#include "python/syntax/node.h"

namespace krait::checker {

using base::Name;

class DefinednessTracker {
public:
    enum class ScopeKind : std::uint8_t { Module, Class, Function, Comprehension };

    void enter_scope(ScopeKind kind);
    void exit_scope() { scopes_.pop_back(); }
    [[nodiscard]] bool in_scope(ScopeKind kind) const { return scopes_.back().kind == kind; }

    void start_branches();
    void next_branch();
    void end_branches();
    /// Control leaves this branch: it doesn't count when ways meet again.
    void skip_branch();

    void define(Name name);
    void undefine(Name name);
    [[nodiscard]] bool is_undefined(Name name) const;
    [[nodiscard]] bool is_possibly_undefined(Name name) const;
    [[nodiscard]] bool is_defined_in_another_branch(Name name) const;
    /// Of these names, those that are bound for sure.
    [[nodiscard]] std::unordered_set<Name> certain(const std::unordered_set<Name>& names) const;
    /// All names that are bound for sure in this scope.
    [[nodiscard]] std::unordered_set<Name> all_certain() const;

    /// A use of a name that isn't bound yet: an error if this scope binds it later.
    void note_use(Name name, syntax::NodeId use) { scopes_.back().uses[name].push_back(use); }
    [[nodiscard]] std::vector<syntax::NodeId> take_uses(Name name);

    /// Jumps don't end branches: the way into a `finally` is looked for.
    bool keeps_jumps = false;
    bool in_finally = false;

private:
    enum class State : std::uint8_t { Undefined, Possible, Certain };
    struct Branch {
        std::unordered_map<Name, State> changes{};
        bool skipped = false;
    };
    struct Scope {
        ScopeKind kind = ScopeKind::Module;
        std::vector<std::vector<Branch>> statements{{Branch{}}};  // the first: the scope itself
        std::unordered_map<Name, std::vector<syntax::NodeId>> uses{};
    };

    [[nodiscard]] Branch& branch() { return scopes_.back().statements.back().back(); }
    /// The state in the current branch of a statement, or of what is around it.
    [[nodiscard]] State state(std::size_t scope, std::size_t statements, Name name) const;
    [[nodiscard]] State current(Name name) const;

    std::vector<Scope> scopes_{Scope{}};
};

}  // namespace krait::checker
