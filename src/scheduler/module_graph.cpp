// module_graph.cpp
//
// Three walks: breadth first for mypy's order of loading; components for the order of SCCs; and
// inside each cycle, the same again with ever fewer imports. There mypy drops the weakest imports
// (those for type checking first, then those inside functions, and so on) until the cycle falls
// apart into a sequence of smaller ones; what is left where all imports are equally strong is
// taken in reverse order of loading.

#include "scheduler/module_graph.h"

#include <algorithm>
#include <deque>

#include "base/assert.h"

namespace krait::scheduler {

namespace {

constexpr auto kNoNode = ModuleGraph::kNoNode;

void find_modules(ModuleGraph& graph, const Roots& roots, const ImportsOf& imports) {
    const auto meet = [&](ModuleId module) {
        const auto id = static_cast<std::size_t>(module);
        if (id >= graph.node_of.size()) graph.node_of.resize(id + 1 + id / 2, kNoNode);
        if (graph.node_of[id] != kNoNode) return;
        graph.node_of[id] = static_cast<std::uint32_t>(graph.modules.size());
        graph.modules.push_back(module);
    };
    std::size_t next = 0;
    const auto walk = [&] {
        for (; next < graph.modules.size(); ++next) {
            for (const Import& import : imports(graph.modules[next])) meet(import.module);
        }
    };
    for (ModuleId root : roots.program) meet(root);
    graph.root_count = static_cast<std::uint32_t>(graph.modules.size());
    walk();
    for (ModuleId root : roots.extra) meet(root);
    walk();
}

/// The imports that make modules wait, with their priorities beside them.
struct Arrows {
    Rows targets;
    std::vector<std::uint8_t> priorities;  // parallel to targets.items
};

Arrows collect_arrows(const ModuleGraph& graph, const ImportsOf& imports) {
    Arrows arrows;
    for (std::uint32_t node = 0; node < graph.modules.size(); ++node) {
        for (const Import& import : imports(graph.modules[node])) {
            const std::uint32_t target = graph.node(import.module);
            if (import.priority >= ImportPriority::Indirect || target == node) continue;
            arrows.targets.items.push_back(target);
            arrows.priorities.push_back(static_cast<std::uint8_t>(import.priority));
        }
        arrows.targets.end_row();
    }
    return arrows;
}

/// Orders the modules of one cycle. Scratch is shared between cycles to keep them O(size).
class CycleOrder {
public:
    CycleOrder(const Arrows& arrows, std::uint32_t nodes)
        : arrows_(arrows), local_(nodes, kNoNode) {}

    /// `group` ascending; appends its nodes to `out` in mypy's order.
    void order(std::span<const std::uint32_t> group, unsigned below,
               std::vector<std::uint32_t>& out) {
        if (group.size() == 1) {
            out.push_back(group.front());
            return;
        }
        number(group);
        const auto [weakest, differ] = strengths(group, below);
        if (!differ) {
            forget(group);
            out.insert(out.end(), group.rbegin(), group.rend());
            return;
        }
        // At most one level of recursion for each priority there is: each drops the weakest.
        const Rows edges = edges_within(group, weakest);
        forget(group);
        const Components parts = components_of(edges);
        std::vector<std::uint32_t> part;
        for (std::uint32_t i = 0; i < parts.members.count(); ++i) {
            part.clear();
            for (std::uint32_t index : parts.members[i]) part.push_back(group[index]);
            order(part, weakest, out);
        }
    }

private:
    struct Strengths {
        unsigned weakest;
        bool differ;
    };

    void number(std::span<const std::uint32_t> group) {
        for (std::uint32_t i = 0; i < group.size(); ++i) local_[group[i]] = i;
    }
    void forget(std::span<const std::uint32_t> group) {
        for (std::uint32_t node : group) local_[node] = kNoNode;
    }

