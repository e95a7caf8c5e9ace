// trace.h
//
// What the scheduler did, for people who want to see it: one span for each job, one mark for each
// revision and cancellation. An injected sink, so that the scheduler knows no file format and tests
// can look at the same record that a trace file would hold.

#pragma once

#include <cstdint>

#include "scheduler/engine.h"

namespace krait::scheduler {

enum class JobStatus : std::uint8_t {
    Done,       ///< the engine did the work
    Verified,   ///< an older result was asked about, and still holds
    Cancelled,  ///< unwound at a poll
    Failed,     ///< an internal error
};

/// Times are in nanoseconds of the injected clock.
struct JobSpan {
    unsigned worker = 0;  ///< from 0; the row of the trace
    JobKind kind = JobKind::Load;
    JobStatus status = JobStatus::Done;
    ModuleId module = ModuleId::None;  ///< of an interface job: the SCC's first module
    std::uint32_t modules = 1;         ///< how many modules the job was about
    std::uint32_t number = 0;          ///< of a body job: which chunk
    std::uint64_t revision = 0;        ///< in which it started
    std::uint64_t start = 0;
    std::uint64_t end = 0;
};

class TraceSink {
public:
    virtual ~TraceSink() = default;
    /// Called by the worker that ran the job, right after it: many at once.
    virtual void job(const JobSpan& span) = 0;
    /// A revision began. Called on the owner's thread.
    virtual void revision(std::uint64_t revision, std::uint64_t time) = 0;
};

}  // namespace krait::scheduler
