// revision.h
//
// The three things that happen to the state: an owner tells changes, a worker takes a job, a worker
// brings a result. Each leaves the state consistent: everything that can be decided has been
// decided, and every job that may run is in the queue. Under the scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// A new revision.
void apply_changes(State& state, const Changes& changes);

/// Takes the job at `place` of the queue, which must not be empty, and pins what it needs.
[[nodiscard]] JobPtr take_job(State& state, std::size_t place = 0);

void complete_job(State& state, const JobPtr& job, JobOutcome& outcome);

/// Nothing is queued, running or held back.
[[nodiscard]] bool nothing_to_do(const State& state);

[[nodiscard]] Progress progress_of(const State& state);

}  // namespace krait::scheduler
