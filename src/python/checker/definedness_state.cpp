// definedness_state.cpp

#include "python/checker/definedness_state.h"

#include <iterator>

namespace krait::checker {

void NameSet::add_all(const NameSet& other) {
    std::vector<Name> all;
    std::set_union(names_.begin(), names_.end(), other.names_.begin(), other.names_.end(),
                   std::back_inserter(all));
    names_ = std::move(all);
}

void NameSet::remove_all(const NameSet& other) {
    std::erase_if(names_, [&](Name name) { return other.contains(name); });
}

void NameSet::keep_common(const NameSet& other) {
    std::erase_if(names_, [&](Name name) { return !other.contains(name); });
}

BranchStatement::BranchStatement(Branch start) : initial(std::move(start)) {
    initial.skipped = false;
    branches.push_back(initial);
}

void BranchStatement::define(Name name) {
    current().always.add(name);
    current().sometimes.remove(name);
}

void BranchStatement::undefine(Name name) {
    current().always.remove(name);
    current().sometimes.remove(name);
}

void BranchStatement::take_nested(const Branch& result) {
    if (result.skipped) {
        current().skipped = true;
        return;
    }
    current().always.add_all(result.always);
    current().sometimes.add_all(result.sometimes);
    current().sometimes.remove_all(current().always);
}

bool BranchStatement::is_undefined(Name name) const {
    return !branches.back().sometimes.contains(name) && !branches.back().always.contains(name);
}

bool BranchStatement::is_defined_somewhere(Name name) const {
    return std::any_of(branches.begin(), branches.end(), [&](const Branch& branch) {
        return branch.always.contains(name) || branch.sometimes.contains(name);
    });
}

Branch BranchStatement::joined() const {
    // Skipped branches count too for what is defined at all: semantic analysis found it there.
    Branch result;
    result.skipped = true;
    for (const Branch& branch : branches) {
        result.sometimes.add_all(branch.sometimes);
        result.sometimes.add_all(branch.always);
        if (branch.skipped) continue;
        if (result.skipped) {
            result.always = branch.always;
        } else {
            result.always.keep_common(branch.always);
        }
        result.skipped = false;
    }
    result.sometimes.remove_all(result.always);
    return result;
}

void DefinednessState::enter(ScopeSort sort) {
    // Comprehensions see the scope that they stand in.
    Branch start;
    if (sort == ScopeSort::Generator) start = statement().current();
    DefinednessScope fresh;
    fresh.sort = sort;
    fresh.statements.emplace_back(std::move(start));
    scopes.push_back(std::move(fresh));
}

void DefinednessState::start_branches() {
    Branch start = statement().current();
    scope().statements.emplace_back(std::move(start));
}

void DefinednessState::end_branches() {
    Branch result = statement().joined();
    scope().statements.pop_back();
    statement().take_nested(result);
}

void DefinednessState::skip_branch() {
    if (scope().statements.size() > 1 && !no_skipping) statement().current().skipped = true;
}

bool DefinednessState::is_defined_in_other_branch(Name name) {
    if (!statement().is_undefined(name)) return false;
    const auto& statements = scope().statements;
    return std::any_of(statements.begin(), statements.end(), [&](const BranchStatement& one) {
        return one.is_defined_somewhere(name);
    });
}

}  // namespace krait::checker
