// engine.h
//
// What the scheduler needs from a checker, and nothing about Python. The scheduler decides what
// runs, when, on which thread and against which snapshot; the engine does the work and returns
// data. Everything that passes through is opaque: what was loaded, interfaces, reads and
// diagnostics are objects that only the engine can look into, so that the scheduler can be tested,
// and measured to a million modules, on programs of three lines.
//
// One module's way:
//
//   load ─► (graph, SCCs) ─► build_interface ─► body_chunks ─► check_body ─► finish ─► listener
//                            once an SCC                       once a chunk
//
// A later revision repeats only the steps whose inputs changed. An input is either *given* (what
// was loaded: compared by digest) or *read* (interfaces of the snapshot: recorded in Reads by the
// engine, and compared by asking it whether they still match). So a result is accepted in a
// revision, however old the snapshot it was computed from, exactly if its digest is the same
// and its reads match there.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/cancellation.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/interner.h"
#include "base/persistent_vector.h"

namespace krait::scheduler {

using base::CancellationToken;
using base::ModuleId;

/// What loading one version of a module gave: its text, tree, scopes. Immutable. Handed back to the
/// later steps, so that a job of an older revision goes on reading the version it started with.
class Loaded {
public:
    virtual ~Loaded() = default;
};
using LoadedPtr = std::shared_ptr<const Loaded>;

/// The published interface of one module. Immutable, read by any number of threads.
class Interface {
public:
    virtual ~Interface() = default;
    /// Equal for two interfaces of a module only if nobody but the module itself can tell them
    /// apart: then no reader is even asked whether its reads still match.
    [[nodiscard]] virtual base::Digest fingerprint() const = 0;
    /// Where things stand in the text. Only who looked at that (Reads::located) can tell apart two
    /// interfaces that differ in nothing else.
    [[nodiscard]] virtual base::Digest places() const { return {}; }
    /// Places are part of it, or of what was found with it: a text of the same shape in which
    /// things stand elsewhere needs a new one.
    [[nodiscard]] virtual bool holds_places() const { return false; }
    /// Not even the module itself can tell it from `other`, places apart.
    [[nodiscard]] virtual bool same_inside(const Interface& other) const {
        (void)other;
        return false;
    }
};
using InterfacePtr = std::shared_ptr<const Interface>;

/// Every module's published interface; null where there is none (not in the program, not yet
/// built, or its job failed: to be taken as `Any`).
using Snapshot = base::PersistentVector<InterfacePtr>;
[[nodiscard]] inline const InterfacePtr& interface_of(const Snapshot& snapshot, ModuleId module) {
    return snapshot[static_cast<std::size_t>(module)];
}

/// What a job looked up, with what it found. Immutable.
class Reads {
public:
    virtual ~Reads() = default;
    /// The modules whose interfaces were looked into, also in vain; sorted, each once. Of an
    /// interface job: without the modules of its own SCC. Of a body: its own module may be left
    /// out.
    [[nodiscard]] virtual std::span<const ModuleId> modules() const = 0;
    /// Of these, those where something's place was looked up; sorted, each once.
    [[nodiscard]] virtual std::span<const ModuleId> located() const { return {}; }
    /// Would the same look-ups find the same in `snapshot`? Pure; called on any worker thread.
    [[nodiscard]] virtual bool match(const Snapshot& snapshot) const = 0;
};
using ReadsPtr = std::shared_ptr<const Reads>;

/// Diagnostics and whatever else goes with them (used ignores, tables of types). The scheduler
/// keeps and passes them on; `finish` makes one of the many, and that one is what gets published.
class Payload {
public:
    virtual ~Payload() = default;
    /// Whether a listener that has seen `other`, the last published payload of the same module, has
    /// nothing new to see here. Asked of finished payloads only.
    [[nodiscard]] virtual bool same_as(const Payload& other) const = 0;
};
using PayloadPtr = std::shared_ptr<const Payload>;

/// mypy's import priorities: lower ones are kept longer when a cycle must be cut for an order.
/// `Ancestor` is no import: the package is loaded and ordered, but nothing waits for it.
enum class ImportPriority : std::uint8_t {
    FromTopLevel = 5,
    TopLevel = 10,
    InFunction = 20,
    TypeChecking = 25,
    Indirect = 30,
    Ancestor = 99,
};

struct Import {
    ModuleId module = ModuleId::None;
    ImportPriority priority = ImportPriority::FromTopLevel;

