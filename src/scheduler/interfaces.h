// interfaces.h
//
// The life of an SCC: unsettled, resolved, settled (state.h says what these mean). Under the
// scheduler's lock. Nothing here recurses over the graph: a chain of a million SCCs settles in a
// loop.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// The SCC's interfaces may not be those of the current revision, and so may those of all that
/// depend on it. Does nothing if that is known. O(SCCs that get unsettled by it); those that depend
/// on it are told only when it matters (State::quiet).
void unsettle(State& state, std::uint32_t scc);

/// `scc` is about to run, or to be published. If another one is quietly unsettled, its dependents
/// are told now, which may unsettle `scc` too.
void spread_unless_only(State& state, std::uint32_t scc);

/// Looks, soon, whether the SCC can settle or needs a job. Cheap to ask in vain.
void request_resolve(State& state, std::uint32_t scc);

/// Does what was requested, until nothing is left.
void resolve_all(State& state);

/// Cancels the SCC's interface job and counts it (see Options::cancels_in_a_row). Whoever calls it
/// requests a resolve too.
void cancel_scc(State& state, std::uint32_t scc);

/// The module has no interface any more; who read it is asked.
void lose_interface(State& state, ModuleId module);

/// Whether nothing in `reads` changed its fingerprint since the snapshot of `epoch`.
[[nodiscard]] bool reads_are_current(State& state, const ReadsPtr& reads, std::uint64_t epoch);

/// Adds `reader` to the index by which suspicion spreads.
void remember_reads(State& state, ModuleId reader, const ReadsPtr& reads);

/// Whether an interface job that was given `shape` was given what the module's text is now.
[[nodiscard]] bool same_shape(const ModuleRecord& record, const Shape& shape);

/// The module's text changed, but not its shape: things may stand elsewhere in its interface. Asks
/// those that looked where.
void move_interface(State& state, ModuleId module);

/// Whether the place of something in `module` was looked up.
[[nodiscard]] bool locates_in(const ReadsPtr& reads, ModuleId module);

/// Whether `module` is among those that were read.
[[nodiscard]] bool reads_module(const ReadsPtr& reads, ModuleId module);

void complete_interface(State& state, const Job& job, JobOutcome& outcome);

}  // namespace krait::scheduler
