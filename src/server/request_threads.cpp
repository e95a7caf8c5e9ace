#include "server/request_threads.h"

#include "base/memory.h"

namespace krait::server {

namespace {

constexpr std::size_t kStackBytes = 64U << 20;

}  // namespace

RequestThreads::RequestThreads(std::function<void(Reply)> reply) : reply_(std::move(reply)) {}

void RequestThreads::run(RequestJob job) {
    const bool thorough = job.effort == Effort::Thorough;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        queues_[thorough ? 1 : 0].push_back(std::move(job));
    }
    if (!started_) {  // a session without questions needs no threads
        started_ = true;
        threads_.start(2, kStackBytes, [this](unsigned number) { work(number == 1); });
    }
    wake_.notify_all();
}

void RequestThreads::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    threads_.join();
    for (auto& queue : queues_) queue.clear();
}

std::optional<RequestJob> RequestThreads::take(bool takes_thorough) {
    std::deque<RequestJob>* queue = queues_[0].empty() ? nullptr : &queues_[0];
    if (takes_thorough && !queues_[1].empty() &&
        (queue == nullptr || queues_[1].front().number < queue->front().number)) {
        queue = &queues_[1];
    }
    if (queue == nullptr) return std::nullopt;
    RequestJob job = std::move(queue->front());
    queue->pop_front();
    return job;
}

void RequestThreads::work(bool takes_thorough) {
    base::RestingThread memory;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        std::optional<RequestJob> job = take(takes_thorough);
        if (!job) {
            wake_.wait(lock);
            continue;
        }
        lock.unlock();
        Reply reply = run_request(*job);
        job.reset();  // what it holds goes before anybody hears of the reply
        reply_(std::move(reply));
        memory.rest();
        lock.lock();
    }
}

}  // namespace krait::server
