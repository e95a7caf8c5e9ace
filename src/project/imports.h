// imports.h
//
// Which modules a tree imports, as mypy counts them: those of reachable import statements at any
// depth, with the priority that says how badly the importer needs them first (build.py,
// all_imported_modules_in_file).

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/config/options.h"
#include "python/syntax/tree.h"
#include "scheduler/engine.h"

namespace krait::project {

/// An import statement as it is written; where it leads is another question.
struct WrittenImport {
    bool is_from = false;
    bool top_level = true;           ///< in no function
    bool mypy_only = false;          ///< below `if TYPE_CHECKING`
    std::uint32_t level = 0;         ///< of `from ..x import`: the dots
    std::uint32_t line = 0;          ///< from 1
    std::string module;              ///< of `from x import`
    std::vector<std::string> names;  ///< what is imported: modules, or names of the module

    friend bool operator==(const WrittenImport&, const WrittenImport&) = default;
};

/// Those that are reached, in source order.
[[nodiscard]] std::vector<WrittenImport> written_imports(const base::SourceText& text,
                                                         const syntax::Tree& tree,
                                                         const config::Options& options);

struct ImportedModule {
    std::string name;  ///< absolute
    scheduler::ImportPriority priority = scheduler::ImportPriority::FromTopLevel;
    std::uint32_t line = 0;  ///< of the first statement that imports it, from 1
};

struct ImportScan {
    /// Each module once, in mypy's order: deeper names first, else as they come.
    std::vector<ImportedModule> modules;
    /// Lines of `from ..x import y` that leads above the top: a blocker.
    std::vector<std::uint32_t> bogus_relative;
};

/// `module` is the importing module's name. `is_module` says whether a dotted name is a module
/// (`from a import b` may mean a.b).
[[nodiscard]] ImportScan scan_imports(std::span<const WrittenImport> written,
                                      std::string_view module, bool is_package,
                                      const std::function<bool(const std::string&)>& is_module);

/// `from ..a import b` in `module`, as an absolute name; empty if it leads above the top.
[[nodiscard]] std::string absolute_import(std::string_view module, bool is_package,
                                          std::uint32_t level, std::string_view target);

}  // namespace krait::project
