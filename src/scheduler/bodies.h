// bodies.h
//
// From a settled interface to a module's published payload: plan the chunks, check those that have
// no valid result, finish. A chunk's result belongs to its key, not to its place or to a
// revision: after an edit the new plan takes over every result whose key it still has. Under the
// scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// Queues whatever the module needs next; if that is nothing, it is complete. Does nothing until
/// the module's SCC is settled and its text loaded.
void advance_module(State& state, ModuleId module);

/// The module is not (or not known to be) what the current revision says.
void mark_incomplete(State& state, ModuleId module);

/// Takes the module's queued jobs (but its load) out again; running ones go on and count.
void withdraw_module(State& state, ModuleId module);

/// Forgets plan and results; running jobs won't count.
void drop_bodies(State& state, ModuleId module);

/// The interface of `changed` is another one: which of the module's results read it? Those are
/// asked before they are used again. True if there are such; then the caller advances the module.
bool suspect_bodies(State& state, ModuleId module, ModuleId changed);

/// The same of those that looked up where something in `changed` stands.
bool suspect_locating_bodies(State& state, ModuleId module, ModuleId changed);

/// The chunk that a body job is for; null if it is gone.
[[nodiscard]] ChunkRecord* chunk_of(ModuleRecord& record, const Job& job);

/// Cancels a running body job, and sees to it that it runs again if it is still wanted.
void cancel_body(State& state, const Job& job);

/// Chunks that ended in an internal error are to run again. True if there are any.
bool retry_failed_bodies(State& state, ModuleId module);

void complete_plan(State& state, const Job& job, JobOutcome& outcome);
void complete_body(State& state, const Job& job, JobOutcome& outcome);
void complete_finish(State& state, const Job& job, JobOutcome& outcome);

}  // namespace krait::scheduler
