// bodies.cpp
//
// `chunks_left` counts instead of searching, so that a module of ten thousand functions costs ten
// thousand steps and not their square.

#include "scheduler/bodies.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "scheduler/interfaces.h"
#include "scheduler/protection.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

void count_left(ModuleRecord& record) {
    record.chunks_left = static_cast<std::uint32_t>(
        std::count_if(record.chunks.begin(), record.chunks.end(),
                      [](const ChunkRecord& chunk) { return !chunk.valid(); }));
}

/// In the order of the SCC, so that one worker always tells the same way. Costs what was completed
/// since the last time, not what the SCC holds.
void tell_scc(State& state, SccRecord& scc) {
    std::sort(scc.untold.begin(), scc.untold.end(), [&](ModuleId a, ModuleId b) {
        return record_of(state, a).member < record_of(state, b).member;
    });
    for (ModuleId module : scc.untold) {
        state.publisher.send(module, record_of(state, module).finished);
    }
    scc.untold.clear();
}

void mark_complete(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    if (record.complete) return;
    record.complete = true;
    ++state.modules_complete;
    SccRecord* scc = scc_of(state, record);
    --scc->members_left;
    if (state.publisher.order() == PublishOrder::Completion) {
        scc->untold.push_back(module);
        if (record.open || module == state.blocker) state.publisher.send(module, record.finished);
        if (scc->members_left == 0) tell_scc(state, *scc);
    }
    if (scc->members_left == 0) scc_is_complete(state, record.scc);
}

void queue_plan(State& state, ModuleId module, ModuleRecord& record) {
    if (record.plan_job) return;
    record.plan_job = make_job(JobKind::Plan, module);
    enqueue(state, record.plan_job);
}

void queue_bodies(State& state, ModuleId module, ModuleRecord& record) {
    for (std::size_t place = 0; place < record.chunks.size(); ++place) {
        ChunkRecord& chunk = record.chunks[place];
        if (chunk.valid() || chunk.job) continue;
        chunk.job = make_job(JobKind::Body, module);
        chunk.job->chunk = chunk.chunk;
        chunk.job->place = place;
        enqueue(state, chunk.job);
    }
}

void queue_finish(State& state, ModuleId module, ModuleRecord& record) {
    if (record.finish_job) return;
    record.finish_job = make_job(JobKind::Finish, module);
    enqueue(state, record.finish_job);
}

/// Without chunks: its interface could not be built, so that bodies would see nothing but `Any`.
void plan_nothing(State& state, ModuleId module) {
    drop_bodies(state, module);
    record_of(state, module).plan_stale = false;
}

void store_body(State& state, ChunkRecord& chunk, JobOutcome& outcome) {
    discard(state, chunk.payload);
    discard(state, chunk.reads);
    chunk.has_result = true;
    chunk.preemptions = 0;
    chunk.failed = outcome.status == JobStatus::Failed;
    chunk.payload = chunk.failed ? outcome.error : outcome.body.payload;
    chunk.reads = outcome.body.reads;
}

/// Takes over the results, and the jobs, whose keys are still there.
void replace_chunks(State& state, ModuleRecord& record, const std::vector<BodyChunk>& chunks) {
    std::vector<ChunkRecord> before = std::move(record.chunks);
    record.chunks.clear();
    std::unordered_map<base::Digest, std::size_t> place_of;
    for (std::size_t i = 0; i < before.size(); ++i) place_of.emplace(before[i].chunk.key, i);
    for (const BodyChunk& chunk : chunks) {
        ChunkRecord next;
        if (auto at = place_of.find(chunk.key); at != place_of.end()) {
            next = std::exchange(before[at->second], ChunkRecord{});
            place_of.erase(at);
        }
        next.chunk = chunk;
        if (next.job) {
            KRAIT_ASSERT(next.job->running, "no body is queued while its module's plan is stale");
            next.job->place = record.chunks.size();
        }
        record.chunks.push_back(std::move(next));
    }
    bool cancelled = false;
    for (ChunkRecord& gone : before) {
        cancelled |= gone.job && gone.job->running;
        abandon(state, gone.job);
        discard(state, gone.payload);
        discard(state, gone.reads);
    }
    count_left(record);
    if (cancelled) count_cancel(state, record.scc);
}

/// What the module has is what the current revision says: nothing is left to do but to say so.
bool is_done(State& state, ModuleId module, ModuleRecord& record, const SccRecord& scc) {
    if (record.loaded.library && state.blocker == ModuleId::None) {
        if (!record.chunks.empty()) drop_bodies(state, module);
        discard(state, record.finished);
        return true;
    }
    if (record.load_failed) {
        record.finished = record.load_error;
        return true;
    }
    if (scc.failed || module == state.blocker) {
        if (record.plan_stale || !record.chunks.empty()) plan_nothing(state, module);
    } else if (record.plan_stale) {
        queue_plan(state, module, record);
        return false;
    }
    if (record.chunks_left > 0) {
        queue_bodies(state, module, record);
        return false;
    }
    if (record.finished_version != record.parts_version) {
        queue_finish(state, module, record);
        return false;
    }
    return true;
}

