// request_threads.h
//
// Who runs requests: threads of their own, beyond the program's workers, because every worker may
// be inside a long job while a person waits. Two are enough: one takes quick requests only, so that
// a hover never stands behind a search for references; the other takes whatever came first.
//
// Their stacks are as large as the workers': a feature runs the checker.

#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include "scheduler/worker_threads.h"
#include "server/requests.h"

namespace krait::server {

/// Owned by the main thread.
class RequestThreads {
public:
    /// `reply` is called on the requests' threads.
    explicit RequestThreads(std::function<void(Reply)> reply);
    ~RequestThreads() { stop(); }
    RequestThreads(const RequestThreads&) = delete;
    RequestThreads& operator=(const RequestThreads&) = delete;

    void run(RequestJob job);
    /// Drops what hasn't begun and waits for what has; cancel that first. Nothing runs afterwards.
    void stop();

private:
    void work(bool takes_thorough);
    [[nodiscard]] std::optional<RequestJob> take(bool takes_thorough);  // with the lock held

    std::function<void(Reply)> reply_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::array<std::deque<RequestJob>, 2> queues_;  // by effort
    bool stopping_ = false;
    bool started_ = false;
    scheduler::WorkerThreads threads_;  // by the owner only
};

}  // namespace krait::server
