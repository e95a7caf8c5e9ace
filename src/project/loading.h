// loading.h
//
// The first step of a module: from its file's bytes to a tree, its own options, and the modules
// that it imports. Everything that mypy reports before it analyses a module is found here: syntax
// errors, unreadable comments, imports that lead nowhere.

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/file_system.h"
#include "base/source_text.h"
#include "cache/store.h"
#include "project/module_registry.h"
#include "project/summary.h"
#include "python/config/options.h"
#include "python/messages/diagnostic.h"
#include "python/modules/finder.h"
#include "scheduler/engine.h"

namespace krait::project {

/// A module that another imports, as it is called in every process.
struct ImportedName {
    base::Name name = base::Name::Empty;
    base::ModuleId module = base::ModuleId::None;  ///< in this process
    scheduler::ImportPriority priority = scheduler::ImportPriority::FromTopLevel;
};

/// One version of one module, loaded, with everything that is a function of it alone. Immutable.
struct LoadedModule final : scheduler::Loaded {
    const ModuleRecord* record = nullptr;  ///< the registry's
    base::SourceTextPtr text;
    config::OptionsPtr options;  ///< `# mypy:` comments included
    SummaryPtr summary;
    std::vector<messages::Diagnostic> diagnostics;
    bool blocks = false;
    bool is_from_disk = false;          ///< not an editor's unsaved text, nor the command line's
    base::Digest shape;                 ///< LoadResult::shape
    std::vector<ImportedName> imports;  ///< LoadResult::imports
    base::Digest imports_digest;        ///< of LoadResult::imports; of this process only

    /// The text is parsed when somebody asks, if the summary came from the cache or the tree was
    /// let go. Thread-safe.
    [[nodiscard]] ParsedPtr parsed() const;
    /// The version to parse the next one from: this one, or the one that this one would be parsed
    /// from. Null if there is none. Thread-safe.
    [[nodiscard]] static std::shared_ptr<const LoadedModule> base_for_next(
        const std::shared_ptr<const LoadedModule>& module);
    /// Nobody is expected to ask soon: the tree goes when its last user does. Thread-safe.
    void let_go() const;
    /// Null: nobody has asked. Thread-safe.
    [[nodiscard]] ParsedPtr parsed_if_there() const;
    /// Of whoever makes it, before anybody else has it.
    void set_parsed(ParsedPtr parsed);
    void set_base(std::shared_ptr<const LoadedModule> base) { base_ = std::move(base); }
    /// The first step of parsing, from the base if that can be. Without the lock.
    [[nodiscard]] ParsedText parse(const ReadAs& how) const;

private:
    mutable std::mutex mutex_;  // guards what follows
    mutable ParsedPtr parsed_;  // null: not asked for, or let go
    /// An earlier version with a tree and without errors, as long as this one has no such tree.
    mutable std::shared_ptr<const LoadedModule> base_;
};

/// Where texts come from: an editor's, before the disk's.
class TextSource {
public:
    virtual ~TextSource() = default;
    /// Null if the file can't be read. Thread-safe.
    [[nodiscard]] virtual base::SourceTextPtr text(const ModuleRecord& record,
                                                   std::string& error) const = 0;
    /// Whether `text` was read from the record's file, and is not an editor's.
    [[nodiscard]] virtual bool is_from_disk(const ModuleRecord& record,
                                            const base::SourceText* text) const = 0;
};

struct LoadContext {
    const TextSource& texts;
    const modules::ModuleFinder& finder;
    ModuleRegistry& registry;  ///< gets the imported modules
    cache::Store* store;       ///< of summaries; may be null
    /// The version that was loaded before, if it is still there.
    std::shared_ptr<const LoadedModule> before{};
};

[[nodiscard]] scheduler::LoadResult load_module(const ModuleRecord& record,
                                                const LoadContext& context);

}  // namespace krait::project
