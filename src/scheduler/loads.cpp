// loads.cpp
//
// A new version that has the same shape and imports (somebody typed in a function) touches neither
// the graph nor an interface: only the plan of the module's bodies is made again.

#include "scheduler/loads.h"

#include <algorithm>

#include "scheduler/bodies.h"
#include "scheduler/import_edit.h"
#include "scheduler/interfaces.h"
#include "scheduler/protection.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

void queue_load(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    record.load = LoadState::Waiting;
    ++state.loads_waiting;
    record.load_job = make_job(JobKind::Load, module);
    enqueue(state, record.load_job);
}

void forget_lookups(State& state, ModuleId module, const std::vector<base::Name>& names) {
    for (base::Name name : names) {
        auto at = state.lookups.find(name);
        if (at == state.lookups.end()) continue;
        at->second.erase(module);
        if (at->second.empty()) state.lookups.erase(at);
    }
}

void replace_lookups(State& state, ModuleId module, const std::vector<base::Name>& before,
                     const std::vector<base::Name>& now) {
    if (before == now) return;
    forget_lookups(state, module, before);
    for (base::Name name : now) state.lookups[name].insert(module);
}

/// Where imports lead is given to an interface job too, although the text doesn't show it. Ids are
/// fit for this digest because it never leaves the process.
base::Digest shape_with_imports(const LoadResult& loaded) {
    base::Hasher hasher;
    hasher.add(loaded.shape);
    for (const Import& import : loaded.imports) {
        hasher.add(static_cast<std::uint64_t>(import.module));
        hasher.add(static_cast<std::uint64_t>(import.priority));
    }
    return hasher.finish();
}

/// The interface job that is queued or running was, or would be, given another shape.
void check_shape(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    SccRecord* scc = scc_of(state, record);
    if (!scc) return;
    const bool stands = scc->has_result && same_shape(record, scc->shapes[record.member]);
    if (scc->job && scc->job->running && !same_shape(record, scc->job->shapes[record.member])) {
        cancel_scc(state, record.scc);
    }
    if (stands) {
        move_interface(state, module);
    } else {
        unsettle(state, record.scc);
    }
    request_resolve(state, record.scc);
}

}  // namespace

void want_module(State& state, ModuleId module, std::uint8_t tier) {
    hurry_loads(state, module, tier);
    if (record_of(state, module).load != LoadState::Absent) return;
    ++state.modules_known;
    queue_load(state, module);
}

void reload_module(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    if (record.load == LoadState::Absent) return;
    if (record.load == LoadState::Waiting) {
        if (!record.load_job->running) return;  // it will read the newest text when it runs
        abandon(state, record.load_job);
        --state.loads_waiting;
        if (record.scc != kNoScc) count_cancel(state, record.scc);
    }
    withdraw_module(state, module);
    mark_incomplete(state, module);
    if (SccRecord* scc = scc_of(state, record)) withdraw(state, scc->job);
    queue_load(state, module);
}

std::vector<ModuleId> seekers_of(State& state, base::Name name) {
    auto at = state.lookups.find(name);
    if (at == state.lookups.end()) return {};
    std::vector<ModuleId> seekers(at->second.begin(), at->second.end());
    std::sort(seekers.begin(), seekers.end());
    return seekers;
}

void complete_load(State& state, const Job& job, JobOutcome& outcome) {
    const ModuleId module = job.module;
    ModuleRecord& record = record_of(state, module);
    record.load_job = nullptr;
    record.load = LoadState::Done;
    --state.loads_waiting;

    discard(state, record.load_error);
    record.load_failed = outcome.status == JobStatus::Failed;
    record.load_error = outcome.error;

    LoadResult before = std::move(record.loaded);
    record.loaded = std::move(outcome.load);
    record.loaded.shape = shape_with_imports(record.loaded);
    const LoadResult& now = record.loaded;
    replace_lookups(state, module, before.lookups, now.lookups);
    discard(state, before.loaded);
    record.plan_stale = true;
    ++record.parts_version;

    if (record.scc == kNoScc) {
        state.graph_stale = state.graph_stale || state.graph_whole;
    } else if (before.blocks != now.blocks || before.library != now.library ||
               (before.imports != now.imports && !edit_imports(state, module, before.imports))) {
        state.graph_stale = true;
    }
    const std::uint8_t tier = std::min(job.key.tier, record.load_tier);
    for (std::size_t i = 0; i < record.loaded.imports.size(); ++i) {
        want_module(state, record.loaded.imports[i].module, tier);
    }
    check_shape(state, module);
    advance_module(state, module);
}

void forget_module(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    if (record.load == LoadState::Absent) return;
    --state.modules_known;
    mark_incomplete(state, module);
    if (record.load == LoadState::Waiting) --state.loads_waiting;
    abandon(state, record.load_job);
    drop_bodies(state, module);
    forget_lookups(state, module, record.loaded.lookups);
    lose_interface(state, module);
    discard(state, record.interface_payload);
    discard(state, record.loaded.loaded);
    discard(state, record.load_error);
    state.publisher.send(module, nullptr);
    const bool open = record.open;
    const std::uint64_t changed_epoch = record.changed_epoch;
    const std::uint64_t moved_epoch = record.moved_epoch;
    state.failed.erase(module);
    record = ModuleRecord{};
    record.open = open;
    record.changed_epoch = changed_epoch;
    record.moved_epoch = moved_epoch;
}

}  // namespace krait::scheduler
