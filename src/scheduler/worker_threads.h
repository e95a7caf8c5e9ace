// worker_threads.h
//
// Threads with large stacks. A checker recurses over types and expressions with explicit limits,
// and those limits are sized for 64 MiB; std::thread can't ask for that.

#pragma once

#include <pthread.h>

#include <cstddef>
#include <functional>
#include <vector>

namespace krait::scheduler {

/// Owned by one thread, which starts and joins.
class WorkerThreads {
public:
    WorkerThreads() = default;
    ~WorkerThreads() { join(); }
    WorkerThreads(const WorkerThreads&) = delete;
    WorkerThreads& operator=(const WorkerThreads&) = delete;

    /// Starts up to `count` threads that each call `body` with their number. If the system gives
    /// fewer, so be it; throws base::InternalError if it gives none.
    void start(unsigned count, std::size_t stack_bytes, std::function<void(unsigned)> body);
    void join();

private:
    std::function<void(unsigned)> body_;  // constant while threads run
    std::vector<pthread_t> threads_;
};

}  // namespace krait::scheduler
