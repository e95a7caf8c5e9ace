#include "project/published.h"

#include <algorithm>

namespace krait::project {

namespace {

const PublishedInterface* interface_in(const scheduler::Snapshot& snapshot, base::ModuleId module) {
    if (static_cast<std::size_t>(module) >= snapshot.size()) return nullptr;
    return static_cast<const PublishedInterface*>(scheduler::interface_of(snapshot, module).get());
}

void sort_once(std::vector<base::ModuleId>& modules) {
    std::sort(modules.begin(), modules.end());
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
}

}  // namespace

scheduler::InterfacePtr PublishedInterface::moved_to(SkeletonPtr skeleton) const {
    auto moved = std::make_shared<PublishedInterface>(*this);
    moved->skeleton_ = std::move(skeleton);
    return moved;
}

const image::ModuleInterface* SnapshotView::find(base::ModuleId module) const {
    const PublishedInterface* interface = interface_in(snapshot_, module);
    return interface == nullptr ? nullptr : &interface->image();
}

std::uint32_t SnapshotView::line(base::ModuleId module, symbols::Slot slot) const {
    const PublishedInterface* interface = interface_in(snapshot_, module);
    return interface == nullptr ? 0 : interface->line(slot);
}

base::ModuleId SnapshotView::find_module(base::ModuleId, base::Name name) const {
    return registry_.find(name);
}

RecordedReads::RecordedReads(std::vector<image::Read> reads, const ModuleRegistry& registry)
    : reads_(std::move(reads)), registry_(registry) {
    for (const image::Read& read : reads_) {
        if (read.kind != image::ReadKind::ModuleLookup) modules_.push_back(read.module);
        if (read.kind == image::ReadKind::Location) located_.push_back(read.module);
    }
    sort_once(modules_);
    sort_once(located_);
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
