// urgency.cpp
//
// Tiers are inherited downwards through unsettled SCCs only: what is settled needs no job, and
// nothing below it does. So a change of focus costs what is left to do for it, not the graph.

#include "scheduler/urgency.h"

#include <algorithm>

namespace krait::scheduler {

namespace {

constexpr std::uint8_t kFocusInterfaces = 0;
constexpr std::uint8_t kFocusBodies = 1;
constexpr std::uint8_t kOpenInterfaces = 2;
constexpr std::uint8_t kOpenBodies = 3;
constexpr std::uint8_t kAgain = 4;
constexpr std::uint8_t kRest = 5;

/// Until an SCC's time was measured, a byte of source counts as this many nanoseconds.
constexpr std::uint64_t kNanosecondsPerByte = 100;

std::uint8_t interface_tier(const SccRecord& scc) {
    if (scc.cone == Cone::Focus) return kFocusInterfaces;
    if (scc.cone == Cone::Open) return kOpenInterfaces;
    return scc.has_result ? kAgain : kRest;
}

std::uint8_t body_tier(const State& state, const ModuleRecord& record, ModuleId module) {
    if (module == state.focus) return kFocusBodies;
    if (record.open) return kOpenBodies;
    return record.finished ? kAgain : kRest;
}

std::uint8_t load_tier(const State& state, const ModuleRecord& record, ModuleId module) {
    // Until a changed text is loaded nobody knows what it changes; what runs meanwhile may be in
    // vain.
    if (record.loaded.loaded || module == state.focus) return kFocusInterfaces;
    if (record.open) return kOpenInterfaces;
    return std::min(record.load_tier, kRest);
}

std::uint8_t step_of(JobKind kind) {
    switch (kind) {
        case JobKind::Load:
            return 0;
        case JobKind::Finish:
            return 1;
        case JobKind::Plan:
            return 2;
        case JobKind::Interface:
        case JobKind::Body:
            return 3;
    }
    return 3;
}

ReadyKey key_of(State& state, const Job& job) {
    const ModuleRecord& record = record_of(state, job.module);
    const SccRecord* scc = scc_of(state, record);
    ReadyKey key;
    key.step = step_of(job.kind);
    key.relaxed = !job.chunk.urgent;
    key.path_left = ~std::uint64_t{0};
    key.order = record.scc;
    // Of one SCC's jobs, the last steps first.
    key.kind = static_cast<std::uint8_t>(0xFF - static_cast<unsigned>(job.kind));
    key.serial = state.next_serial++;
    if (job.kind == JobKind::Load) {
        key.tier = load_tier(state, record, job.module);
    } else if (job.kind == JobKind::Interface && scc) {
        key.tier = interface_tier(*scc);
        key.path_left -= scc->path_left;
    } else {
        key.tier = body_tier(state, record, job.module);
    }
    return key;
}

void forget_cones(State& state) {
    for (auto& cone : state.cones) {
        for (std::uint32_t scc : cone) {
            if (scc < state.sccs.size()) state.sccs[scc].cone = Cone::None;
        }
    }
}

void grow_cone(State& state, ModuleId from, Cone cone, std::vector<std::uint32_t>& found) {
    if (from == ModuleId::None) return;
    const std::uint32_t start = record_of(state, from).scc;
    if (start == kNoScc) return;
    std::vector<std::uint32_t> todo{start};
    while (!todo.empty()) {
        const std::uint32_t scc = todo.back();
        todo.pop_back();
        SccRecord& record = state.sccs[scc];
        if (record.settled || record.cone <= cone) continue;
        record.cone = cone;
        found.push_back(scc);
        for (std::uint32_t dependency : state.graph.dependencies[scc]) todo.push_back(dependency);
    }
}

}  // namespace

JobPtr make_job(JobKind kind, ModuleId module) {
    auto job = std::make_shared<Job>();
    job->kind = kind;
    job->module = module;
    return job;
}

void enqueue(State& state, const JobPtr& job) {
    job->key = key_of(state, *job);
    state.ready.add(job);
}

void requeue(State& state, const JobPtr& job) {
    state.ready.remove(*job);
    enqueue(state, job);
}

void hurry_loads(State& state, ModuleId from, std::uint8_t tier) {
    std::vector<ModuleId> todo{from};
    while (!todo.empty()) {
        ModuleRecord& record = record_of(state, todo.back());
        todo.pop_back();
        if (tier >= record.load_tier) continue;
        record.load_tier = tier;
        if (record.load_job && !record.load_job->running) requeue(state, record.load_job);
        if (state.graph_whole && state.loads_waiting == 0) continue;
        for (const Import& import : record.loaded.imports) todo.push_back(import.module);
    }
}

bool is_for_open_modules(State& state, const Job& load) {
    return load_tier(state, record_of(state, load.module), load.module) < kAgain;
}

bool is_urgent(const ReadyKey& key) {
    return key.tier < kAgain;
}

bool is_background(State& state, ModuleId module) {
    return body_tier(state, record_of(state, module), module) >= kAgain;
}

void abandon(State& state, JobPtr& job) {
    if (!job) return;
    if (job->running) {
        job->cancellation.cancel();
        std::erase(state.running, job);
    } else {
        state.ready.remove(*job);
    }
    job->abandoned = true;
    job = nullptr;
}

void withdraw(State& state, JobPtr& job) {
    if (job && !job->running) abandon(state, job);
}

void measure_paths(State& state) {
    const std::uint32_t count = state.graph.scc_count();
    const unsigned workers = std::max(1U, state.options.workers);
    std::vector<std::uint64_t> own(count);
    std::vector<std::uint64_t> after(count);
    std::vector<std::uint64_t> before(count);
    std::uint64_t total = 0;
    for (std::uint32_t scc = 0; scc < count; ++scc) {
        own[scc] = state.sccs[scc].nanoseconds;
        if (own[scc] == 0) {
            for (ModuleId module : state.sccs[scc].members) {
                own[scc] += record_of(state, module).loaded.size_hint * kNanosecondsPerByte;
            }
        }
        total += own[scc];
        for (std::uint32_t dependency : state.graph.dependencies[scc]) {
            before[scc] = std::max(before[scc], before[dependency] + own[dependency]);
        }
    }
    for (std::uint32_t scc = count; scc-- > 0;) {
        after[scc] += own[scc];
        for (std::uint32_t dependency : state.graph.dependencies[scc]) {
            after[dependency] = std::max(after[dependency], after[scc]);
        }
        const bool may_decide = workers > 1 && before[scc] + after[scc] > total / (2 * workers);
        state.sccs[scc].path_left = may_decide ? after[scc] : 0;
    }
}

void update_cones(State& state) {
    state.cones_stale = false;
    std::array<std::vector<std::uint32_t>, 2> found;
    forget_cones(state);
    grow_cone(state, state.focus, Cone::Focus, found[0]);
    for (ModuleId module : state.open) grow_cone(state, module, Cone::Open, found[1]);
    found.swap(state.cones);
    for (const auto* cones : {&found, &state.cones}) {
        for (const auto& cone : *cones) {
            for (std::uint32_t scc : cone) {
                if (scc >= state.sccs.size()) continue;
                const JobPtr& job = state.sccs[scc].job;
                if (job && !job->running) requeue(state, job);
            }
        }
    }
}

void requeue_module(State& state, ModuleId module) {
    ModuleRecord& record = record_of(state, module);
    for (const JobPtr& job : {record.load_job, record.plan_job, record.finish_job}) {
        if (job && !job->running) requeue(state, job);
    }
    for (const ChunkRecord& chunk : record.chunks) {
        if (chunk.job && !chunk.job->running) requeue(state, chunk.job);
    }
    if (module == state.focus) {
        hurry_loads(state, module, kFocusInterfaces);
    } else if (record.open) {
        hurry_loads(state, module, kOpenInterfaces);
    }
}

}  // namespace krait::scheduler
