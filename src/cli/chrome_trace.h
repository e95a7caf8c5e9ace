// chrome_trace.h
//
// The scheduler's trace as a file for chrome://tracing or Perfetto: a row for each worker, a span
// for each job, a mark for each revision and each cancellation. It is kept in memory and written at
// the end, so that tracing costs the workers a lock and a few bytes, and no I/O.

#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "project/check_program.h"

namespace krait::cli {

/// Thread-safe.
class ChromeTrace final : public project::Trace {
public:
    void job(const scheduler::JobSpan& span, std::string module) override;
    void revision(std::uint64_t revision, std::uint64_t time) override;

    /// The whole file. `workers`: how many rows there are at least.
    [[nodiscard]] std::string to_json(unsigned workers) const;
    /// To a file. False if that can't be. `workers`: 0: one per core.
    [[nodiscard]] bool write(const std::string& path, unsigned workers) const;

private:
    struct Span {
        scheduler::JobSpan span;
        std::string module;
    };
    struct Mark {
        std::uint64_t revision = 0;
        std::uint64_t time = 0;
    };
    mutable std::mutex mutex_;  // guards both
    std::vector<Span> spans_;
    std::vector<Mark> revisions_;
};

}  // namespace krait::cli
