// kept_image.h
//
// A published image for as long as its module stays what it is, which in an editor is for hours.
// While a program is checked, nearly every image is looked into; afterwards a person's edits look
// into a few. So an image can be put to rest: the bytes are packed, and everything that was decoded
// of them goes with the last who uses it. Who asks next opens the image again, and sees the same.
//
// Dropping what was decoded in place would need to know that no job and no request holds a pointer
// into it. Another object beside the old one needs no such knowledge: who pins the old one keeps
// it.

#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "python/image/module_interface.h"

namespace krait::project {

/// Thread-safe.
class KeptImage {
public:
    explicit KeptImage(std::shared_ptr<const image::ModuleInterface> image);
    KeptImage(const KeptImage&) = delete;
    KeptImage& operator=(const KeptImage&) = delete;

    [[nodiscard]] const base::Digest& fingerprint() const { return fingerprint_; }
    /// Opens it if it was at rest. Valid as long as this lives.
    [[nodiscard]] const image::ModuleInterface& image() const {
        const image::ModuleInterface* there = there_.load(std::memory_order_acquire);
        return there != nullptr ? *there : open();
    }
    [[nodiscard]] bool is_open() const { return there_.load(std::memory_order_acquire) != nullptr; }

    /// The same image at rest. `table` and `resolver` are those that it was opened with.
    [[nodiscard]] std::shared_ptr<const KeptImage> at_rest(
        symbols::ModuleTable& table, const image::ModuleResolver& resolver) const;

private:
    struct Packed;
    explicit KeptImage(std::shared_ptr<const Packed> packed);
    [[nodiscard]] const image::ModuleInterface& open() const;

    const base::Digest fingerprint_;
    mutable std::mutex mutex_;  // guards what follows; there_ may be read without it
    mutable std::shared_ptr<const Packed> packed_;  // null until somebody puts it to rest
    mutable std::shared_ptr<const image::ModuleInterface> opened_;
    mutable std::atomic<const image::ModuleInterface*> there_;  // opened_, once it is there
};

}  // namespace krait::project
