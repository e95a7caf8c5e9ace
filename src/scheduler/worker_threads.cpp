// worker_threads.cpp

#include "scheduler/worker_threads.h"

#include <memory>
#include <utility>

#include "base/assert.h"

namespace krait::scheduler {

namespace {

struct Start {
    const std::function<void(unsigned)>* body;
    unsigned number;
};

void* enter(void* argument) {
    const std::unique_ptr<Start> start(static_cast<Start*>(argument));
    (*start->body)(start->number);
    return nullptr;
}

}  // namespace

void WorkerThreads::start(unsigned count, std::size_t stack_bytes,
                          std::function<void(unsigned)> body) {
    body_ = std::move(body);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    for (unsigned number = 0; number < count; ++number) {
        auto start = std::make_unique<Start>(Start{&body_, number});
        pthread_t thread{};
        if (pthread_create(&thread, &attributes, enter, start.get()) != 0) break;
        (void)start.release();  // the thread owns it now
        threads_.push_back(thread);
    }
    pthread_attr_destroy(&attributes);
    KRAIT_ENSURE(!threads_.empty(), "the system refuses to start a single thread");
}

void WorkerThreads::join() {
    for (pthread_t thread : threads_) pthread_join(thread, nullptr);
    threads_.clear();
}

}  // namespace krait::scheduler
