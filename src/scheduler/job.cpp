// job.cpp
//
// The boundary at which exceptions end. A cancelled job unwinds to here with nothing to clean up;
// an internal error becomes a payload that the engine words, and the scheduler goes on.

#include "scheduler/job.h"

#include <exception>

#include "base/assert.h"

namespace krait::scheduler {

namespace {

bool still_matches(const Job& job) {
    return job.verify && job.verify->match(job.snapshot);
}

void run_interface(Engine& engine, const Job& job, JobOutcome& outcome) {
    if (still_matches(job)) {
        outcome.status = JobStatus::Verified;
        return;
    }
    // What the SCC's own modules were before must not be found through the snapshot: it would be an
    // answer that depends on the past.
    Snapshot others = job.snapshot;
    for (ModuleId module : job.modules) {
        if (interface_of(others, module)) others.set(static_cast<std::size_t>(module), nullptr);
    }
    outcome.interface = engine.build_interface({job.modules, job.loaded, job.interfaces, others,
                                                job.cancellation.token(), job.previous.get()});
    KRAIT_ENSURE(outcome.interface.interfaces.size() == job.modules.size() &&
                     outcome.interface.payloads.size() == job.modules.size(),
                 "an SCC's result has one interface and one payload for each of its modules");
}

void run_body(Engine& engine, const Job& job, JobOutcome& outcome) {
    if (still_matches(job)) {
        outcome.status = JobStatus::Verified;
        return;
    }
    outcome.body = engine.check_body(
        {job.module, job.loaded.front(), job.chunk, job.snapshot, job.cancellation.token()});
}

void run_step(Engine& engine, const Job& job, JobOutcome& outcome) {
    switch (job.kind) {
        case JobKind::Load:
            outcome.load = engine.load(job.module, job.cancellation.token());
            break;
        case JobKind::Interface:
            run_interface(engine, job, outcome);
            break;
        case JobKind::Plan:
            outcome.chunks =
                engine.body_chunks(job.module, job.loaded.front(), job.interfaces.front());
            break;
        case JobKind::Body:
            run_body(engine, job, outcome);
            break;
        case JobKind::Finish:
            outcome.finished = engine.finish(
                {job.module, job.loaded.front(), job.interface_payload, job.chunks, job.bodies});
            KRAIT_ENSURE(outcome.finished, "finishing a module gives a payload");
            break;
    }
}

JobOutcome failure(Engine& engine, const Job& job, const std::string& what) {
    JobOutcome outcome;
    outcome.status = JobStatus::Failed;
    outcome.error = engine.internal_error(job.module, job.kind, what);
    return outcome;
}

}  // namespace

JobOutcome run_job(Engine& engine, const Job& job) {
    try {
        job.cancellation.token().poll();
        JobOutcome outcome;
        run_step(engine, job, outcome);
        return outcome;
    } catch (const base::Cancelled&) {
        if (job.cancellation.token().cancelled()) {
            JobOutcome outcome;
            outcome.status = JobStatus::Cancelled;
            return outcome;
        }
        return failure(engine, job, "a job gave up without having been cancelled");
    } catch (const std::exception& error) {
        return failure(engine, job, error.what());
    } catch (...) {
        return failure(engine, job, "something that is no std::exception was thrown");
    }
}

}  // namespace krait::scheduler
