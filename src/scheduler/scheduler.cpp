// scheduler.cpp
//
// Threads, and nothing else: one lock, workers that take, run and bring back, and one of them at a
// time that tells the listener. What happens under the lock is in revision.h and below; what is
// slow (the engine, the listener, destroying what was replaced) happens outside.

#include "scheduler/scheduler.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "base/memory.h"
#include "scheduler/preemption.h"
#include "scheduler/revision.h"
#include "scheduler/worker_threads.h"

namespace krait::scheduler {

namespace {

/// Nobody reads faster; but what everybody waits for is told at once.
constexpr std::uint64_t kBetweenProgress = 50'000'000;

std::uint64_t steady_now() {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                          std::chrono::steady_clock::now().time_since_epoch())
                                          .count());
}

Options completed(Options options) {
    if (options.workers == 0) options.workers = std::max(1U, std::thread::hardware_concurrency());
    if (options.chaos_seed) options.workers = 1;
    if (!options.clock) options.clock = steady_now;
    return options;
}

}  // namespace

struct Scheduler::Core {
    using Lock = std::unique_lock<std::mutex>;

    Core(Engine& the_engine, Listener& the_listener, Options the_options)
        : engine(the_engine),
          listener(the_listener),
          options(completed(std::move(the_options))),
          state(engine, options),
          chaos(options.chaos_seed.value_or(0)) {}

    // Constant.
    Engine& engine;
    Listener& listener;
    const Options options;

    mutable std::mutex mutex;
    // Under the mutex.
    State state;
    std::mt19937_64 chaos;
    bool stopping = false;
    unsigned sleeping = 0;          // workers that wait for `work`
    unsigned tidied = 0;            // how often workers were asked to give memory back
    std::condition_variable work;   // there may be something for a worker
    std::condition_variable quiet;  // there may be nothing left
    // Written by the thread that has Publisher::draining, read under the mutex by those that want
    // to be it.
    Progress told_progress;
    std::uint64_t told_at = 0;

    // Only by the thread that constructs and destroys.
    WorkerThreads threads;

    [[nodiscard]] bool outbox_waits() const {
        return !state.publisher.quiet() && !state.publisher.draining;
    }
    /// Something is to be told although nothing is published: a long check has got on.
    [[nodiscard]] bool progress_waits(std::uint64_t now) const {
        if (state.publisher.draining || nothing_to_do(state)) return false;
        const bool early = now - told_at < kBetweenProgress && !state.ready.empty();
        return !early && progress_of(state) != told_progress;
    }
    [[nodiscard]] bool idle() const { return nothing_to_do(state) && state.publisher.quiet(); }

    void wake() {
        const std::size_t tasks = state.ready.size() + outbox_waits();
        const std::size_t wanted = std::min<std::size_t>(tasks, sleeping);
        if (wanted >= sleeping) {
            work.notify_all();
        } else {
            for (std::size_t i = 0; i < wanted; ++i) work.notify_one();
        }
        if (idle()) quiet.notify_all();
    }

    void run_worker(unsigned number) {
        Lock lock(mutex);
        base::RestingThread memory;
        unsigned tidied_here = 0;
        for (;;) {
            if (options.stays && idle()) {
                lock.unlock();
                memory.rest();
                lock.lock();
            }
            ++sleeping;
            work.wait(lock, [&] {
                return stopping || !state.ready.empty() || outbox_waits() || tidied != tidied_here;
            });
            --sleeping;
            if (stopping) return;
            if (state.ready.empty() && !outbox_waits()) {
                tidied_here = tidied;
                lock.unlock();
                base::give_memory_back();
                lock.lock();
                continue;
            }
            if (outbox_waits()) {
                tell(lock);
                continue;
            }
            run_one(lock, 0, number);
        }
    }

    /// Takes, runs and brings back one job. Unlocks in between.
    void run_one(Lock& lock, std::size_t place, unsigned worker) {
        JobPtr job = take_job(state, place);
        if (progress_waits(options.clock())) tell(lock);
        lock.unlock();
        const std::uint64_t start = options.clock();
        JobOutcome outcome = run_job(engine, *job);
        const std::uint64_t end = options.clock();
        outcome.nanoseconds = end - start;
        if (options.trace) trace(*job, outcome.status, worker, start, end);
        lock.lock();
        complete_job(state, job, outcome);
        wake();
        std::vector<std::shared_ptr<const void>> garbage = std::move(state.garbage);
        state.garbage.clear();
        lock.unlock();
        garbage.clear();
        outcome = JobOutcome{};
        job = nullptr;
        lock.lock();
        if (outbox_waits()) tell(lock);
    }

