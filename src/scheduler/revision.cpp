// revision.cpp

#include "scheduler/revision.h"

#include <algorithm>

#include "scheduler/bodies.h"
#include "scheduler/interfaces.h"
#include "scheduler/loads.h"
#include "scheduler/protection.h"
#include "scheduler/rebuild.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

constexpr std::uint8_t kNoTier = 0xFF;

/// Decides everything that can be decided.
void work_off(State& state) {
    for (;;) {
        (void)update_graph(state);
        resolve_all(state);
        for (ModuleId module : released_changes(state)) reload_module(state, module);
        if (state.to_resolve.empty() && !update_graph(state)) break;
    }
    if (state.cones_stale) update_cones(state);
    if (state.publisher.order() == PublishOrder::Program) {
        state.publisher.advance([&](ModuleId module) -> const PayloadPtr* {
            const ModuleRecord& record = record_of(state, module);
            return record.complete ? &record.finished : nullptr;
        });
    }
    if (nothing_to_do(state) && !state.told_idle) {
        state.told_idle = true;
        state.publisher.idle(state.revision);
    }
}

void change_roots(State& state, std::vector<ModuleId>& known, const std::vector<ModuleId>& roots) {
    if (roots == known) return;
    known = roots;
    state.graph_stale = true;
    for (ModuleId module : roots) want_module(state, module, kNoTier);
}

void change_open(State& state, const Changes& changes) {
    std::vector<ModuleId> concerned = state.open;
    if (state.focus != ModuleId::None) concerned.push_back(state.focus);
    if (changes.open) {
        for (ModuleId module : state.open) record_of(state, module).open = false;
        state.open = *changes.open;
        for (ModuleId module : state.open) record_of(state, module).open = true;
        if (!state.graph_whole) state.graph_stale = true;
    }
    if (changes.focus) state.focus = *changes.focus;
    concerned.insert(concerned.end(), state.open.begin(), state.open.end());
    if (state.focus != ModuleId::None) concerned.push_back(state.focus);
    for (ModuleId module : concerned) {
        requeue_module(state, module);
        const ModuleRecord& record = record_of(state, module);
        const bool at_once = state.publisher.order() == PublishOrder::Completion;
        if (at_once && record.open && record.complete) {
            state.publisher.send(module, record.finished);
        }
    }
    state.cones_stale = true;
}

/// What is being read at the moment may have looked for names before they came or went, and nobody
/// knows yet what it looks for.
void read_again(State& state) {
    std::vector<ModuleId> reading;
    for (const JobPtr& job : state.running) {
        if (job->kind == JobKind::Load) reading.push_back(job->module);
    }
    for (ModuleId module : reading) reload_module(state, module);
}

void change_module(State& state, ModuleId module) {
    if (!hold_change(state, module)) reload_module(state, module);
}

void pin_interface(State& state, Job& job) {
    const SccRecord& scc = *scc_of(state, record_of(state, job.module));
    job.modules = scc.members;
    bool same = scc.has_result && !scc.failed;
    for (std::size_t i = 0; i < scc.members.size(); ++i) {
        const ModuleRecord& record = record_of(state, scc.members[i]);
        job.loaded.push_back(record.loaded.loaded);
        job.shapes.push_back({record.loaded.shape, record.loaded.places});
        job.interfaces.push_back(interface_of(state.snapshot, scc.members[i]));
        same = same && same_shape(record, scc.shapes[i]);
    }
    if (same) job.verify = scc.reads;
    if (scc.has_result && !scc.failed) job.previous = scc.reads;
}

void pin_body(State& state, Job& job) {
    const ChunkRecord& chunk = record_of(state, job.module).chunks[job.place];
    if (chunk.has_result && !chunk.failed) job.verify = chunk.reads;
}

void pin_parts(State& state, Job& job) {
    const ModuleRecord& record = record_of(state, job.module);
    job.version = record.parts_version;
    if (state.blocker == ModuleId::None) job.interface_payload = record.interface_payload;
    for (const ChunkRecord& chunk : record.chunks) {
        job.chunks.push_back(chunk.chunk);
        job.bodies.push_back(chunk.payload);
    }
}

}  // namespace

void apply_changes(State& state, const Changes& changes) {
    ++state.revision;
    state.told_idle = false;
    // Who is looked at comes first: the loads below get their places by it.
    if (changes.open || changes.focus) change_open(state, changes);
    if (changes.roots) change_roots(state, state.roots.program, *changes.roots);
    if (changes.extra_roots) change_roots(state, state.roots.extra, *changes.extra_roots);
    for (ModuleId module : changes.modules) change_module(state, module);
    if (!changes.names.empty()) read_again(state);
    for (base::Name name : changes.names) {
        for (ModuleId module : seekers_of(state, name)) change_module(state, module);
    }
    work_off(state);
}

JobPtr take_job(State& state, std::size_t place) {
    JobPtr job = state.ready.take(place);
    job->running = true;
    job->revision = state.revision;
    job->epoch = state.epoch;
    state.running.push_back(job);
    if (job->kind == JobKind::Load) return job;
    if (job->kind == JobKind::Interface) {
        job->snapshot = state.snapshot;
        pin_interface(state, *job);
        return job;
    }
    job->loaded.push_back(record_of(state, job->module).loaded.loaded);
    if (job->kind == JobKind::Plan) {
        job->interfaces.push_back(interface_of(state.snapshot, job->module));
    } else if (job->kind == JobKind::Body) {
        job->snapshot = state.snapshot;
        pin_body(state, *job);
    } else {
        pin_parts(state, *job);
    }
    return job;
}

void complete_job(State& state, const JobPtr& job, JobOutcome& outcome) {
    if (job->abandoned) return;
    std::erase(state.running, job);
    switch (job->kind) {
        case JobKind::Load:
            complete_load(state, *job, outcome);
            break;
        case JobKind::Interface:
            complete_interface(state, *job, outcome);
            break;
        case JobKind::Plan:
            complete_plan(state, *job, outcome);
            break;
        case JobKind::Body:
            complete_body(state, *job, outcome);
            break;
        case JobKind::Finish:
            complete_finish(state, *job, outcome);
            break;
    }
    work_off(state);
}

bool nothing_to_do(const State& state) {
    return state.ready.empty() && state.running.empty() && state.loads_waiting == 0 &&
           state.held.modules.empty();
}

Progress progress_of(const State& state) {
    Progress progress;
    progress.modules_done = state.modules_complete;
    progress.modules_total = state.modules_known;
    if (state.running.empty()) return progress;
    const Job& longest = *state.running.front();
    progress.waiting_for = longest.module;
    if (longest.kind == JobKind::Interface) {
        progress.waiting_modules = static_cast<std::uint32_t>(longest.modules.size());
    }
    return progress;
}

}  // namespace krait::scheduler
