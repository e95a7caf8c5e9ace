// ready_queue.h
//
// Jobs that may run now, best first. An ordered map rather than a heap because an edit re-keys and
// withdraws jobs from its middle all the time. Everybody takes from this one queue, so that no
// worker idles while another has work; a job is thousands of times as long as the lock is held.

#pragma once

#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

#include "base/assert.h"
#include "scheduler/job.h"

namespace krait::scheduler {

/// Only used under the scheduler's lock.
class ReadyQueue {
public:
    void add(JobPtr job) {
        const ReadyKey key = job->key;
        const bool added = jobs_.emplace(key, std::move(job)).second;
        KRAIT_ENSURE(added, "a job is queued once");
    }
    void remove(const Job& job) { jobs_.erase(job.key); }

    [[nodiscard]] bool empty() const { return jobs_.empty(); }
    [[nodiscard]] std::size_t size() const { return jobs_.size(); }

    /// The best; null if there is none.
    [[nodiscard]] const Job* first() const {
        return jobs_.empty() ? nullptr : jobs_.begin()->second.get();
    }

    /// The job at `place`; 0 is the best. Linear in `place`: others than 0 are for chaos only.
    [[nodiscard]] JobPtr take(std::size_t place = 0) {
        auto at = std::next(jobs_.begin(), static_cast<std::ptrdiff_t>(place));
        JobPtr job = std::move(at->second);
        jobs_.erase(at);
        return job;
    }

private:
    std::map<ReadyKey, JobPtr> jobs_;
};

}  // namespace krait::scheduler
