#include "project/module_registry.h"

#include <algorithm>

#include "base/assert.h"
#include "python/config/library_options.h"
#include "python/config/paths.h"

namespace krait::project {

std::string ModuleRegistry::display(const std::string& path) const {
    std::string normal = config::normalize_path(path);
    std::string prefix = root_ == "/" ? root_ : root_ + "/";
    return normal.starts_with(prefix) ? normal.substr(prefix.size()) : normal;
}

base::ModuleId ModuleRegistry::add(ModuleRecord record) {
    base::ModuleId id = table_.module(record.name, record.path);
    std::unique_lock lock(mutex_);
    if (index_.contains(id)) return id;
    record.id = id;
    by_name_.emplace(record.name, id);
    by_path_[record.path].push_back(id);
    index_.emplace(id, records_.size());
    records_.push_back(std::move(record));
    return id;
}

base::ModuleId ModuleRegistry::find(base::Name name) const {
    std::shared_lock lock(mutex_);
    auto found = by_name_.find(name);
    return found == by_name_.end() ? base::ModuleId::None : found->second;
}

const ModuleRecord& ModuleRegistry::record(base::ModuleId id) const {
    std::shared_lock lock(mutex_);
    auto found = index_.find(id);
    KRAIT_ENSURE(found != index_.end(), "a module that the program doesn't have");
    return records_[found->second];
}

std::vector<base::ModuleId> ModuleRegistry::modules_of_file(const std::string& path) const {
    std::shared_lock lock(mutex_);
    auto found = by_path_.find(path);
    return found == by_path_.end() ? std::vector<base::ModuleId>() : found->second;
}

std::size_t ModuleRegistry::size() const {
    std::shared_lock lock(mutex_);
    return records_.size();
}

config::OptionsPtr ModuleRegistry::own_stubs_options(const config::OptionsPtr& options) const {
    std::unique_lock lock(mutex_);
    config::OptionsPtr& own = own_stubs_options_[options];
    if (!own) own = std::make_shared<const config::Options>(config::for_own_stubs(*options));
    return own;
}

base::Digest ModuleRegistry::options_digest(const ModuleRecord& record) const {
    const config::Options* options = record.options.get();
    {
        std::shared_lock lock(mutex_);
        if (auto found = digests_.find(options); found != digests_.end()) return found->second;
    }
    const base::Digest digest = config::semantic_digest(*options);
    std::unique_lock lock(mutex_);
    return digests_.emplace(options, digest).first->second;
}

std::vector<const ModuleRecord*> ModuleRegistry::records() const {
    std::shared_lock lock(mutex_);
    std::vector<const ModuleRecord*> records;
    for (const ModuleRecord& record : records_) records.push_back(&record);
    return records;
}

std::vector<std::string> ModuleRegistry::names() const {
    std::shared_lock lock(mutex_);
    std::vector<std::string> names;
    for (const ModuleRecord& record : records_) {
        const bool is_found = !record.path.empty() || record.text.has_value();
        if (is_found) names.emplace_back(base::text_of(record.name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace krait::project
