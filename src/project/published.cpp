#include "project/published.h"

namespace krait::project {

namespace {

const PublishedInterface* interface_in(const scheduler::Snapshot& snapshot, base::ModuleId module) {
    if (static_cast<std::size_t>(module) >= snapshot.size()) return nullptr;
    return static_cast<const PublishedInterface*>(scheduler::interface_of(snapshot, module).get());
}

}  // namespace

std::shared_ptr<const PublishedInterface> PublishedInterface::moved_to(SkeletonPtr skeleton) const {
    return kept_for(built_of_, std::move(skeleton));
}

std::shared_ptr<const PublishedInterface> PublishedInterface::kept_for(SkeletonPtr built_of,
                                                                       SkeletonPtr skeleton) const {
    auto kept = std::make_shared<PublishedInterface>(*this);
    kept->built_of_ = std::move(built_of);
    kept->skeleton_ = std::move(skeleton);
    return kept;
}

std::shared_ptr<const PublishedInterface> PublishedInterface::at_rest(
    symbols::ModuleTable& table, const image::ModuleResolver& resolver) const {
    auto resting = std::make_shared<PublishedInterface>(*this);
    resting->image_ = image_->at_rest(table, resolver);
    return resting;
}

const image::ModuleInterface* SnapshotView::find(base::ModuleId module) const {
    const PublishedInterface* interface = interface_in(snapshot_, module);
    return interface == nullptr ? nullptr : &interface->image();
}

std::optional<base::Digest> SnapshotView::fingerprint(base::ModuleId module) const {
    const PublishedInterface* interface = interface_in(snapshot_, module);
    return interface == nullptr ? std::nullopt : std::optional(interface->fingerprint());
}

bool SnapshotView::comes_with_program(base::ModuleId module) const {
    return interface_in(snapshot_, module) != nullptr && registry_.record(module).is_typeshed;
}

std::uint32_t SnapshotView::line(base::ModuleId module, symbols::Slot slot) const {
    const PublishedInterface* interface = interface_in(snapshot_, module);
    return interface == nullptr ? 0 : interface->line(slot);
}

base::ModuleId SnapshotView::find_module(base::ModuleId, base::Name name) const {
    return registry_.find(name);
}

bool Findings::same_as(const scheduler::Payload& other) const {
    // An editor must hear that a new version of its text has the same findings.
    const auto& seen = static_cast<const Findings&>(other);
    return text == seen.text && diagnostics == seen.diagnostics;
}

}  // namespace krait::project
