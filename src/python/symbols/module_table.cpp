#include "python/symbols/module_table.h"

#include "base/assert.h"

namespace krait::symbols {

struct ModuleTable::Entry {
    base::Name name;
    std::string file;
    std::mutex mutex;  // guards the slots
    std::unordered_map<base::Name, Slot> slots;
    std::vector<base::Name> paths;
};

ModuleTable::ModuleTable() = default;
ModuleTable::~ModuleTable() = default;

base::ModuleId ModuleTable::module(base::Name name, std::string_view file) {
    std::string key(base::text_of(name));
    key += '\0';
    key += file;
    std::lock_guard lock(mutex_);
    auto [found, is_new] = ids_.try_emplace(std::move(key), base::ModuleId::None);
    if (is_new) {
        found->second = static_cast<base::ModuleId>(entries_.size());
        auto entry = std::make_unique<Entry>();
        entry->name = name;
        entry->file = file;
        entries_.push_back(std::move(entry));
    }
    return found->second;
}

ModuleTable::Entry& ModuleTable::entry(base::ModuleId module) const {
    std::lock_guard lock(mutex_);
    auto index = static_cast<std::size_t>(module);
    KRAIT_ENSURE(index < entries_.size(), "a module id that this table did not give");
    return *entries_[index];
}

base::Name ModuleTable::name_of(base::ModuleId module) const { return entry(module).name; }
std::string ModuleTable::file_of(base::ModuleId module) const { return entry(module).file; }

std::uint32_t ModuleTable::module_count() const {
    std::lock_guard lock(mutex_);
    return static_cast<std::uint32_t>(entries_.size());
}

Slot ModuleTable::slot(base::ModuleId module, base::Name path) {
    Entry& of = entry(module);
    std::lock_guard lock(of.mutex);
    auto [found, is_new] = of.slots.try_emplace(path, static_cast<Slot>(of.paths.size()));
    if (is_new) of.paths.push_back(path);
    return found->second;
}

base::Name ModuleTable::path_of(DefId id) const {
    Entry& of = entry(id.module);
    std::lock_guard lock(of.mutex);
    auto index = static_cast<std::size_t>(id.slot);
    KRAIT_ENSURE(index < of.paths.size(), "a slot that this module did not give");
    return of.paths[index];
}

std::uint32_t ModuleTable::slot_count(base::ModuleId module) const {
    Entry& of = entry(module);
    std::lock_guard lock(of.mutex);
    return static_cast<std::uint32_t>(of.paths.size());
}

}  // namespace krait::symbols
