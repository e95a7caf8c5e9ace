// interface_job.h
//
// Builds the interfaces of one SCC, in mypy's order (build.py, process_stale_scc_interface): the
// semantic fixed point over all its modules, then each module's top level and shaping functions
// through the checker, then deferred functions until none is left. What comes out is one image a
// module, and the diagnostics of everything that was checked on the way.

#pragma once

#include <cstdint>

#include "project/loading.h"
#include "project/module_registry.h"
#include "project/published.h"
#include "project/scc_build.h"
#include "python/symbols/module_table.h"
#include "scheduler/engine.h"

namespace krait::project {

/// Where the time of jobs went and what they did not understand, for --stats. Shared by all jobs.
struct Figures {
    std::atomic<std::uint64_t> not_implemented = 0;   ///< times that Krait's ignorance became Any
    std::atomic<std::uint64_t> expressions = 0;       ///< expressions that got a type
    std::atomic<std::uint64_t> any_expressions = 0;   ///< of these, Any for lack of implementation
    std::atomic<std::uint64_t> interfaces_built = 0;  ///< modules, each time one was built
    std::atomic<std::uint64_t> shaping_checks = 0;    ///< bodies checked with an interface
    std::atomic<std::uint64_t> interface_nanoseconds = 0;
    std::atomic<std::uint64_t> encode_nanoseconds = 0;  ///< writing and opening images
    std::atomic<std::uint64_t> body_nanoseconds = 0;
    std::atomic<std::uint64_t> load_nanoseconds = 0;
    std::atomic<std::uint64_t> image_bytes = 0;
    std::atomic<std::uint64_t> lines = 0;
    std::atomic<std::uint64_t> cached_sccs = 0;  ///< interfaces found in the cache, by SCC
    std::atomic<std::uint64_t> computed_sccs = 0;
    std::atomic<std::uint64_t> cached_chunks = 0;  ///< parts of bodies found in the cache
    std::atomic<std::uint64_t> computed_chunks = 0;
    std::atomic<std::uint64_t> internal_errors = 0;  ///< what such a check says is not kept
};

struct JobContext {
    symbols::ModuleTable& table;
    const ModuleRegistry& registry;
    Figures& figures;
};

/// Another module of the SCC, whose interface stands.
struct OtherModule {
    base::ModuleId module = base::ModuleId::None;
    const ModuleBuild* build = nullptr;
    bool is_earlier = false;  ///< in mypy's order than the one that is built
};

struct BuildInput {
    std::span<const base::ModuleId> modules;
    std::span<const scheduler::LoadedPtr> loaded;
    const scheduler::Snapshot& snapshot;  ///< with the other modules' interfaces
    base::CancellationToken token;
    /// Who asks what is written down module by module, so that parts can be built later.
    bool by_module = false;
    std::vector<OtherModule> others{};
    /// What the only module was, if there are others.
    const image::ModuleInterface* earlier = nullptr;
    /// Of that, if its shaping functions would be told the same as then.
    const ModuleBuild* known = nullptr;
};

struct Built {
    std::vector<scheduler::InterfacePtr> interfaces;
    std::vector<ModuleBuildPtr> builds;
    Questions common;
    bool forced = false;
    /// False: what was known doesn't hold, and nothing of this may be taken.
    bool stands = true;
};

[[nodiscard]] Built build_modules(const BuildInput& input, const JobContext& context);

[[nodiscard]] scheduler::InterfaceResult build_interface(const scheduler::InterfaceInput& input,
                                                         const JobContext& context);

}  // namespace krait::project
