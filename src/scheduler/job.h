// job.h
//
// A job is one call of the engine with everything it needs, pinned when a worker takes it: after
// that the scheduler may move on to any revision and the job still sees one consistent world.

#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <vector>

#include "base/cancellation.h"
#include "scheduler/engine.h"
#include "scheduler/trace.h"

namespace krait::scheduler {

/// Where a job stands in the queue: smaller goes first. See urgency.h for how it is chosen.
struct ReadyKey {
    std::uint8_t tier = 0;        ///< who waits for it
    std::uint8_t step = 0;        ///< within a tier: steps that end or open something go first
    bool relaxed = true;          ///< not what the person is editing
    std::uint64_t path_left = 0;  ///< stored negated (as max - value): longer paths first
    std::uint32_t order = 0;      ///< the program's order
    std::uint8_t kind = 0;
    std::uint64_t serial = 0;  ///< of the job: makes keys unique, and is the order of creation

    [[nodiscard]] auto rank() const {
        return std::tie(tier, step, relaxed, path_left, order, kind, serial);
    }
    friend bool operator<(const ReadyKey& a, const ReadyKey& b) { return a.rank() < b.rank(); }
};

/// What an interface job is given of a module's text.
struct Shape {
    base::Digest shape;   ///< LoadResult::shape, with where imports lead
    base::Digest places;  ///< LoadResult::places
};

/// Fields up to `key` are read and written under the scheduler's lock. The rest is written when the
/// job is taken, under the lock, and from then on read by its worker without it.
struct Job {
    bool abandoned = false;  ///< nobody wants the result any more
    bool running = false;    ///< taken by a worker; else it is in the queue
    ReadyKey key;

    JobKind kind = JobKind::Load;
    ModuleId module = ModuleId::None;  ///< of an interface job: the SCC's first module
    BodyChunk chunk;                   ///< of a body job; constant once running
    std::size_t place = 0;  ///< of a body job: index into ModuleRecord::chunks, under the lock
    base::CancellationSource cancellation;

    std::uint64_t revision = 0;
    std::uint64_t epoch = 0;    ///< State::epoch when taken
    std::uint64_t version = 0;  ///< ModuleRecord::parts_version when taken (finish)
    Snapshot snapshot;
    std::vector<ModuleId> modules;  ///< interface: the SCC; others: empty
    std::vector<LoadedPtr> loaded;  ///< parallel to modules; others: one
    std::vector<Shape> shapes;
    std::vector<InterfacePtr> interfaces;  ///< interface: the previous ones; plan: the module's
    ReadsPtr previous;  ///< interface: the reads of the job that made the previous ones
    ReadsPtr verify;    ///< an older result's reads: if they match, the result stands
    PayloadPtr interface_payload;
    std::vector<BodyChunk> chunks;
    std::vector<PayloadPtr> bodies;
};
using JobPtr = std::shared_ptr<Job>;

/// What came of it. Made by the worker; only the member for the job's kind is filled.
struct JobOutcome {
    JobStatus status = JobStatus::Done;
    LoadResult load;
    InterfaceResult interface;
    std::vector<BodyChunk> chunks;
    BodyResult body;
    PayloadPtr finished;
    PayloadPtr error;  ///< if Failed: what the engine made of it
    std::uint64_t nanoseconds = 0;
};

/// Calls the engine for a taken job and catches whatever it throws. No lock is held.
[[nodiscard]] JobOutcome run_job(Engine& engine, const Job& job);

}  // namespace krait::scheduler
