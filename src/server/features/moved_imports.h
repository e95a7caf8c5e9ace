// moved_imports.h
//
// The import statements of one module as they have to be when modules have got other names.
// Relative imports stay relative, and nothing is touched that still means the same.

#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "project/inspected_unit.h"
#include "server/features/moved_modules.h"

namespace krait::features {

struct MovedText {
    base::TextRange range;
    std::string text;
};

struct MovedImports {
    std::vector<MovedText> edits;
    /// Modules that are bound by their own last name, which changes: `from a import b`; where that
    /// is used, it has another name from then on.
    std::set<std::string> renamed_leaves;
    /// Modules that are bound by their whole name, which changes: `import a.b`.
    std::set<std::string> renamed_paths;
};

/// `keeps_name(leaf)`: the module can't use this new name, so that the old one is kept by `as`.
[[nodiscard]] MovedImports moved_imports(const project::LoadedModule& module,
                                         const syntax::Tree& tree, const MovedModules& moves,
                                         const std::function<bool(const std::string&)>& keeps_name);

}  // namespace krait::features
