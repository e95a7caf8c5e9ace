// state.h
//
// Everything the scheduler knows, as plain records: no method, no thread, no policy. All of it is
// read and written under the scheduler's one lock, by the functions of loads.h, rebuild.h,
// interfaces.h, bodies.h, urgency.h and protection.h; none of them waits, calls a listener, or asks
// the engine for more than a fingerprint, a name or the order of a cycle. One lock is enough
// because a job takes milliseconds and what is done here for it takes microseconds.
//
// How a revision is worked off. An SCC is *settled* if its published interfaces are those of the
// current revision, and so are those of everything it depends upon. An edit unsettles an SCC and,
// with counters, whatever depends on it. When the last unsettled dependency of an SCC settles, it
// is *resolved*: its old result stands if nothing it was given changed and nothing it read is
// suspected; if something is suspected, a job asks the reads; if they don't match, the job builds
// anew. Fingerprints that come out equal raise no suspicion, so an edit spreads as far as its
// effects and no further. Only the counting, a few nanoseconds an SCC, goes to all dependents: it
// is what keeps a module from being checked twice because two of its dependencies change one after
// the other.

#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scheduler/job.h"
#include "scheduler/module_graph.h"
#include "scheduler/options.h"
#include "scheduler/publisher.h"
#include "scheduler/ready_queue.h"

namespace krait::scheduler {

inline constexpr std::uint32_t kNoScc = 0xFFFF'FFFF;

/// One body chunk of the current plan, with the newest result for its key.
struct ChunkRecord {
    BodyChunk chunk;
    PayloadPtr payload;
    ReadsPtr reads;
    bool has_result = false;
    bool suspect = false;  ///< something it read may have changed; implies has_result
    bool failed = false;   ///< an internal error: has no reads, runs again when anything changes
    JobPtr job;            ///< queued or running for this chunk
    std::uint8_t preemptions = 0;  ///< how often a job gave way since the last result

    [[nodiscard]] bool valid() const { return has_result && !suspect; }
};

enum class LoadState : std::uint8_t { Absent, Waiting, Done };

struct ModuleRecord {
    // Loading.
    LoadState load = LoadState::Absent;  ///< Waiting: `load_job` is queued or running
    JobPtr load_job;
    std::uint8_t load_tier = 0xFF;  ///< inherited from whoever imports it
    bool load_failed = false;
    PayloadPtr load_error;  ///< if load_failed: what is published
    LoadResult loaded;      ///< the newest; empty while Absent

    // Place in the graph; kNoScc: not in the program (yet, or any more).
    std::uint32_t scc = kNoScc;
    std::uint32_t member = 0;  ///< which of the SCC's modules

    // Interface. The interface itself is in State::snapshot.
    PayloadPtr interface_payload;
    std::uint64_t changed_epoch = 0;  ///< State::epoch when its fingerprint last changed
    std::uint64_t moved_epoch = 0;    ///< State::epoch when its places last changed
    bool holds_places = false;        ///< Interface::holds_places
    bool changing = false;            ///< scratch: in the set that is being published
    /// Modules whose interface or bodies may have read this one's interface. Entries that turn out
    /// to be out of date are dropped when they are met.
    std::unordered_set<ModuleId> readers;

    // Bodies.
    bool plan_stale = true;  ///< what body_chunks was given has changed
    JobPtr plan_job;
    std::vector<ChunkRecord> chunks;
    std::uint32_t chunks_left = 0;       ///< chunks that are not valid()
    std::uint64_t parts_version = 0;     ///< counts changes of anything that finish is given
    std::uint64_t finished_version = 0;  ///< parts_version that `finished` was made of; 0: never
    JobPtr finish_job;
    PayloadPtr finished;
    bool complete = false;  ///< counted as done; `finished` is what the current revision says

    // What people look at.
    bool open = false;

    bool held = false;  ///< changes of it wait until a protected SCC is complete
};

enum class Cone : std::uint8_t { Focus, Open, None };

struct SccRecord {
    std::vector<ModuleId> members;  ///< in mypy's order
    std::uint32_t waiting = 0;      ///< how many of its dependencies are not settled
    bool settled = false;
    std::uint32_t members_left = 0;  ///< members that are not complete
    /// Completed since the SCC was last complete as a whole; may hold what was uncompleted again.
    std::vector<ModuleId> untold;

