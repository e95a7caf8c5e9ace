// module_registry.h
//
// Which modules a program consists of so far, and what each is: it grows while modules are loaded
// and their imports found, from many threads at once. A module keeps its id for as long as its
// name leads to the same file.

#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/interner.h"
#include "python/config/options.h"
#include "python/image/module_interface.h"
#include "python/modules/finder.h"
#include "python/symbols/module_table.h"

namespace krait::project {

/// One module, as its place in the program makes it. Immutable.
struct ModuleRecord {
    base::ModuleId id = base::ModuleId::None;
    base::Name name = base::Name::Empty;
    std::string path;          ///< of the file; of a folder for a namespace package; "" if missing
    std::string display_path;  ///< as messages print it
    config::OptionsPtr options;
    bool is_stub = false;
    bool is_package = false;
    bool is_namespace = false;
    bool is_typeshed = false;
    bool is_library = false;          ///< found in typeshed or installed: nothing in it is reported
    bool is_silent = false;           ///< follow_imports=silent: checked for its interface alone
    std::optional<std::string> text;  ///< of `-c`, instead of a file

    /// Only its interface is wanted.
    [[nodiscard]] bool interface_only() const { return is_library || is_silent; }
};

/// Thread-safe.
class ModuleRegistry final : public image::ModuleResolver {
public:
    /// `root`: the folder that Krait runs in; files below it are shown relative to it.
    ModuleRegistry(symbols::ModuleTable& table, std::string root)
        : table_(table), root_(std::move(root)) {}

    /// A path as messages print it.
    [[nodiscard]] std::string display(const std::string& path) const;

    /// The module of that name and file, made if there is none yet; `record.id` is filled in. The
    /// name leads there from now on, if it led nowhere before.
    base::ModuleId add(ModuleRecord record);

    /// Where a name leads; None if it isn't in the program.
    [[nodiscard]] base::ModuleId find(base::Name name) const;
    [[nodiscard]] base::ModuleId resolve(base::Name module) const override { return find(module); }
    /// Valid for the registry's life.
    [[nodiscard]] const ModuleRecord& record(base::ModuleId id) const;
    [[nodiscard]] std::vector<base::ModuleId> modules_of_file(const std::string& path) const;
    [[nodiscard]] std::size_t size() const;
    /// Of a module that comes with Krait: see config::for_own_stubs. One for all with these
    /// options.
    [[nodiscard]] config::OptionsPtr own_stubs_options(const config::OptionsPtr& options) const;
    /// The semantic digest of a record's options, which many share.
    [[nodiscard]] base::Digest options_digest(const ModuleRecord& record) const;
    /// Of all modules, in no order that means anything.
    [[nodiscard]] std::vector<const ModuleRecord*> records() const;
    /// Of all modules that were found, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    symbols::ModuleTable& table_;
    const std::string root_;
    mutable std::shared_mutex mutex_;  // guards what follows; records themselves never change
    std::unordered_map<base::Name, base::ModuleId> by_name_;
    std::unordered_map<std::string, std::vector<base::ModuleId>> by_path_;
    std::deque<ModuleRecord> records_;
    std::unordered_map<base::ModuleId, std::size_t> index_;
    mutable std::unordered_map<const config::Options*, base::Digest> digests_;
    mutable std::unordered_map<config::OptionsPtr, config::OptionsPtr> own_stubs_options_;
};

}  // namespace krait::project
