// published.h
//
// Where the scheduler's opaque values meet the engine's: interfaces are images, reads are recorded
// questions, payloads are lists of diagnostics.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/source_text.h"
#include "project/kept_image.h"
#include "project/module_registry.h"
#include "project/skeleton.h"
#include "python/image/reads.h"
#include "python/messages/diagnostic.h"
#include "scheduler/engine.h"

namespace krait::project {

/// An image and where its definitions stand: in the version that it was built of, or in another
/// with the same skeleton.
class PublishedInterface : public scheduler::Interface {
public:
    /// `names_lines`: something in it, or in what was found with it, holds a line number.
    PublishedInterface(std::shared_ptr<const image::ModuleInterface> image, SkeletonPtr skeleton,
                       bool names_lines)
        : image_(std::make_shared<const KeptImage>(std::move(image))),
          built_of_(skeleton),
          skeleton_(std::move(skeleton)),
          names_lines_(names_lines) {}

    [[nodiscard]] base::Digest fingerprint() const override { return image_->fingerprint(); }
    [[nodiscard]] base::Digest places() const override { return skeleton_->places; }
    [[nodiscard]] bool holds_places() const override { return names_lines_; }
    [[nodiscard]] bool same_inside(const scheduler::Interface& other) const override {
        return fingerprint() == other.fingerprint();
    }
    [[nodiscard]] virtual const image::ModuleInterface& image() const { return image_->image(); }
    [[nodiscard]] const SkeletonPtr& skeleton() const { return skeleton_; }
    /// What the image's lines are lines of.
    [[nodiscard]] const SkeletonPtr& built_of() const { return built_of_; }
    /// Line from 1, 0 if unknown.
    [[nodiscard]] virtual std::uint32_t line(symbols::Slot slot) const {
        return LineMap(*built_of_, *skeleton_).line(image_->image().line(slot));
    }
    [[nodiscard]] std::shared_ptr<const PublishedInterface> moved_to(SkeletonPtr skeleton) const;
    /// The same image for a text that isn't of the shape that it was built of. `built_of` has as
    /// many lines as `skeleton`: where these stood then.
    [[nodiscard]] std::shared_ptr<const PublishedInterface> kept_for(SkeletonPtr built_of,
                                                                     SkeletonPtr skeleton) const;
    /// Whether somebody has looked into the image since it was made or put to rest.
    [[nodiscard]] bool is_open() const { return image_->is_open(); }
    /// The same interface with its image at rest, in the place of this one.
    [[nodiscard]] std::shared_ptr<const PublishedInterface> at_rest(
        symbols::ModuleTable& table, const image::ModuleResolver& resolver) const;

protected:
    /// For one whose image comes later.
    PublishedInterface() = default;

private:
    std::shared_ptr<const KeptImage> image_;
    SkeletonPtr built_of_;
    SkeletonPtr skeleton_;
    bool names_lines_ = false;
};

/// A snapshot as the engine's readers want it. Borrows both.
class SnapshotView final : public image::Interfaces {
public:
    SnapshotView(const scheduler::Snapshot& snapshot, const ModuleRegistry& registry)
        : snapshot_(snapshot), registry_(registry) {}
    [[nodiscard]] const image::ModuleInterface* find(base::ModuleId module) const override;
    [[nodiscard]] std::optional<base::Digest> fingerprint(base::ModuleId module) const override;
    [[nodiscard]] bool comes_with_program(base::ModuleId module) const override;
    [[nodiscard]] base::ModuleId find_module(base::ModuleId from, base::Name name) const override;
    [[nodiscard]] std::uint32_t line(base::ModuleId module, symbols::Slot slot) const override;

private:
    const scheduler::Snapshot& snapshot_;
    const ModuleRegistry& registry_;
};

/// What one job of a module, or all of them together, found.
class Findings final : public scheduler::Payload {
public:
    explicit Findings(std::vector<messages::Diagnostic> found) : diagnostics(std::move(found)) {}
    [[nodiscard]] bool same_as(const scheduler::Payload& other) const override;

    std::vector<messages::Diagnostic> diagnostics;
    /// Of the finished module: what the positions refer to.
    base::SourceTextPtr text;
    /// Of an interface job: of the version in which this was found.
    SkeletonPtr skeleton;
    /// Lines (from 1, inclusive) that this version or platform never runs.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> skipped_lines;
};

}  // namespace krait::project