    // The newest result, whether it stands or not.
    bool has_result = false;
    bool suspect = false;  ///< something it read may have changed; implies has_result
    bool failed = false;
    std::vector<Shape> shapes;  ///< of the members, when it was built
    ReadsPtr reads;
    JobPtr job;                    ///< queued or running
    std::uint8_t preemptions = 0;  ///< how often a job gave way since the last result

    // Order.
    std::uint64_t nanoseconds = 0;  ///< measured; 0: not yet
    std::uint64_t path_left = 0;    ///< 0 unless on a path long enough to decide the total time
    Cone cone = Cone::None;         ///< who of those that people look at needs it

    // Protection against steady typing.
    std::uint32_t cancels = 0;       ///< revisions in a row that cancelled it; 0 once complete
    std::uint64_t cancelled_in = 0;  ///< the revision counted last
    bool is_protected = false;
};

/// See protection.h.
struct HeldChanges {
    std::vector<ModuleId> cone;  ///< modules marked `held`; may repeat
    /// Those that update() named meanwhile.
    std::unordered_set<ModuleId> modules;
};

struct State {
    State(Engine& the_engine, const Options& the_options)
        : engine(the_engine), options(the_options), publisher(the_options.order) {}

    Engine& engine;
    const Options& options;

    std::uint64_t revision = 0;  ///< counts updates
    std::uint64_t epoch = 1;     ///< counts changes of published fingerprints
    std::uint64_t next_serial = 0;

    Roots roots;  ///< extra: what is open
    ModuleId focus = ModuleId::None;
    std::vector<ModuleId> open;

    std::deque<ModuleRecord> modules;  ///< by id
    std::vector<SccRecord> sccs;       ///< parallel to graph's
    ModuleGraph graph;
    Snapshot snapshot;
    std::unordered_map<base::Name, std::unordered_set<ModuleId>> lookups;  ///< see Changes::names

    bool graph_stale = false;  ///< imports or roots changed since `graph` was made
    bool graph_whole = false;  ///< `graph` holds the program, not just what open modules need
    bool cones_stale = false;
    ModuleId blocker = ModuleId::None;  ///< the only module to be published, if there is one
    std::size_t loads_waiting = 0;      ///< modules whose load is Waiting
    std::uint32_t modules_known = 0;    ///< wanted, and not forgotten
    std::uint32_t modules_complete = 0;

    ReadyQueue ready;
    std::vector<JobPtr> running;            ///< taken, not abandoned
    std::uint32_t quiet = kNoScc;           ///< unsettled, and its dependents don't know yet
    std::vector<std::uint32_t> to_resolve;  ///< SCCs; instead of recursion
    std::array<std::vector<std::uint32_t>, 2> cones;  ///< SCCs whose cone is Focus, Open
    std::unordered_set<ModuleId>
        failed;  ///< members of failed SCCs, and modules with failed chunks
    std::uint32_t protected_sccs = 0;
    HeldChanges held;

    Publisher publisher;
    bool told_idle = true;  ///< the listener knows that there is nothing to do
    /// What was replaced: destroyed by whoever leaves the lock next, outside of it.
    std::vector<std::shared_ptr<const void>> garbage;
};

[[nodiscard]] inline ModuleRecord& record_of(State& state, ModuleId module) {
    const auto id = static_cast<std::size_t>(module);
    if (id >= state.modules.size()) state.modules.resize(id + 1);
    return state.modules[id];
}

[[nodiscard]] inline SccRecord* scc_of(State& state, const ModuleRecord& record) {
    return record.scc == kNoScc ? nullptr : &state.sccs[record.scc];
}

template <class T>
void discard(State& state, std::shared_ptr<T>& pointer) {
    if (pointer) state.garbage.push_back(std::move(pointer));
    pointer = nullptr;
}

}  // namespace krait::scheduler