    void trace(const Job& job, JobStatus status, unsigned worker, std::uint64_t start,
               std::uint64_t end) const {
        JobSpan span;
        span.worker = worker;
        span.kind = job.kind;
        span.status = status;
        span.module = job.module;
        if (job.kind == JobKind::Interface) {
            span.modules = static_cast<std::uint32_t>(job.modules.size());
        }
        span.number = job.chunk.number;
        span.revision = job.revision;
        span.start = start;
        span.end = end;
        options.trace->job(span);
    }

    /// Tells how far things are, and empties the outbox. Unlocks for each call of the listener.
    void tell(Lock& lock) {
        state.publisher.draining = true;
        do {
            std::optional<Message> message = state.publisher.next();
            const Progress progress = progress_of(state);
            const bool news = progress != told_progress;
            told_progress = progress;
            if (news) told_at = options.clock();
            lock.unlock();
            if (news) listener.on_progress(progress);
            if (message) state.publisher.tell(listener, *message);
            message.reset();
            lock.lock();
        } while (!state.publisher.empty() && !stopping);
        state.publisher.draining = false;
        if (idle()) quiet.notify_all();
    }

    /// Chaos: any job that may run is as good as any other.
    std::size_t run_here(Lock& lock, std::size_t jobs) {
        std::size_t done = 0;
        if (outbox_waits()) tell(lock);
        while (done < jobs && !state.ready.empty()) {
            run_one(lock, chaos() % state.ready.size(), 0);
            ++done;
        }
        return done;
    }
};

Scheduler::Scheduler(Engine& engine, Listener& listener, Options options)
    : core_(std::make_unique<Core>(engine, listener, std::move(options))) {
    if (core_->options.chaos_seed) return;
    core_->threads.start(core_->options.workers, core_->options.stack_bytes,
                         [core = core_.get()](unsigned number) { core->run_worker(number); });
}

Scheduler::~Scheduler() {
    {
        const std::lock_guard lock(core_->mutex);
        core_->stopping = true;
        for (const JobPtr& job : core_->state.running) job->cancellation.cancel();
        core_->work.notify_all();
    }
    core_->threads.join();
}

std::uint64_t Scheduler::update(const Changes& changes) {
    std::uint64_t revision = 0;
    {
        const std::lock_guard lock(core_->mutex);
        apply_changes(core_->state, changes);
        if (core_->sleeping == 0) make_room(core_->state);
        revision = core_->state.revision;
        core_->wake();
    }
    if (TraceSink* trace = core_->options.trace) trace->revision(revision, core_->options.clock());
    return revision;
}

void Scheduler::wait_until_idle() {
    Core::Lock lock(core_->mutex);
    if (core_->options.chaos_seed) {
        while (core_->run_here(lock, 1) > 0) {
        }
        return;
    }
    core_->quiet.wait(lock, [&] { return core_->idle(); });
}

std::size_t Scheduler::run(std::size_t jobs) {
    Core::Lock lock(core_->mutex);
    return core_->run_here(lock, jobs);
}

Progress Scheduler::progress() const {
    const std::lock_guard lock(core_->mutex);
    return progress_of(core_->state);
}

Snapshot Scheduler::snapshot() const {
    const std::lock_guard lock(core_->mutex);
    return core_->state.snapshot;
}

bool Scheduler::at_rest() const {
    const std::lock_guard lock(core_->mutex);
    return nothing_to_do(core_->state);
}

bool Scheduler::exchange(std::span<const Exchange> exchanges) {
    const std::lock_guard lock(core_->mutex);
    if (!nothing_to_do(core_->state)) return false;
    Snapshot& snapshot = core_->state.snapshot;
    for (const Exchange& exchange : exchanges) {
        if (interface_of(snapshot, exchange.module) != exchange.from) continue;
        snapshot.set(static_cast<std::size_t>(exchange.module), exchange.to);
    }
    return true;
}

void Scheduler::let_workers_tidy() {
    const std::lock_guard lock(core_->mutex);
    ++core_->tidied;
    core_->work.notify_all();
}

LoadedPtr Scheduler::loaded(ModuleId module) const {
    const std::lock_guard lock(core_->mutex);
    return record_of(core_->state, module).loaded.loaded;
}

}  // namespace krait::scheduler
