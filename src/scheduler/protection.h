// protection.h
//
// Steady typing must not starve diagnostics. Each keystroke may cancel the check that the one
// before started; whoever types faster than an SCC can be checked would never see an error. So an
// SCC that was cancelled in several revisions in a row becomes *protected*: changes of anything it
// depends on, itself included, wait until it is complete, so that nothing is left to cancel it.
// Then they are all applied at once. What comes out in between is right for the revision at which
// protection began, and edits elsewhere in the program are not held up.
//
// Letting the job run on while its inputs move would be simpler, but its result could not be
// accepted anywhere: bodies need the interface that belongs to their text. Under the scheduler's
// lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// A job of the SCC was cancelled. Counts once a revision.
void count_cancel(State& state, std::uint32_t scc);

/// All of the SCC's modules are complete: its count starts from nothing.
void scc_is_complete(State& state, std::uint32_t scc);

/// A protected SCC fell apart in a new graph.
void protected_scc_is_gone(State& state);

/// Whether the change of `module` has to wait; then it is remembered.
[[nodiscard]] bool hold_change(State& state, ModuleId module);

/// If nothing is protected any more: the modules whose changes waited, in the order of their ids.
[[nodiscard]] std::vector<ModuleId> released_changes(State& state);

}  // namespace krait::scheduler
