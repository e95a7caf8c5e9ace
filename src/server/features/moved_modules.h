// moved_modules.h
//
// Which modules get which names when files or folders do. A module is called after its path below a
// folder that modules are looked for in, so that a new path says the new name.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/inspector.h"

namespace krait::features {

struct RenamedPath {
    std::string old_path;
    std::string new_path;
};

struct MovedModule {
    std::string name;  ///< from then on
    bool is_package = false;
};

class MovedModules {
public:
    MovedModules(const project::Inspector& program, const std::vector<RenamedPath>& renames);

    [[nodiscard]] bool empty() const { return modules_.empty(); }
    /// By their names until now.
    [[nodiscard]] const std::map<std::string, MovedModule, std::less<>>& all() const {
        return modules_;
    }
    [[nodiscard]] const MovedModule* find(std::string_view name) const;
    /// What a dotted name is called then: of a module, or of what lies in a package that moves.
    [[nodiscard]] std::string renamed(const std::string& dotted) const;
    /// Words that every import of a moved module from outside has.
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

private:
    void add(const project::ModuleRecord& record, const std::string& new_path);
    void add_folder(const RenamedPath& rename);

    const project::Inspector& program_;
    std::map<std::string, MovedModule, std::less<>> modules_;
    std::map<std::string, std::string> packages_;  ///< those whose folder is renamed
    std::vector<std::string> words_;
};

/// `name` without its last part.
[[nodiscard]] std::string parent_of(std::string_view name);
[[nodiscard]] std::string leaf_of(std::string_view name);

}  // namespace krait::features
