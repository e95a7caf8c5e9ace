// definedness_tracker.cpp

#include <algorithm>

#include "python/checker/definedness.h"

namespace krait::checker {

void DefinednessTracker::enter_scope(ScopeKind kind) {
    Scope scope;
    scope.kind = kind;
    scopes_.push_back(std::move(scope));
}

void DefinednessTracker::start_branches() {
    scopes_.back().statements.push_back({Branch{}});
}

void DefinednessTracker::next_branch() {
    scopes_.back().statements.back().emplace_back();
}

void DefinednessTracker::skip_branch() {
    if (scopes_.back().statements.size() > 1 && !keeps_jumps) branch().skipped = true;
}

void DefinednessTracker::end_branches() {
    auto& statements = scopes_.back().statements;
    const std::vector<Branch> branches = std::move(statements.back());
    statements.pop_back();
    Branch& outer = branch();
    if (std::all_of(branches.begin(), branches.end(),
                    [](const Branch& one) { return one.skipped; })) {
        outer.skipped = true;
        return;
    }
    std::unordered_set<Name> names;
    for (const Branch& one : branches) {
        for (const auto& change : one.changes) names.insert(change.first);
    }
    for (Name name : names) {
        const State before = current(name);
        bool certain = true;
        bool possible = false;
        for (const Branch& one : branches) {
            auto change = one.changes.find(name);
            const State state = change == one.changes.end() ? before : change->second;
            possible = possible || state != State::Undefined;
            if (!one.skipped) certain = certain && state == State::Certain;
        }
        if (certain) {
            outer.changes[name] = State::Certain;
        } else if (possible && before != State::Certain) {
            outer.changes[name] = State::Possible;
        }
    }
}

void DefinednessTracker::define(Name name) {
    branch().changes[name] = State::Certain;
}

void DefinednessTracker::undefine(Name name) {
    branch().changes[name] = State::Undefined;
}

DefinednessTracker::State DefinednessTracker::state(std::size_t scope, std::size_t statements,
                                                    Name name) const {
    while (true) {
        while (statements > 0) {
            const Branch& last = scopes_[scope].statements[--statements].back();
            auto change = last.changes.find(name);
            if (change != last.changes.end()) return change->second;
        }
        // A comprehension begins with what is around it.
        if (scope == 0 || scopes_[scope].kind != ScopeKind::Comprehension) return State::Undefined;
        statements = scopes_[--scope].statements.size();
    }
}

DefinednessTracker::State DefinednessTracker::current(Name name) const {
    return state(scopes_.size() - 1, scopes_.back().statements.size(), name);
}

bool DefinednessTracker::is_undefined(Name name) const {
    return current(name) == State::Undefined;
}

bool DefinednessTracker::is_possibly_undefined(Name name) const {
    return current(name) == State::Possible;
}

bool DefinednessTracker::is_defined_in_another_branch(Name name) const {
    if (!is_undefined(name)) return false;
    const auto& statements = scopes_.back().statements;
    return std::any_of(statements.begin(), statements.end(), [&](const auto& branches) {
        return std::any_of(branches.begin(), branches.end(), [&](const Branch& one) {
            auto change = one.changes.find(name);
            return change != one.changes.end() && change->second != State::Undefined;
        });
    });
}

std::unordered_set<Name> DefinednessTracker::certain(const std::unordered_set<Name>& names) const {
    std::unordered_set<Name> kept;
    for (Name name : names) {
        if (current(name) == State::Certain) kept.insert(name);
    }
    return kept;
}

std::unordered_set<Name> DefinednessTracker::all_certain() const {
    std::unordered_set<Name> names;
    for (const auto& branches : scopes_.back().statements) {
        for (const auto& change : branches.back().changes) names.insert(change.first);
    }
    return certain(names);
}

std::vector<syntax::NodeId> DefinednessTracker::take_uses(Name name) {
    auto& uses = scopes_.back().uses;
    auto found = uses.find(name);
    if (found == uses.end()) return {};
    std::vector<syntax::NodeId> taken = std::move(found->second);
    uses.erase(found);
    return taken;
}

}  // namespace krait::checker
