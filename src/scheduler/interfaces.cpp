// interfaces.cpp
//
// A result is stored and its interfaces are put into the snapshot the moment it arrives, even if it
// turns out that it has to be asked again (its dependencies moved while it ran). That is safe
// because nobody who starts now reads an unsettled SCC; and it is useful because the question is
// cheap and the answer is mostly yes.

#include "scheduler/interfaces.h"

#include <algorithm>
#include <span>
#include <utility>

#include "scheduler/bodies.h"
#include "scheduler/protection.h"
#include "scheduler/urgency.h"

namespace krait::scheduler {

namespace {

bool shapes_match(State& state, const SccRecord& scc) {
    for (std::size_t i = 0; i < scc.members.size(); ++i) {
        if (!same_shape(record_of(state, scc.members[i]), scc.shapes[i])) return false;
    }
    return true;
}

void set_unsettled(State& state, std::uint32_t index) {
    state.sccs[index].settled = false;
    state.sccs[index].untold.clear();  // all of its modules will be completed again
    for (ModuleId module : state.sccs[index].members) {
        withdraw_module(state, module);
        mark_incomplete(state, module);
    }
}

/// Tells the dependents of an unsettled SCC that they have one more to wait for.
void spread(State& state, std::uint32_t from) {
    std::vector<std::uint32_t> todo{from};
    while (!todo.empty()) {
        const std::uint32_t index = todo.back();
        todo.pop_back();
        for (std::uint32_t dependent : state.graph.dependents[index]) {
            SccRecord& other = state.sccs[dependent];
            ++other.waiting;
            withdraw(state, other.job);
            if (!other.settled) continue;
            set_unsettled(state, dependent);
            todo.push_back(dependent);
        }
    }
    state.cones_stale = true;
}

void settle(State& state, std::uint32_t index) {
    SccRecord& scc = state.sccs[index];
    scc.settled = true;
    if (state.quiet == index) {
        state.quiet = kNoScc;
    } else {
        for (std::uint32_t dependent : state.graph.dependents[index]) {
            if (--state.sccs[dependent].waiting == 0) request_resolve(state, dependent);
        }
    }
    for (ModuleId module : scc.members) advance_module(state, module);
}

void queue_interface(State& state, SccRecord& scc) {
    scc.job = make_job(JobKind::Interface, scc.members.front());
    enqueue(state, scc.job);
}

void resolve(State& state, std::uint32_t index) {
    SccRecord& scc = state.sccs[index];
    if (scc.settled || scc.waiting > 0 || scc.job) return;
    if (state.graph_stale || state.blocker != ModuleId::None) return;
    for (ModuleId module : scc.members) {
        const ModuleRecord& record = record_of(state, module);
        if (record.load != LoadState::Done) return;
        if (record.load_failed) {  // imports nothing, so it is alone; nobody sees anything in it
            scc.has_result = false;
            lose_interface(state, module);
            settle(state, index);
            return;
        }
    }
    if (scc.has_result && !scc.suspect && shapes_match(state, scc)) {
        settle(state, index);
        return;
    }
    spread_unless_only(state, index);
    if (scc.waiting == 0) queue_interface(state, scc);
}

/// Who has to be asked whether it saw what changed.
struct Suspects {
    std::vector<ModuleId> bodies;      ///< modules with suspected chunks
    std::vector<ModuleId> interfaces;  ///< a module of each suspected SCC
};

void suspect_readers(State& state, ModuleId module, Suspects& suspects) {
    ModuleRecord& changed = record_of(state, module);
    for (auto at = changed.readers.begin(); at != changed.readers.end();) {
        const ModuleId reader = *at;
        ModuleRecord& record = record_of(state, reader);
        const bool bodies = suspect_bodies(state, reader, module);
        SccRecord* scc = scc_of(state, record);
        const bool interface = scc && reads_module(scc->reads, module);
        if (bodies) suspects.bodies.push_back(reader);
        if (interface) {
            scc->suspect = true;
            suspects.interfaces.push_back(reader);
        }
        at = bodies || interface ? std::next(at) : changed.readers.erase(at);
    }
}

/// The same for those that looked up where something in the module stands.
void suspect_locators(State& state, ModuleId module, Suspects& suspects) {
    for (ModuleId reader : record_of(state, module).readers) {
        if (suspect_locating_bodies(state, reader, module)) suspects.bodies.push_back(reader);
        SccRecord* scc = scc_of(state, record_of(state, reader));
        if (!scc || !locates_in(scc->reads, module)) continue;
        scc->suspect = true;
        suspects.interfaces.push_back(reader);
    }
}

/// Has the suspects asked: at once, or when what they depend on is settled.
void pursue(State& state, const Suspects& suspects) {
    for (ModuleId module : suspects.interfaces) {
        const std::uint32_t scc = record_of(state, module).scc;
        unsettle(state, scc);
        request_resolve(state, scc);
    }
    for (ModuleId module : suspects.bodies) {
        mark_incomplete(state, module);
        advance_module(state, module);
    }
}

bool imports_a_changing_module(State& state, const ModuleRecord& record) {
    return std::any_of(
        record.loaded.imports.begin(), record.loaded.imports.end(),
        [&](const Import& import) { return record_of(state, import.module).changing; });
}

/// Jobs that run on an older snapshot and import what changed most likely run in vain; and what
/// failed has no reads to ask, so it runs again whenever something that it imports changes.
void disturb_importers(State& state, std::uint32_t index) {
    const std::vector<JobPtr> running = state.running;
    for (const JobPtr& job : running) {
        const std::uint32_t other = record_of(state, job->module).scc;
        if (job->kind == JobKind::Body) {
            ModuleRecord& record = record_of(state, job->module);
            if (record.changing || imports_a_changing_module(state, record)) {
                cancel_body(state, *job);
            }
        } else if (job->kind == JobKind::Interface && other != index) {
            const auto& modules = job->modules;
            if (std::any_of(modules.begin(), modules.end(), [&](ModuleId module) {
                    return imports_a_changing_module(state, record_of(state, module));
                })) {
                cancel_scc(state, other);
                request_resolve(state, other);
            }
        }
    }
    for (ModuleId module : std::vector<ModuleId>(state.failed.begin(), state.failed.end())) {
        ModuleRecord& record = record_of(state, module);
        if (!record.changing && !imports_a_changing_module(state, record)) continue;
        const bool bodies = retry_failed_bodies(state, module);
        SccRecord* scc = scc_of(state, record);
        if (!bodies && !(scc && scc->failed)) state.failed.erase(module);
        if (!scc || !scc->failed || record.scc == index) continue;
        scc->suspect = true;
        unsettle(state, record.scc);
        request_resolve(state, record.scc);
    }
}

/// Puts the SCC's new interfaces into the snapshot, all at once, and sees to who is concerned.
void publish(State& state, std::uint32_t index, std::vector<InterfacePtr>& interfaces) {
    const std::vector<ModuleId> members = state.sccs[index].members;
    std::vector<ModuleId> changed;
    std::vector<ModuleId> moved;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto slot = static_cast<std::size_t>(members[i]);
        InterfacePtr before = state.snapshot[slot];
        ModuleRecord& record = record_of(state, members[i]);
        InterfacePtr now = interfaces[i];
        if (now && same_shape(record, state.sccs[index].shapes[i])) {
            now = state.engine.moved(now, record.loaded.loaded);
        }
        if (before == now) continue;
        state.snapshot.set(slot, now);
        record.plan_stale = true;
        if (!before || !now || !before->same_inside(*now)) {
            suspect_bodies(state, members[i], members[i]);
        }
        if (!before || !now || before->fingerprint() != now->fingerprint()) {
            changed.push_back(members[i]);
            record.changing = true;
            record.changed_epoch = state.epoch + 1;
        } else if (before->places() != now->places()) {
            moved.push_back(members[i]);
            record.moved_epoch = state.epoch + 1;
        }
        discard(state, before);
    }
    if (changed.empty() && moved.empty()) return;
    ++state.epoch;
    Suspects suspects;
    for (ModuleId module : changed) suspect_readers(state, module, suspects);
    for (ModuleId module : moved) suspect_locators(state, module, suspects);
    // If the SCC settles now, its dependents needn't be told that it ever was not; only those of
    // the suspects will.
    resolve(state, index);
    disturb_importers(state, index);
    pursue(state, suspects);
    for (ModuleId module : changed) record_of(state, module).changing = false;
}

void store_failure(State& state, SccRecord& scc, JobOutcome& outcome) {
    outcome.interface.interfaces.assign(scc.members.size(), nullptr);
    outcome.interface.payloads.assign(scc.members.size(), nullptr);
    outcome.interface.payloads.front() = outcome.error;
    scc.failed = true;
    state.failed.insert(scc.members.begin(), scc.members.end());
}

}  // namespace