    Strengths strengths(std::span<const std::uint32_t> group, unsigned below) const {
        unsigned weakest = 0;
        unsigned strongest = 0xFF;
        for (std::uint32_t node : group) {
            for (auto e = arrows_.targets.offsets[node]; e < arrows_.targets.offsets[node + 1];
                 ++e) {
                const unsigned priority = arrows_.priorities[e];
                if (priority >= below || local_[arrows_.targets.items[e]] == kNoNode) continue;
                weakest = std::max(weakest, priority);
                strongest = std::min(strongest, priority);
            }
        }
        return {weakest, weakest > strongest};
    }

    Rows edges_within(std::span<const std::uint32_t> group, unsigned below) const {
        Rows edges;
        for (std::uint32_t node : group) {
            for (auto e = arrows_.targets.offsets[node]; e < arrows_.targets.offsets[node + 1];
                 ++e) {
                const std::uint32_t target = local_[arrows_.targets.items[e]];
                if (arrows_.priorities[e] < below && target != kNoNode) {
                    edges.items.push_back(target);
                }
            }
            edges.end_row();
        }
        return edges;
    }

    const Arrows& arrows_;
    std::vector<std::uint32_t> local_;  // node -> index in the group at hand, else kNoNode
};

Rows order_members(const ModuleGraph& graph, const Components& components, const Arrows& arrows,
                   const ArrangeCycle& arrange) {
    Rows rows;
    rows.items.reserve(graph.modules.size());
    CycleOrder cycles(arrows, static_cast<std::uint32_t>(graph.modules.size()));
    std::vector<ModuleId> ids;
    for (std::uint32_t scc = 0; scc < components.members.count(); ++scc) {
        const auto group = components.members[scc];
        const std::size_t start = rows.items.size();
        cycles.order(group, static_cast<unsigned>(ImportPriority::Indirect), rows.items);
        if (group.size() > 1) {
            ids.clear();
            for (std::size_t i = start; i < rows.items.size(); ++i) {
                ids.push_back(graph.modules[rows.items[i]]);
            }
            arrange(ids);
            KRAIT_ENSURE(ids.size() == group.size(), "arranging a cycle only permutes it");
            for (std::size_t i = 0; i < ids.size(); ++i) rows.items[start + i] = graph.node(ids[i]);
        }
        rows.end_row();
    }
    return rows;
}

/// First in, first out, as SCCs become ready: the order in which a sequential mypy prints.
std::vector<std::uint32_t> order_of_output(const ModuleGraph& graph) {
    std::vector<std::uint32_t> waiting(graph.scc_count());
    std::vector<std::uint32_t> order;
    order.reserve(graph.scc_count());
    for (std::uint32_t scc = 0; scc < graph.scc_count(); ++scc) {
        waiting[scc] = static_cast<std::uint32_t>(graph.dependencies[scc].size());
        if (waiting[scc] == 0) order.push_back(scc);
    }
    for (std::size_t next = 0; next < order.size(); ++next) {
        for (std::uint32_t dependent : graph.dependents[order[next]]) {
            if (--waiting[dependent] == 0) order.push_back(dependent);
        }
    }
    return order;
}

}  // namespace

ModuleGraph make_module_graph(const Roots& roots, const ImportsOf& imports,
                              const ArrangeCycle& arrange) {
    ModuleGraph graph;
    find_modules(graph, roots, imports);
    const Arrows arrows = collect_arrows(graph, imports);
    Components components = components_of(arrows.targets);
    graph.members = order_members(graph, components, arrows, arrange);
    graph.scc_of = std::move(components.of_node);
    graph.layer.resize(graph.scc_count());
    for (std::uint32_t scc = 0; scc < graph.scc_count(); ++scc) {
        for (std::uint32_t dependency : components.dependencies[scc]) {
            graph.layer[scc] = std::max(graph.layer[scc], graph.layer[dependency] + 1);
        }
    }
    graph.dependents = reversed(components.dependencies);
    graph.dependencies = std::move(components.dependencies);
    graph.output_order = order_of_output(graph);
    return graph;
}

}  // namespace krait::scheduler
