// scheduler.h
//
// Runs a program's checks on a pool of workers, again and again as it changes, and tells a listener
// what came out. The owner says what changed; everything else is decided here: what has to run, in
// which order, what is cancelled, what still holds. Output is a function of the program, not of the
// number of workers or of timing.
//
// Inside: state.h explains the bookkeeping, revision.h what moves it, engine.h what does the work.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "scheduler/engine.h"
#include "scheduler/options.h"

namespace krait::scheduler {

/// All functions may be called from any thread, also while jobs run, but wait_until_idle, run and
/// the destructor not from the listener or the engine. None of them but these three blocks.
class Scheduler {
public:
    /// `engine` and `listener` must outlive it. Starts the workers (none for chaos).
    Scheduler(Engine& engine, Listener& listener, Options options);
    /// Cancels what runs, waits for it to unwind, and drops the rest untold.
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// A new revision; its number, from 1. What the engine will load must be in place already.
    std::uint64_t update(const Changes& changes);

    /// Blocks until everything asked for is done and told.
    void wait_until_idle();

    /// For chaos only: runs up to `jobs` jobs on this thread. How many there were to run.
    std::size_t run(std::size_t jobs);

    [[nodiscard]] Progress progress() const;

    /// For requests that a person waits for: the newest published interfaces, and the newest loaded
    /// version of a module (null if there is none). Not necessarily of one revision.
    [[nodiscard]] Snapshot snapshot() const;
    [[nodiscard]] LoadedPtr loaded(ModuleId module) const;

    /// Nothing is running or waiting to run.
    [[nodiscard]] bool at_rest() const;
    /// One interface in the place of another, which nobody but who compares addresses can tell from
    /// it.
    struct Exchange {
        ModuleId module = ModuleId::None;
        InterfacePtr from;
        InterfacePtr to;
    };
    /// Does nothing, and says so, unless at rest: no job may find itself between the two. Where
    /// another interface has been published than `from`, that one stays.
    bool exchange(std::span<const Exchange> exchanges);
    /// Each worker gives back what it, or others for it, freed; as soon as it has nothing to do.
    void let_workers_tidy();

private:
    struct Core;
    std::unique_ptr<Core> core_;
};

}  // namespace krait::scheduler
