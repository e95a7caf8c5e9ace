#include "project/published.h"

#include <algorithm>

namespace krait::project {

namespace {

const image::ModuleInterface* interface_in(const scheduler::Snapshot& snapshot,
                                           base::ModuleId module) {
    if (static_cast<std::size_t>(module) >= snapshot.size()) return nullptr;
    const scheduler::InterfacePtr& interface = scheduler::interface_of(snapshot, module);
    return interface ? &static_cast<const PublishedInterface&>(*interface).image() : nullptr;
}

}  // namespace

const image::ModuleInterface* SnapshotView::find(base::ModuleId module) const {
    return interface_in(snapshot_, module);
}

base::ModuleId SnapshotView::find_module(base::ModuleId, base::Name name) const {
    return registry_.find(name);
}

RecordedReads::RecordedReads(std::vector<image::Read> reads, const ModuleRegistry& registry)
    : reads_(std::move(reads)), registry_(registry) {
    for (const image::Read& read : reads_) {
        if (read.kind != image::ReadKind::ModuleLookup) modules_.push_back(read.module);
    }
    std::sort(modules_.begin(), modules_.end());
    modules_.erase(std::unique(modules_.begin(), modules_.end()), modules_.end());
}

bool RecordedReads::match(const scheduler::Snapshot& snapshot) const {
    return image::match(reads_, SnapshotView(snapshot, registry_));
}

bool Findings::same_as(const scheduler::Payload& other) const {
    // An editor must hear that a new version of its text has the same findings.
    const auto& seen = static_cast<const Findings&>(other);
    return text == seen.text && diagnostics == seen.diagnostics;
}

}  // namespace krait::project