/// Whether there are any.
template <class Concerned>
bool suspect_chunks(ModuleRecord& record, const Concerned& concerned) {
    bool any = false;
    for (ChunkRecord& chunk : record.chunks) {
        if (!chunk.has_result || !concerned(chunk)) continue;
        any = true;
        if (chunk.suspect) continue;
        chunk.suspect = true;
        ++record.chunks_left;
    }
    return any;
}

}  // namespace

ChunkRecord* chunk_of(ModuleRecord& record, const Job& job) {
    if (job.place >= record.chunks.size()) return nullptr;
    ChunkRecord& chunk = record.chunks[job.place];
    return chunk.job.get() == &job ? &chunk : nullptr;
}

void advance_module(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    const SccRecord* scc = scc_of(state, record);
    if (!scc || record.load != LoadState::Done || state.graph_stale) return;
    spread_unless_only(state, record.scc);
    if (state.blocker == ModuleId::None ? !scc->settled : module != state.blocker) return;
    if (is_done(state, module, record, *scc)) mark_complete(state, module);
}

void mark_incomplete(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    if (!record.complete) return;
    record.complete = false;
    --state.modules_complete;
    if (SccRecord* scc = scc_of(state, record)) ++scc->members_left;
    if (state.publisher.order() == PublishOrder::Program) state.publisher.rewind(module);
}

void withdraw_module(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    withdraw(state, record.plan_job);
    withdraw(state, record.finish_job);
    if (record.chunks_left == 0) return;
    for (ChunkRecord& chunk : record.chunks) withdraw(state, chunk.job);
}

void drop_bodies(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    abandon(state, record.plan_job);
    abandon(state, record.finish_job);
    if (!record.chunks.empty()) ++record.parts_version;
    for (ChunkRecord& chunk : record.chunks) {
        abandon(state, chunk.job);
        discard(state, chunk.payload);
        discard(state, chunk.reads);
    }
    record.chunks.clear();
    record.chunks_left = 0;
}

bool suspect_bodies(State& state, ModuleId module, ModuleId changed) {
    return suspect_chunks(record_of(state, module), [&](const ChunkRecord& chunk) {
        return module == changed ? chunk.reads != nullptr : reads_module(chunk.reads, changed);
    });
}

bool suspect_locating_bodies(State& state, ModuleId module, ModuleId changed) {
    return suspect_chunks(record_of(state, module), [&](const ChunkRecord& chunk) {
        return locates_in(chunk.reads, changed);
    });
}

void cancel_body(State& state, const Job& job) {
    ModuleRecord& record = record_of(state, job.module);
    ChunkRecord* chunk = chunk_of(record, job);
    if (!chunk) return;
    abandon(state, chunk->job);
    if (record.scc != kNoScc) count_cancel(state, record.scc);
    advance_module(state, job.module);
}

bool retry_failed_bodies(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    bool any = false;
    for (ChunkRecord& chunk : record.chunks) {
        if (!chunk.failed) continue;
        any = true;
        chunk.has_result = chunk.suspect = chunk.failed = false;
    }
    if (!any) return false;
    count_left(record);
    mark_incomplete(state, module);
    advance_module(state, module);
    return true;
}

void complete_plan(State& state, const Job& job, JobOutcome& outcome) {
    ModuleRecord& record = record_of(state, job.module);
    record.plan_job = nullptr;
    const bool current = job.loaded.front() == record.loaded.loaded &&
                         job.interfaces.front() == interface_of(state.snapshot, job.module);
    if (current) {
        record.plan_stale = false;
        ++record.parts_version;
        replace_chunks(state, record, outcome.chunks);
        if (outcome.status == JobStatus::Failed) {
            discard(state, record.finished);
            record.finished = outcome.error;
            record.finished_version = record.parts_version;
        }
    }
    advance_module(state, job.module);
}

void complete_body(State& state, const Job& job, JobOutcome& outcome) {
    ModuleRecord& record = record_of(state, job.module);
    ChunkRecord* chunk = chunk_of(record, job);
    if (!chunk) return;
    chunk->job = nullptr;
    if (outcome.status != JobStatus::Cancelled) {
        if (!chunk->valid()) --record.chunks_left;
        if (outcome.status != JobStatus::Verified) {
            store_body(state, *chunk, outcome);
            ++record.parts_version;
            remember_reads(state, job.module, chunk->reads);
            if (chunk->failed) state.failed.insert(job.module);
        }
        const bool own_stands =
            interface_of(job.snapshot, job.module) == interface_of(state.snapshot, job.module);
        const bool current = own_stands && reads_are_current(state, chunk->reads, job.epoch);
        chunk->suspect = chunk->reads && !current;
        if (!chunk->valid()) ++record.chunks_left;
        if (chunk->valid() && record.chunks_left > 0) return;  // the others are under way
    }
    advance_module(state, job.module);
}

void complete_finish(State& state, const Job& job, JobOutcome& outcome) {
    ModuleRecord& record = record_of(state, job.module);
    record.finish_job = nullptr;
    if (job.version == record.parts_version) {
        discard(state, record.finished);
        record.finished = outcome.status == JobStatus::Failed ? outcome.error : outcome.finished;
        record.finished_version = record.parts_version;
    }
    advance_module(state, job.module);
}

}  // namespace krait::scheduler
