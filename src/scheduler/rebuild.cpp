// rebuild.cpp
//
// Everything is laid out anew, and what was known is carried over: an SCC is the same if it has the
// same modules in the same order, since a result depends on both. Queued jobs are taken out and
// queued again, because their places depend on the graph; running jobs go on if their SCC is
// still there. Linear in the graph, and simple; see module_graph.h for when that is paid.

#include "scheduler/rebuild.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_set>
#include <utility>

#include "scheduler/bodies.h"
#include "scheduler/interfaces.h"
#include "scheduler/loads.h"
#include "scheduler/protection.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

std::vector<ModuleId> members_of(const ModuleGraph& graph, std::uint32_t scc) {
    std::vector<ModuleId> members;
    for (std::uint32_t node : graph.members[scc]) members.push_back(graph.modules[node]);
    return members;
}

/// The records of the new graph, those of the old moved over where the SCC is the same.
void carry_over(State& state, ModuleGraph graph) {
    std::vector<SccRecord> before = std::move(state.sccs);
    state.sccs.assign(graph.scc_count(), {});
    for (std::uint32_t i = 0; i < graph.scc_count(); ++i) {
        std::vector<ModuleId> members = members_of(graph, i);
        const std::uint32_t old = record_of(state, members.front()).scc;
        if (old != kNoScc && before[old].members == members) {
            state.sccs[i] = std::exchange(before[old], SccRecord{});
        } else {
            state.sccs[i].members = std::move(members);
        }
    }
    for (ModuleId module : state.graph.modules) record_of(state, module).scc = kNoScc;
    for (SccRecord& gone : before) {
        abandon(state, gone.job);
        if (gone.is_protected) protected_scc_is_gone(state);
    }
    for (std::uint32_t i = 0; i < graph.scc_count(); ++i) {
        const SccRecord& scc = state.sccs[i];
        for (std::uint32_t k = 0; k < scc.members.size(); ++k) {
            ModuleRecord& record = record_of(state, scc.members[k]);
            record.scc = i;
            record.member = k;
        }
    }
    state.graph = std::move(graph);
    state.to_resolve.clear();
    for (auto& cone : state.cones) cone.clear();
}

/// Who is settled, who waits for how many, and what has to be looked at.
void count_waiting(State& state) {
    state.quiet = kNoScc;  // counted like any other
    for (std::uint32_t i = 0; i < state.graph.scc_count(); ++i) {
        SccRecord& scc = state.sccs[i];
        scc.cone = Cone::None;
        scc.waiting = 0;
        for (std::uint32_t dependency : state.graph.dependencies[i]) {
            scc.waiting += !state.sccs[dependency].settled;
        }
        scc.settled = scc.settled && scc.waiting == 0;
        scc.members_left = 0;
        if (!scc.settled) scc.untold.clear();
        withdraw(state, scc.job);
        for (ModuleId module : scc.members) {
            withdraw_module(state, module);
            scc.members_left += !record_of(state, module).complete;
        }
        if (scc.settled) continue;
        for (ModuleId module : scc.members) mark_incomplete(state, module);
        if (scc.waiting == 0) request_resolve(state, i);
    }
}

void find_blocker(State& state) {
    state.blocker = ModuleId::None;
    if (!state.options.blockers_stop) return;
    for (ModuleId module : state.graph.modules) {
        if (!record_of(state, module).loaded.blocks) continue;
        state.blocker = module;
        return;
    }
}

/// Modules that are published, in the order of mypy's output.
std::vector<ModuleId> output_sequence(State& state) {
    if (state.blocker != ModuleId::None) return {state.blocker};
    std::vector<ModuleId> sequence;
    for (std::uint32_t scc : state.graph.output_order) {
        for (ModuleId module : state.sccs[scc].members) {
            if (!record_of(state, module).loaded.library) sequence.push_back(module);
        }
    }
    return sequence;
}

void forget_unreachable(State& state) {
    for (std::size_t id = 0; id < state.modules.size(); ++id) {
        const auto module = static_cast<ModuleId>(id);
        if (state.graph.node(module) != ModuleGraph::kNoNode) continue;
        forget_module(state, module);
    }
}

/// Nothing that is looked at, or that this needs, waits to be read. A guess, but a cheap one.
bool urgent_loads_wait(State& state) {
    const auto is_urgent = [&](const Job& job) {
        return job.kind == JobKind::Load && is_for_open_modules(state, job);
    };
    const Job* next = state.ready.first();
    return (next != nullptr && is_urgent(*next)) ||
           std::any_of(state.running.begin(), state.running.end(),
                       [&](const JobPtr& job) { return is_urgent(*job); });
}

/// Open modules are being checked on the graph of what they need: a new one, in which a cycle may
/// have another order, would keep them waiting.
bool open_modules_wait(State& state) {
    const bool busy = !state.to_resolve.empty() || !state.ready.empty() || !state.running.empty();
    return busy && std::any_of(state.open.begin(), state.open.end(),
                               [&](ModuleId module) { return !record_of(state, module).complete; });
}

/// What the open modules need, themselves included; nothing unless all of it is loaded.
std::unordered_set<ModuleId> needed_by_open(State& state) {
    std::unordered_set<ModuleId> needed(state.open.begin(), state.open.end());
    std::vector<ModuleId> todo(state.open.begin(), state.open.end());
    while (!todo.empty()) {
        const ModuleRecord& record = record_of(state, todo.back());
        todo.pop_back();
        if (record.load != LoadState::Done) return {};
        for (const Import& import : record.loaded.imports) {
            if (needed.insert(import.module).second) todo.push_back(import.module);
        }
    }
    return needed;
}

/// The roots of a graph of what open modules need; none if that must wait.
Roots first_roots(State& state) {
    if (state.graph_whole || state.publisher.order() != PublishOrder::Completion ||
        state.options.blockers_stop || urgent_loads_wait(state)) {
        return {};
    }
    const std::unordered_set<ModuleId> needed = needed_by_open(state);
    if (needed.empty()) return {};  // asked after each load, and there may be many roots
    const auto is_needed = [&](ModuleId module) { return needed.contains(module); };
    Roots roots;
    std::ranges::copy_if(state.roots.program, std::back_inserter(roots.program), is_needed);
    std::ranges::copy_if(state.roots.extra, std::back_inserter(roots.extra), is_needed);
    return roots;
}

void rebuild_graph(State& state, const Roots& roots) {
    state.graph_stale = false;
    const ImportsOf imports = [&](ModuleId module) {
        return std::span<const Import>(record_of(state, module).loaded.imports);
    };
    const ArrangeCycle arrange = [&](std::vector<ModuleId>& modules) {
        state.engine.arrange_cycle(modules);
    };
    carry_over(state, make_module_graph(roots, imports, arrange));
    measure_paths(state);
    state.cones_stale = true;
    find_blocker(state);
    count_waiting(state);
    if (state.graph_whole) forget_unreachable(state);
    state.publisher.arrange(output_sequence(state));
    for (ModuleId module : state.graph.modules) {
        if (record_of(state, module).loaded.library) state.publisher.send(module, nullptr);
        if (!record_of(state, module).complete) advance_module(state, module);
    }
}

}  // namespace

bool update_graph(State& state) {
    if (state.loads_waiting == 0) {
        if (!state.graph_stale && (state.graph_whole || open_modules_wait(state))) return false;
        state.graph_whole = true;
        rebuild_graph(state, state.roots);
        return true;
    }
    if (!state.graph_stale) return false;
    const Roots roots = first_roots(state);
    if (roots == Roots{}) return false;
    rebuild_graph(state, roots);
    return true;
}

}  // namespace krait::scheduler
