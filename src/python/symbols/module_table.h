// module_table.h
//
// The process-wide part of identity: which module an id stands for, and which qualified path a slot
// stands for. Both only grow, so ids that types hold never dangle. Nothing here says what a module
// contains; that is the business of its published interface.

#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/growing_array.h"
#include "base/ids.h"
#include "base/interner.h"
#include "python/symbols/def_id.h"

namespace krait::symbols {

/// Modules and slots of one program. Thread-safe; shared by all jobs.
class ModuleTable {
public:
    ModuleTable();
    ~ModuleTable();
    ModuleTable(const ModuleTable&) = delete;
    ModuleTable& operator=(const ModuleTable&) = delete;

    /// The id of the module `name` from `file`, made if there is none yet.
    base::ModuleId module(base::Name name, std::string_view file);
    [[nodiscard]] base::Name name_of(base::ModuleId module) const;
    [[nodiscard]] std::string file_of(base::ModuleId module) const;
    [[nodiscard]] std::uint32_t module_count() const;

    /// The slot of a qualified path inside a module, such as `C.method`, `f.<locals>.D#0` or `f#1`
    /// for a second definition of `f`; made if there is none yet. The module itself is path "".
    Slot slot(base::ModuleId module, base::Name path);
    [[nodiscard]] base::Name path_of(DefId id) const;
    [[nodiscard]] std::uint32_t slot_count(base::ModuleId module) const;

    DefId def(base::ModuleId module, base::Name path) { return {module, slot(module, path)}; }

private:
    struct Entry;
    [[nodiscard]] Entry& entry(base::ModuleId module) const;

    mutable std::mutex mutex_;  // guards ids_ and whatever adds to entries_
    std::unordered_map<std::string, base::ModuleId> ids_;
    base::GrowingArray<Entry*> entries_;  // owned; each has its own lock
};

}  // namespace krait::symbols