    friend bool operator==(const Import&, const Import&) = default;
};

struct LoadResult {
    LoadedPtr loaded;
    /// In mypy's order: ancestors, then dependencies (implicit ones included), each at most once in
    /// either part, never the module itself. Modules get their place in the program's order by it.
    std::vector<Import> imports;
    /// Every module name that was looked for, found or not: `Changes::names` asks for these again.
    std::vector<base::Name> lookups;
    /// Digest of all that an interface job takes from this version, but for `imports`, which are
    /// compared besides. Equal: the interface stands.
    base::Digest shape;
    /// Where things stand in the text, so far as an interface tells: Interface::places.
    base::Digest places;
    /// A guess of the work in it, in bytes of source; used until times have been measured.
    std::uint64_t size_hint = 0;
    /// Only its interface is wanted: a library. It is never finished and never published.
    bool library = false;
    /// A mistake (a syntax error, say) that stops everything if Options::blockers_stop is set.
    bool blocks = false;
};

struct InterfaceInput {
    /// The SCC's modules in mypy's order.
    std::span<const ModuleId> modules;
    std::span<const LoadedPtr> loaded;  ///< one a module
    /// The interfaces these modules had before, null where none; only a source of what can be
    /// reused.
    std::span<const InterfacePtr> previous;
    /// Everything that the SCC can reach by imports is final in here; its own modules are null.
    const Snapshot& snapshot;
    CancellationToken token;  ///< poll it at statements
    /// InterfaceResult::reads of the job that made `previous`; null if there was none, or it
    /// failed.
    const Reads* previous_reads = nullptr;
};

struct InterfaceResult {
    std::vector<InterfacePtr> interfaces;  ///< one a module, published together
    std::vector<PayloadPtr> payloads;      ///< one a module, for `finish`; may be null
    ReadsPtr reads;                        ///< of the whole SCC; null: it read nothing
};

/// A part of a module's bodies that is checked, cancelled and reused as one.
struct BodyChunk {
    /// Of everything given: which functions, their text, options. A result is reused, at whatever
    /// position, by a chunk of the same module with the same key. Unique in its module.
    base::Digest key;
    std::uint64_t size_hint = 0;
    bool urgent = false;  ///< what the person is editing: before the module's other chunks
    /// The engine's own: which chunk of the module this is.
    std::uint32_t number = 0;
};

struct BodyInput {
    ModuleId module = ModuleId::None;
    const LoadedPtr& loaded;
    const BodyChunk& chunk;
    const Snapshot& snapshot;  ///< everything in reach is final, this module's own interface too
    CancellationToken token;
};

struct BodyResult {
    PayloadPtr payload;
    ReadsPtr reads;  ///< null: it read nothing
};

struct FinishInput {
    ModuleId module = ModuleId::None;
    const LoadedPtr& loaded;
    const PayloadPtr& interface_payload;
    std::span<const BodyChunk> chunks;   ///< in the order that body_chunks gave
    std::span<const PayloadPtr> bodies;  ///< one a chunk
};

/// Which step of a module's way.
enum class JobKind : std::uint8_t { Load, Interface, Plan, Body, Finish };

/// All functions but `moved` and the last two are called from worker threads, many at once, never
/// under the scheduler's lock. They may throw base::Cancelled if their token says so; any other
/// exception is an internal error of that job alone.
class Engine {
public:
    virtual ~Engine() = default;

    /// The newest text of the module, loaded. The same result for the same text, whoever asks when.
    /// A text that changes later is announced by Scheduler::update, and loaded again then.
    [[nodiscard]] virtual LoadResult load(ModuleId module, CancellationToken token) = 0;

    [[nodiscard]] virtual InterfaceResult build_interface(const InterfaceInput& input) = 0;

    /// `built`, which was made of a text of the same shape, as it is for `loaded`: things may stand
    /// elsewhere. The same pointer if they don't. Called under the scheduler's lock, so that it
    /// must be quick.
    [[nodiscard]] virtual InterfacePtr moved(const InterfacePtr& built,
                                             const LoadedPtr& loaded) const {
        (void)loaded;
        return built;
    }

    /// How the module's bodies are split, in source order. May be empty. Cheap, not cancellable.
    [[nodiscard]] virtual std::vector<BodyChunk> body_chunks(ModuleId module,
                                                             const LoadedPtr& loaded,
                                                             const InterfacePtr& interface) = 0;

    [[nodiscard]] virtual BodyResult check_body(const BodyInput& input) = 0;

    /// What is decided across a module's functions, in source order (unused ignores, once-only
    /// notes, rendering of positions). Cheap, not cancellable.
    [[nodiscard]] virtual PayloadPtr finish(const FinishInput& input) = 0;

    /// An unexpected exception in a job of `module` became this. For a failed load or finish it is
    /// what gets published; for others it is a part that `finish` gets. Must not throw.
    [[nodiscard]] virtual PayloadPtr internal_error(ModuleId module, JobKind kind,
                                                    const std::string& what) noexcept = 0;

    /// The last word on the order in a cycle (mypy has one for the builtins). Called under the
    /// scheduler's lock, so that it must be quick and pure; must only permute.
    virtual void arrange_cycle(std::vector<ModuleId>& modules) const { (void)modules; }

    /// For progress and traces. Called from any thread.
    [[nodiscard]] virtual std::string module_name(ModuleId module) const = 0;
};

}  // namespace krait::scheduler
