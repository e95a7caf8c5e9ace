// urgency.h
//
// Which job goes first. In words: what the person looks at, then what is open, then what an edit
// may have changed, then the rest; in each, first what others need. In detail, tiers:
//
//   0  loads of texts that changed; interfaces that the focused module's SCC needs, and its own
//   1  the focused module's bodies, chunks being edited first
//   2  interfaces that open modules need
//   3  bodies of open modules
//   4  what was checked before and has to be again
//   5  the rest
//
// In a tier: loads (nothing can be ordered before all imports are known), then the cheap steps
// that end a module, then interfaces and bodies mixed, in the program's order, so that memory is
// given back and diagnostics flow early. Only interfaces on a path so long that it may decide the
// total time go first, longest remaining path before others.
//
// Everything here runs under the scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// A job of `kind` for `module`, not queued yet.
[[nodiscard]] JobPtr make_job(JobKind kind, ModuleId module);

/// Computes the job's key and queues it.
void enqueue(State& state, const JobPtr& job);

/// Computes the key of a queued job anew.
void requeue(State& state, const JobPtr& job);

/// Loads of `from`, and of what is known to be needed for it, count as at least as urgent as
/// `tier`.
void hurry_loads(State& state, ModuleId from, std::uint8_t tier);

/// A load of an open module, or of something that one imports.
[[nodiscard]] bool is_for_open_modules(State& state, const Job& load);

/// It is for what people look at.
[[nodiscard]] bool is_urgent(const ReadyKey& key);

/// Nobody looks at the module.
[[nodiscard]] bool is_background(State& state, ModuleId module);

/// Takes a queued job out again, or tells a running one to stop; its result won't count. Resets
/// `job`. May be null.
void abandon(State& state, JobPtr& job);

/// Like abandon, but leaves a running job alone.
void withdraw(State& state, JobPtr& job);

/// After a new graph: estimates what remains on the longest path from each SCC.
void measure_paths(State& state);

/// After changes of focus, open modules, graph, or of what is settled: who needs which SCC.
void update_cones(State& state);

/// After `open` or `focus` changed: the queued jobs of `module` get new keys.
void requeue_module(State& state, ModuleId module);

}  // namespace krait::scheduler