bool same_shape(const ModuleRecord& record, const Shape& shape) {
    return record.loaded.shape == shape.shape &&
           (!record.holds_places || record.loaded.places == shape.places);
}

void move_interface(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    InterfacePtr before = interface_of(state.snapshot, module);
    if (!before || !record.loaded.loaded) return;
    InterfacePtr now = state.engine.moved(before, record.loaded.loaded);
    if (now == before) return;
    state.snapshot.set(static_cast<std::size_t>(module), now);
    discard(state, before);
    record.moved_epoch = ++state.epoch;
    Suspects suspects;
    suspect_locators(state, module, suspects);
    pursue(state, suspects);
}

bool locates_in(const ReadsPtr& reads, ModuleId module) {
    if (!reads) return false;
    const std::span<const ModuleId> modules = reads->located();
    return std::binary_search(modules.begin(), modules.end(), module);
}

bool reads_module(const ReadsPtr& reads, ModuleId module) {
    if (!reads) return false;
    const std::span<const ModuleId> modules = reads->modules();
    return std::binary_search(modules.begin(), modules.end(), module);
}

void remember_reads(State& state, ModuleId reader, const ReadsPtr& reads) {
    if (!reads) return;
    for (ModuleId module : reads->modules()) record_of(state, module).readers.insert(reader);
}

