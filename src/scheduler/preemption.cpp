#include "scheduler/preemption.h"

#include "scheduler/bodies.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

constexpr std::uint8_t kMostPreemptions = 3;  // of one body or SCC, until there is a result

/// How often what `job` does was given up already; null if it mustn't be.
std::uint8_t* times_given_up(State& state, const Job& job) {
    ModuleRecord& record = record_of(state, job.module);
    SccRecord* scc = scc_of(state, record);
    if (scc == nullptr || scc->is_protected) return nullptr;  // changes may wait for it
    if (job.kind == JobKind::Interface) {
        return scc->job.get() == &job && scc->cone == Cone::None ? &scc->preemptions : nullptr;
    }
    if (job.kind != JobKind::Body || !is_background(state, job.module)) return nullptr;
    ChunkRecord* chunk = chunk_of(record, job);
    return chunk != nullptr ? &chunk->preemptions : nullptr;
}

bool can_wait(State& state, const Job& job) {
    const std::uint8_t* times = times_given_up(state, job);
    return times != nullptr && *times < kMostPreemptions;
}

/// Whether less is lost with `job`, or more is gained.
bool is_better_victim(const Job& job, const Job& than) {
    if (job.kind != than.kind) return job.kind == JobKind::Body;
    return job.chunk.size_hint > than.chunk.size_hint;
}

}  // namespace

void make_room(State& state) {
    const Job* waiting = state.ready.first();
    if (waiting == nullptr || !is_urgent(waiting->key)) return;
    Job* victim = nullptr;
    for (const JobPtr& job : state.running) {
        if (job->cancellation.token().cancelled()) return;  // one is on its way
        if (!can_wait(state, *job)) continue;
        if (victim == nullptr || is_better_victim(*job, *victim)) victim = job.get();
    }
    if (victim == nullptr) return;
    ++*times_given_up(state, *victim);
    victim->cancellation.cancel();
}

}  // namespace krait::scheduler
