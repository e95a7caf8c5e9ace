// protection.cpp
//
// What is held is marked on the modules, downwards from the protected SCC, and unmarked only when
// no SCC is protected any more: overlapping cones need no counting then.

#include "scheduler/protection.h"

#include <algorithm>

namespace krait::scheduler {

namespace {

void hold_cone(State& state, std::uint32_t from) {
    std::vector<std::uint32_t> todo{from};
    std::vector<bool> seen(state.sccs.size());
    while (!todo.empty()) {
        const std::uint32_t scc = todo.back();
        todo.pop_back();
        if (seen[scc]) continue;
        seen[scc] = true;
        for (ModuleId module : state.sccs[scc].members) {
            record_of(state, module).held = true;
            state.held.cone.push_back(module);
        }
        for (std::uint32_t dependency : state.graph.dependencies[scc]) todo.push_back(dependency);
    }
}

}  // namespace

void count_cancel(State& state, std::uint32_t index) {
    SccRecord& scc = state.sccs[index];
    if (scc.cancelled_in == state.revision) return;
    scc.cancelled_in = state.revision;
    ++scc.cancels;
    const std::uint32_t limit = state.options.cancels_in_a_row;
    if (limit == 0 || scc.cancels < limit || scc.is_protected) return;
    scc.is_protected = true;
    ++state.protected_sccs;
    hold_cone(state, index);
}

void scc_is_complete(State& state, std::uint32_t index) {
    SccRecord& scc = state.sccs[index];
    scc.cancels = 0;
    if (!scc.is_protected) return;
    scc.is_protected = false;
    --state.protected_sccs;
}

void protected_scc_is_gone(State& state) {
    --state.protected_sccs;
}

bool hold_change(State& state, ModuleId module) {
    if (!record_of(state, module).held) return false;
    state.held.modules.insert(module);
    return true;
}

std::vector<ModuleId> released_changes(State& state) {
    // While one module alone blocks the rest, nothing protected could become complete.
    if (state.protected_sccs > 0 && state.blocker == ModuleId::None) return {};
    for (ModuleId module : state.held.cone) record_of(state, module).held = false;
    state.held.cone.clear();
    std::vector<ModuleId> modules(state.held.modules.begin(), state.held.modules.end());
    state.held.modules.clear();
    std::sort(modules.begin(), modules.end());
    return modules;
}

}  // namespace krait::scheduler
