#include "project/kept_image.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "cache/compression.h"

namespace krait::project {

struct KeptImage::Packed {
    std::string bytes;
    std::size_t size;  ///< unpacked
    base::Digest fingerprint;
    base::ModuleId id;
    symbols::ModuleTable& table;
    const image::ModuleResolver& resolver;
};

KeptImage::KeptImage(std::shared_ptr<const image::ModuleInterface> image)
    : fingerprint_(image->fingerprint()), opened_(std::move(image)), there_(opened_.get()) {}

KeptImage::KeptImage(std::shared_ptr<const Packed> packed)
    : fingerprint_(packed->fingerprint), packed_(std::move(packed)), there_(nullptr) {}

std::shared_ptr<const KeptImage> KeptImage::at_rest(symbols::ModuleTable& table,
                                                    const image::ModuleResolver& resolver) const {
    const std::lock_guard lock(mutex_);
    if (!packed_) {
        const std::span<const char> bytes = opened_->bytes();
        std::string packed;
        cache::append_compressed(packed, {bytes.data(), bytes.size()}, cache::Effort::Usual);
        packed.shrink_to_fit();
        packed_ = std::make_shared<const Packed>(
            Packed{std::move(packed), bytes.size(), fingerprint_, opened_->id(), table, resolver});
    }
    return std::shared_ptr<const KeptImage>(new KeptImage(packed_));
}

const image::ModuleInterface& KeptImage::open() const {
    const std::lock_guard lock(mutex_);
    if (opened_) return *opened_;
    std::vector<char> bytes(packed_->size);
    KRAIT_ENSURE(cache::decompress(packed_->bytes, bytes), "what this process packed is whole");
    auto image = image::ModuleInterface::open(std::move(bytes), packed_->id, packed_->table,
                                              packed_->resolver);
    KRAIT_ENSURE(image.has_value(), "an image that was open once can be opened again");
    opened_ = std::move(*image);
    there_.store(opened_.get(), std::memory_order_release);
    return *opened_;
}

}  // namespace krait::project
