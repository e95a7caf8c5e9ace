#include "python/symbols/module_table.h"

#include <utility>

#include "base/assert.h"
#include "base/flat_map.h"

namespace krait::symbols {

struct ModuleTable::Entry {
    base::Name name;
    std::string file;
    mutable std::mutex mutex;  // guards the slots
    base::FlatMap<base::Name, Slot> slots;
    base::GrowingArray<base::Name> paths;  // read without a lock
};

ModuleTable::ModuleTable() = default;

ModuleTable::~ModuleTable() {
    for (std::uint32_t i = 0; i < entries_.size(); ++i) delete entries_[i];
}

base::ModuleId ModuleTable::module(base::Name name, std::string_view file) {
    std::string key(base::text_of(name));
    key += '\0';
    key += file;
    std::lock_guard lock(mutex_);
    auto [found, is_new] = ids_.try_emplace(std::move(key), base::ModuleId::None);
    if (is_new) {
        auto entry = std::make_unique<Entry>();
        entry->name = name;
        entry->file = file;
        found->second = static_cast<base::ModuleId>(entries_.push_back(entry.release()));
    }
    return found->second;
}

/// Without a lock: who has an id got it by a synchronisation of its own.
ModuleTable::Entry& ModuleTable::entry(base::ModuleId module) const {
    const auto index = static_cast<std::uint32_t>(module);
    KRAIT_ENSURE(index < entries_.size(), "a module id that this table did not give");
    return *entries_[index];
}

base::Name ModuleTable::name_of(base::ModuleId module) const { return entry(module).name; }
std::string ModuleTable::file_of(base::ModuleId module) const { return entry(module).file; }

std::uint32_t ModuleTable::module_count() const {
    return entries_.size();
}

Slot ModuleTable::slot(base::ModuleId module, base::Name path) {
    Entry& of = entry(module);
    std::lock_guard lock(of.mutex);
    auto [found, is_new] = of.slots.try_emplace(path, static_cast<Slot>(of.paths.size()));
    if (is_new) of.paths.push_back(path);
    return found->second;
}

base::Name ModuleTable::path_of(DefId id) const {
    const Entry& of = entry(id.module);
    const auto index = static_cast<std::uint32_t>(id.slot);
    KRAIT_ENSURE(index < of.paths.size(), "a slot that this module did not give");
    return of.paths[index];
}

std::uint32_t ModuleTable::slot_count(base::ModuleId module) const {
    return entry(module).paths.size();
}

}  // namespace krait::symbols
