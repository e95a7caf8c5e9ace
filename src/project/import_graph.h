// import_graph.h
//
// Who imports whom in a program, without checking it: every module that the roots lead to is
// loaded, one after the other, and nothing more. For tools that show the graph; a check has its
// own.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/configuration.h"
#include "scheduler/components.h"
#include "scheduler/engine.h"

namespace krait::project {

struct ImportArrow {
    std::uint32_t target = 0;  ///< index of a module
    scheduler::ImportPriority priority = scheduler::ImportPriority::FromTopLevel;
    std::uint32_t line = 0;  ///< of the import statement, from 1; 0: implicit
};

struct ImportingModule {
    std::string name;
    std::string path;  ///< as messages print it
    std::uint64_t bytes = 0;
    bool library = false;              ///< nothing in it is reported
    std::vector<ImportArrow> imports;  ///< those that a check waits for
};

struct ImportGraph {
    std::vector<ImportingModule> modules;  ///< in mypy's order of loading

    /// What the scheduler's algorithms take.
    [[nodiscard]] scheduler::Rows edges() const;
};

[[nodiscard]] ImportGraph load_import_graph(const Configuration& configuration);

}  // namespace krait::project
