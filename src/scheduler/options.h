// options.h
//
// How the scheduler is set up, and what it is told and tells, as data. Apart from scheduler.h so
// that the inner files need not see the threads.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/engine.h"
#include "scheduler/trace.h"

namespace krait::scheduler {

enum class PublishOrder : std::uint8_t {
    /// Modules in the order of a sequential mypy, whatever finishes first. For the command line.
    Program,
    /// Open modules at once, others when their SCC is complete. For the language server.
    Completion,
};

/// Nanoseconds since any fixed point, never going back. Called from any thread.
using Clock = std::function<std::uint64_t()>;

struct Options {
    unsigned workers = 0;  ///< 0: one per core
    std::size_t stack_bytes = std::size_t{64} << 20;
    PublishOrder order = PublishOrder::Completion;
    /// As on mypy's command line: if a loaded module blocks, the first such is all that is
    /// published.
    bool blockers_stop = false;
    /// An SCC that was cancelled in so many revisions in a row runs to its end; changes of what it
    /// depends on wait for that. 0: never.
    std::uint32_t cancels_in_a_row = 3;
    /// No threads: jobs run inside Scheduler::run and wait_until_idle, in a random legal order.
    std::optional<std::uint64_t> chaos_seed;
    /// Workers that rest after much work give freed memory back: for who stays for hours.
    bool stays = false;
    TraceSink* trace = nullptr;  ///< may be null; must outlive the scheduler
    Clock clock;                 ///< empty: the steady clock
};

/// What an owner tells. Everything in one call belongs to one revision.
struct Changes {
    /// All modules to be checked, in mypy's order of arguments; each once.
    std::optional<std::vector<ModuleId>> roots;
    /// Modules to be checked besides: they leave the program's order what it is (module_graph.h).
    std::optional<std::vector<ModuleId>> extra_roots;
    /// Modules whose text or options changed, appeared or vanished. Those that nobody imports and
    /// that are no roots are ignored.
    std::vector<ModuleId> modules;
    /// Module names that may now be found elsewhere, or no more: whoever looked for one is loaded
    /// again (LoadResult::lookups).
    std::vector<base::Name> names;
    std::optional<std::vector<ModuleId>> open;  ///< all modules open in an editor
    std::optional<ModuleId> focus;              ///< the one that the person looks at, or None
};

struct Publication {
    ModuleId module = ModuleId::None;
    PayloadPtr payload;  ///< a complete set; null: the module left the program
};

struct Progress {
    std::uint32_t modules_done = 0;
    std::uint32_t modules_total = 0;        ///< known so far: grows while modules are being found
    ModuleId waiting_for = ModuleId::None;  ///< what has been running for longest
    std::uint32_t waiting_modules = 1;      ///< more: the whole cycle that it is the first of

    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Called on worker threads (or in Scheduler::run), one call at a time, never under a lock. Must
/// not call wait_until_idle or the destructor; may call the scheduler's other functions.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void on_published(const Publication& publication) = 0;
    virtual void on_progress(const Progress& progress) { (void)progress; }
    /// Everything that was asked for up to `revision` is published.
    virtual void on_idle(std::uint64_t revision) { (void)revision; }
};

}  // namespace krait::scheduler
