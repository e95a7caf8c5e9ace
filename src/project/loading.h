// loading.h
//
// The first step of a module: from its file's bytes to a tree, its own options, and the modules
// that it imports. Everything that mypy reports before it analyses a module is found here: syntax
// errors, unreadable comments, imports that lead nowhere.

#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/file_system.h"
#include "base/source_text.h"
#include "project/module_registry.h"
#include "project/skeleton.h"
#include "python/config/options.h"
#include "python/messages/diagnostic.h"
#include "python/modules/finder.h"
#include "python/semantic/outline.h"
#include "python/syntax/tree.h"
#include "scheduler/engine.h"

namespace krait::project {

/// The units (of the outline) that one body job checks: [first, last).
struct ChunkUnits {
    std::size_t first = 0;
    std::size_t last = 0;
    std::uint32_t start_line = 1;  ///< line 1 of what the chunk finds
};

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
    std::shared_ptr<const syntax::Tree> tree;
    config::OptionsPtr options;  ///< `# mypy:` comments included
    semantic::Outline outline;
    SkeletonPtr skeleton;
    std::vector<ChunkUnits> chunks;                    ///< see body_job.h
    std::vector<scheduler::BodyChunk> planned_chunks;  ///< parallel to `chunks`
    std::vector<messages::Diagnostic> diagnostics;
    bool blocks = false;
    bool is_from_disk = false;          ///< not an editor's unsaved text, nor the command line's
    base::Digest shape;                 ///< LoadResult::shape
    std::vector<ImportedName> imports;  ///< LoadResult::imports
    base::Digest imports_digest;        ///< of LoadResult::imports; of this process only
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
};

[[nodiscard]] scheduler::LoadResult load_module(const ModuleRecord& record,
                                                const LoadContext& context);

/// A diagnostic's line, column and end from a range of bytes.
void set_place(messages::Diagnostic& diagnostic, const base::SourceText& text,
               base::TextRange range);

}  // namespace krait::project
