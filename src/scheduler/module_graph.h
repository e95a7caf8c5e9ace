// module_graph.h
//
// The program as mypy sees it: which modules belong to it, in which order they were met, what is
// a cycle, and in which order cycles and the modules in them are processed. mypy's order is part of
// its semantics (inside a cycle it decides what is known when), so it is computed here once, from
// scratch, by a pure function of the roots and of everybody's imports; no history and no timing
// enters. Doing it anew costs milliseconds for 10,000 modules (see
// tests/bench/bench_scheduler.cpp); results survive it, because an SCC with the same members in the
// same order keeps its state. Most changes of an import change neither cycles nor orders, and don't
// need it: import_edit.h.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "scheduler/components.h"
#include "scheduler/engine.h"

namespace krait::scheduler {

/// Immutable once made. Modules are numbered by mypy's order of loading ("nodes"), SCCs by mypy's
/// order of processing.
struct ModuleGraph {
    std::vector<ModuleId> modules;       ///< by node: breadth first from the roots, then the extra
    std::vector<std::uint32_t> node_of;  ///< by module id; kNoNode: not in the program
    std::vector<std::uint32_t> scc_of;   ///< by node
    Rows members;                      ///< by SCC: nodes, in the order in which mypy works on them
    EditedRows dependencies;           ///< by SCC
    EditedRows dependents;             ///< by SCC, ascending
    std::vector<std::uint32_t> layer;  ///< by SCC: one more than the highest of its dependencies'
    std::uint32_t root_count = 0;      ///< nodes below it are roots; extra ones aren't
    /// SCCs in the order in which a sequential mypy would have finished them: that of its output.
    std::vector<std::uint32_t> output_order;

    static constexpr std::uint32_t kNoNode = 0xFFFF'FFFF;

    [[nodiscard]] std::uint32_t scc_count() const { return members.count(); }
    [[nodiscard]] std::uint32_t node(ModuleId module) const {
        const auto id = static_cast<std::size_t>(module);
        return id < node_of.size() ? node_of[id] : kNoNode;
    }
};

using ImportsOf = std::function<std::span<const Import>(ModuleId)>;
/// See Engine::arrange_cycle.
using ArrangeCycle = std::function<void(std::vector<ModuleId>&)>;

/// Where the walk begins. What an extra root leads to comes after all that the roots lead to, so
/// that which files are open in an editor changes no order of the program.
struct Roots {
    std::vector<ModuleId> program;
    std::vector<ModuleId> extra;  ///< may hold some of the program's
    friend bool operator==(const Roots&, const Roots&) = default;
};

/// O(modules + imports), but for sorting. Everything reachable must have been loaded.
[[nodiscard]] ModuleGraph make_module_graph(const Roots& roots, const ImportsOf& imports,
                                            const ArrangeCycle& arrange);

}  // namespace krait::scheduler
