// import_edit.cpp
//
// Each condition here keeps one part of what make_module_graph would compute: the numbers of modules
// (who is met first), the components, their layers, and with these the numbers of components. Only
// the order of output is not looked after, which is why this is for programs that publish by
// completion.

#include "scheduler/import_edit.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

/// Whoever imports it, the walk that numbers modules has met it before it comes to `node`.
bool is_met_before(const ModuleGraph& graph, ModuleId module, std::uint32_t node) {
    const std::uint32_t other = graph.node(module);
    return other != ModuleGraph::kNoNode && (other < graph.root_count || other < node);
}

/// The imports by which the walk may meet a module for the first time, in order.
std::vector<ModuleId> first_meetings(const ModuleGraph& graph, std::span<const Import> imports,
                                     std::uint32_t node) {
    std::vector<ModuleId> modules;
    for (const Import& import : imports) {
        if (!is_met_before(graph, import.module, node)) modules.push_back(import.module);
    }
    return modules;
}

/// Priorities order the modules of a cycle; imports of other modules don't.
std::vector<Import> imports_within(const State& state, std::span<const Import> imports,
                                   std::uint32_t scc) {
    std::vector<Import> within;
    for (const Import& import : imports) {
        const std::uint32_t node = state.graph.node(import.module);
        const bool inside = node != ModuleGraph::kNoNode && state.graph.scc_of[node] == scc;
        if (inside && import.priority < ImportPriority::Indirect) within.push_back(import);
    }
    return within;
}

/// The components that `scc` depends on now, ascending; nothing if one of them is not below it.
std::optional<std::vector<std::uint32_t>> dependencies_of(State& state, std::uint32_t scc) {
    const ModuleGraph& graph = state.graph;
    std::vector<std::uint32_t> found;
    for (ModuleId member : state.sccs[scc].members) {
        for (const Import& import : record_of(state, member).loaded.imports) {
            if (import.priority >= ImportPriority::Indirect) continue;
            const std::uint32_t node = graph.node(import.module);
            if (node == ModuleGraph::kNoNode) return std::nullopt;
            const std::uint32_t other = graph.scc_of[node];
            if (other == scc) continue;
            if (graph.layer[other] >= graph.layer[scc]) return std::nullopt;
            found.push_back(other);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool keeps_layer(const ModuleGraph& graph, std::uint32_t scc,
                 std::span<const std::uint32_t> dependencies) {
    std::uint32_t layer = 0;
    for (std::uint32_t other : dependencies) layer = std::max(layer, graph.layer[other] + 1);
    return layer == graph.layer[scc];
}

/// `scc` is, or is no longer, among those that are told when `dependency` settles.
void change_dependent(State& state, std::uint32_t dependency, std::uint32_t scc, bool added) {
    const auto before = state.graph.dependents[dependency];
    std::vector<std::uint32_t> dependents(before.begin(), before.end());
    const auto at = std::lower_bound(dependents.begin(), dependents.end(), scc);
    if (added) {
        dependents.insert(at, scc);
    } else {
        dependents.erase(at);
    }
    state.graph.dependents.replace(dependency, std::move(dependents));
    // Of the quiet one nobody has been told that it is unsettled.
    if (state.sccs[dependency].settled || dependency == state.quiet) return;
    SccRecord& record = state.sccs[scc];
    if (added) {
        ++record.waiting;
        withdraw(state, record.job);
    } else {
        --record.waiting;
    }
}

}  // namespace

bool edit_imports(State& state, ModuleId module, std::span<const Import> before) {
    const ModuleGraph& graph = state.graph;
    if (state.graph_stale || state.publisher.order() != PublishOrder::Completion) return false;
    const ModuleRecord& record = record_of(state, module);
    const std::uint32_t node = graph.node(module);
    const std::uint32_t scc = record.scc;
    if (node == ModuleGraph::kNoNode || scc == kNoScc) return false;
    const std::vector<Import>& now = record.loaded.imports;
    if (first_meetings(graph, before, node) != first_meetings(graph, now, node)) return false;
    if (imports_within(state, before, scc) != imports_within(state, now, scc)) return false;
    const auto after = dependencies_of(state, scc);
    if (!after || !keeps_layer(graph, scc, *after)) return false;

    std::vector<std::uint32_t> old(graph.dependencies[scc].begin(), graph.dependencies[scc].end());
    std::sort(old.begin(), old.end());
    for (std::uint32_t other : *after) {
        if (std::binary_search(old.begin(), old.end(), other)) continue;
        change_dependent(state, other, scc, /*added=*/true);
    }
    for (std::uint32_t other : old) {
        if (std::binary_search(after->begin(), after->end(), other)) continue;
        change_dependent(state, other, scc, /*added=*/false);
    }
    state.graph.dependencies.replace(scc, *after);
    state.cones_stale = true;
    return true;
}

}  // namespace krait::scheduler
