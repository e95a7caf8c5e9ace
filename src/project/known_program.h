// known_program.h
//
// What a check found out about the modules of a program, short enough to be kept with its answer
// (answer.h): which interface each has, and where that lies in the cache. After an edit it says
// what an interface job would have been given, and whether that is the same now; if it is, nothing
// but the edited functions needs a look (recheck.h).

#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "cache/artefact.h"
#include "project/loading.h"
#include "project/module_registry.h"
#include "project/named_folders.h"
#include "project/published.h"
#include "scheduler/engine.h"

namespace krait::project {

/// What a module is besides its text, and where it lies: another checkout has it, too.
void add_identity(base::Hasher& key, const ModuleRecord& record);

/// What an interface job is given of a module: equal if it would do the same with it.
[[nodiscard]] base::Digest given_of(const LoadedModule& module);

struct KnownModule {
    ModuleRecord record;       ///< without id and options
    base::Digest given;        ///< given_of
    base::Digest fingerprint;  ///< of its interface
    base::Digest places;
    bool holds_places = false;
    bool located = false;         ///< another module asked where something stands in it
    std::uint32_t scc = 0;        ///< index in KnownProgram::sccs
    std::uint32_t in_row = 0;     ///< which module of that row
    base::Digest said_once;       ///< of what it would say, which is said once in a program
    std::uint64_t chunks = 0;     ///< of bodies
    std::uint64_t lines = 0;      ///< of text
    std::uint64_t published = 0;  ///< when: from 1, in the program's order; 0: not known
};

/// One row of the cache.
struct KnownScc {
    cache::Key key;
    base::Digest content;
    std::uint32_t modules = 0;
};

struct KnownProgram {
    std::vector<KnownModule> modules;  ///< by name
    std::vector<KnownScc> sccs;
};

/// Of the messages that are said once: those that `findings` would say.
[[nodiscard]] base::Digest said_once_in(const std::vector<messages::Diagnostic>& findings);

/// Written down by a CachedEngine while a program is checked once. Thread-safe.
class ProgramRecord {
public:
    /// An interface that was read from, or put in, a row of the cache.
    struct Row {
        cache::Key key;
        base::Digest content;
        std::uint32_t place = 0;
        std::uint32_t modules = 0;
    };
    void note_row(const scheduler::Interface* interface, const Row& row);
    /// `readers` (of one SCC, or one module) asked for places in these modules.
    void note_located(std::span<const base::ModuleId> located,
                      std::span<const base::ModuleId> readers);
    void note_finished(base::ModuleId module, std::size_t chunks, const Findings& findings);

    /// The whole program, as it was accepted in the end; nothing if a part of it is in no row.
    [[nodiscard]] std::optional<KnownProgram> program(
        const ModuleRegistry& registry, const scheduler::Snapshot& snapshot,
        const std::function<scheduler::LoadedPtr(base::ModuleId)>& loaded) const;

private:
    struct Finished {
        std::size_t chunks = 0;
        base::Digest said_once;
    };
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_map<const scheduler::Interface*, Row> rows_;
    std::unordered_map<base::ModuleId, Finished> finished_;
    std::vector<bool> located_;  // by module
};

/// False if one of its files lies where no other machine would look.
[[nodiscard]] bool store_known(base::ByteWriter& out, const KnownProgram& program,
                               const NamedFolders& folders);
[[nodiscard]] std::optional<KnownProgram> read_known(std::string_view bytes,
                                                     const NamedFolders& folders);

}  // namespace krait::project
