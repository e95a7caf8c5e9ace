#include "scheduler/preemption.h"

#include "scheduler/bodies.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

constexpr std::uint8_t kMostPreemptions = 3;  // of one body, until it was checked

/// The body that `job` checks, if it can wait.
ChunkRecord* body_that_can_wait(State& state, const Job& job) {
    if (job.kind != JobKind::Body || !is_background(state, job.module)) return nullptr;
    ChunkRecord* chunk = chunk_of(record_of(state, job.module), job);
    return chunk != nullptr && chunk->preemptions < kMostPreemptions ? chunk : nullptr;
}

}  // namespace

void make_room(State& state) {
    const Job* waiting = state.ready.first();
    if (waiting == nullptr || !is_urgent(waiting->key)) return;
    Job* victim = nullptr;
    for (const JobPtr& job : state.running) {
        if (job->cancellation.token().cancelled()) return;  // one is on its way
        if (body_that_can_wait(state, *job) == nullptr) continue;
        const bool is_longer = victim == nullptr || job->chunk.size_hint > victim->chunk.size_hint;
        if (is_longer) victim = job.get();
    }
    if (victim == nullptr) return;
    ++body_that_can_wait(state, *victim)->preemptions;
    victim->cancellation.cancel();
}

}  // namespace krait::scheduler
