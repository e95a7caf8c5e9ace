// imports.h
//
// Which modules a tree imports, as mypy counts them: those of reachable import statements at any
// depth, with the priority that says how badly the importer needs them first (build.py,
// all_imported_modules_in_file).

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "python/config/options.h"
#include "python/syntax/tree.h"
#include "scheduler/engine.h"

namespace krait::project {

struct ImportedModule {
    std::string name;  ///< absolute
    scheduler::ImportPriority priority = scheduler::ImportPriority::FromTopLevel;
    syntax::NodeId statement = syntax::NodeId::None;  ///< the first that imports it
};

struct ImportScan {
    /// Each module once, in mypy's order: deeper names first, else as they come.
    std::vector<ImportedModule> modules;
    /// `from ..x import y` that leads above the top: a blocker.
    std::vector<syntax::NodeId> bogus_relative;
};

/// `module` is the importing module's name. `is_module` says whether a dotted name is a module
/// (`from a import b` may mean a.b).
[[nodiscard]] ImportScan scan_imports(const syntax::Tree& tree, std::string_view module,
                                      bool is_package, const config::Options& options,
                                      const std::function<bool(const std::string&)>& is_module);

/// `from ..a import b` in `module`, as an absolute name; empty if it leads above the top.
[[nodiscard]] std::string absolute_import(std::string_view module, bool is_package,
                                          std::uint32_t level, std::string_view target);

}  // namespace krait::project
