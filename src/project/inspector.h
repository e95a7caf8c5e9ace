// inspector.h
//
// Questions about places. An editor's requests come here: which module is this file, as it stands
// in the editor right now; what is in the function around this place. All from the newest published
// interfaces, beside whatever is being checked, and on the asker's own thread.
//
// What was found out is kept for as long as it holds: a person who hovers, completes and hovers
// again is mostly in the same function.

#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "project/inspected_unit.h"
#include "project/loading.h"
#include "project/written_names.h"

namespace krait::project {

/// What an inspector asks of the program around it. Thread-safe.
class Inspected {
public:
    virtual ~Inspected() = default;
    /// Empty once the program has ended.
    [[nodiscard]] virtual scheduler::Snapshot snapshot() const = 0;
    /// The newest loaded version; null if there is none.
    [[nodiscard]] virtual scheduler::LoadedPtr loaded(base::ModuleId module) const = 0;
    [[nodiscard]] virtual LoadContext load_context() = 0;
};

/// A unit, for one thread as long as this lives.
struct HeldUnit {
    InspectedUnitPtr unit;
    std::unique_lock<std::mutex> lock;
    explicit operator bool() const { return unit != nullptr; }
    InspectedUnit* operator->() const { return unit.get(); }
    InspectedUnit& operator*() const { return *unit; }
};

/// Whether the next question is likely to be about the same unit: a search through everything would
/// push out what a person looks at.
enum class Keep : std::uint8_t { Yes, No };

/// Thread-safe.
class Inspector {
public:
    /// Both outlive it.
    Inspector(Inspected& program, JobContext context) : program_(program), context_(context) {}

    [[nodiscard]] scheduler::Snapshot snapshot() const { return program_.snapshot(); }
    [[nodiscard]] const ModuleRegistry& registry() const { return context_.registry; }
    [[nodiscard]] LoadContext load_context() const { return program_.load_context(); }
    [[nodiscard]] symbols::ModuleTable& table() const { return context_.table; }
    [[nodiscard]] WrittenNames& written_names() { return written_names_; }

    /// The file as the module that it is, with this very text; null if it is none.
    [[nodiscard]] LoadedModulePtr version(const std::string& path, const base::SourceTextPtr& text);
    /// The newest version of a module; null if it isn't loaded yet.
    [[nodiscard]] LoadedModulePtr version(base::ModuleId module) const;

    /// The function around an offset, if the offset is in its body; else the top level. Null if
    /// nothing can be said yet.
    [[nodiscard]] HeldUnit unit_at(const LoadedModulePtr& module, std::uint32_t offset,
                                   const base::CancellationToken& token);
    [[nodiscard]] HeldUnit unit(const LoadedModulePtr& module, std::size_t unit,
                                const base::CancellationToken& token, Keep keep = Keep::Yes);

    /// Lets go of what isn't true any more, and with it of the interfaces of that time.
    void tidy_up();
    /// Lets go of everything that can be made again: it is made anew when somebody asks.
    void let_go();

private:
    [[nodiscard]] InspectedUnitPtr find_kept(const LoadedModulePtr& module, std::size_t unit,
                                             const scheduler::Snapshot& now);
    void remember(const InspectedUnitPtr& made);

    Inspected& program_;
    const JobContext context_;
    WrittenNames written_names_;
    std::mutex mutex_;                     // guards what follows
    std::list<LoadedModulePtr> versions_;  // made here; most recently used first
    std::list<InspectedUnitPtr> units_;    // ditto
};

/// The unit whose body an offset is in; kTopLevel if it is in none.
[[nodiscard]] std::size_t unit_around(const Parsed& parsed, std::uint32_t offset);

}  // namespace krait::project
