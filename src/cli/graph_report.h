// graph_report.h
//
// What `krait graph` tells, as data, whichever way it is printed.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "project/import_graph.h"
#include "scheduler/cycle_breaking.h"

namespace krait::cli {

/// Modules that import each other, directly or through others.
struct Cycle {
    std::vector<std::uint32_t> members;  ///< indices of modules
    std::uint64_t nanoseconds = 0;
    std::vector<scheduler::Cut> cuts;  ///< best first; empty: no single import makes a difference
};

/// One step of the critical path: a module, or a cycle by its first module.
struct PathStep {
    std::uint32_t module = 0;
    std::uint32_t modules = 1;
    std::uint64_t nanoseconds = 0;
};

struct GraphReport {
    project::ImportGraph graph;
    std::vector<std::uint64_t> nanoseconds;  ///< by module
    bool measured = false;                   ///< else guessed from the sizes of the files
    std::size_t import_count = 0;
    std::size_t own_modules = 0;     ///< those that aren't a library's
    std::size_t library_cycles = 0;  ///< cycles of library modules alone; not in `cycles`
    std::vector<Cycle> cycles;       ///< largest first; all that have an own module
    std::vector<PathStep> path;      ///< each waits for the one before
    std::uint64_t path_nanoseconds = 0;
    std::uint64_t all_nanoseconds = 0;
};

/// `measured`: nanoseconds by module name; empty: to be guessed.
[[nodiscard]] GraphReport make_graph_report(project::ImportGraph graph,
                                            const std::map<std::string, std::uint64_t>& measured);

/// The import statement, to be read: "a -> b (a.py:3, for type checking)".
[[nodiscard]] std::string describe_import(const GraphReport& report, std::uint32_t from,
                                          std::uint32_t to);

[[nodiscard]] std::string graph_as_text(const GraphReport& report);
[[nodiscard]] std::string graph_as_json(const GraphReport& report);
/// A page that needs nothing but a browser.
[[nodiscard]] std::string graph_as_html(const GraphReport& report);

}  // namespace krait::cli