void unsettle(State& state, std::uint32_t start) {
    if (!state.sccs[start].settled) return;
    state.cones_stale = true;
    set_unsettled(state, start);
    const bool alone = state.ready.empty() && state.running.empty() && state.quiet == kNoScc;
    if (alone) {
        state.quiet = start;
    } else {
        spread(state, start);
    }
}

void spread_unless_only(State& state, std::uint32_t scc) {
    if (state.quiet == kNoScc || state.quiet == scc) return;
    spread(state, std::exchange(state.quiet, kNoScc));
}

void lose_interface(State& state, ModuleId module) {
    InterfacePtr before = interface_of(state.snapshot, module);
    if (!before) return;
    state.snapshot.set(static_cast<std::size_t>(module), nullptr);
    discard(state, before);
    record_of(state, module).changed_epoch = ++state.epoch;
    Suspects suspects;
    suspect_readers(state, module, suspects);
    pursue(state, suspects);
}

void request_resolve(State& state, std::uint32_t scc) {
    state.to_resolve.push_back(scc);
}

void resolve_all(State& state) {
    while (!state.to_resolve.empty()) {
        const std::uint32_t scc = state.to_resolve.back();
        state.to_resolve.pop_back();
        resolve(state, scc);
    }
}

void cancel_scc(State& state, std::uint32_t index) {
    abandon(state, state.sccs[index].job);
    count_cancel(state, index);
}

bool reads_are_current(State& state, const ReadsPtr& reads, std::uint64_t epoch) {
    if (!reads) return true;
    const std::span<const ModuleId> modules = reads->modules();
    const std::span<const ModuleId> located = reads->located();
    return std::all_of(
               modules.begin(), modules.end(),
               [&](ModuleId module) { return record_of(state, module).changed_epoch <= epoch; }) &&
           std::all_of(located.begin(), located.end(), [&](ModuleId module) {
               return record_of(state, module).moved_epoch <= epoch;
           });
}

void complete_interface(State& state, const Job& job, JobOutcome& outcome) {
    const std::uint32_t index = record_of(state, job.module).scc;
    SccRecord& scc = state.sccs[index];
    scc.job = nullptr;
    request_resolve(state, index);
    if (outcome.status == JobStatus::Cancelled) return;
    scc.preemptions = 0;
    scc.nanoseconds = outcome.nanoseconds;
    if (outcome.status == JobStatus::Verified) {
        scc.suspect = !reads_are_current(state, scc.reads, job.epoch);
        return;
    }
    scc.failed = false;
    if (outcome.status == JobStatus::Failed) store_failure(state, scc, outcome);
    discard(state, scc.reads);
    scc.reads = outcome.interface.reads;
    scc.shapes = job.shapes;
    scc.has_result = true;
    scc.suspect = !reads_are_current(state, scc.reads, job.epoch);
    remember_reads(state, scc.members.front(), scc.reads);
    for (std::size_t i = 0; i < scc.members.size(); ++i) {
        ModuleRecord& record = record_of(state, scc.members[i]);
        if (record.interface_payload != outcome.interface.payloads[i]) {
            discard(state, record.interface_payload);
            record.interface_payload = outcome.interface.payloads[i];
            ++record.parts_version;
        }
        const InterfacePtr& interface = outcome.interface.interfaces[i];
        record.holds_places = interface && interface->holds_places();
    }
    publish(state, index, outcome.interface.interfaces);
}

}  // namespace krait::scheduler
