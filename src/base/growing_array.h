// growing_array.h
//
// An array that grows under its owner's lock while any number of threads read what is already in it
// without one. Entries never move: the array is a row of blocks, each twice as long as the one
// before, so an index leads to its block by a count of leading zeros, and a small array is small.
// A vector would have to be locked by readers, for it moves when it grows.

#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/assert.h"

namespace krait::base {

/// An index reaches another thread only by a synchronisation of its own (a release store, a lock);
/// with it comes the entry.
template <class T>
class GrowingArray {
public:
    GrowingArray() = default;
    ~GrowingArray() {
        for (auto& block : blocks_) delete[] block.load(std::memory_order_relaxed);
    }
    GrowingArray(const GrowingArray&) = delete;
    GrowingArray& operator=(const GrowingArray&) = delete;

    /// Any thread may ask; the entries below are there.
    [[nodiscard]] std::uint32_t size() const { return size_.load(std::memory_order_acquire); }

    /// Under the owner's lock. The index of the new entry.
    std::uint32_t push_back(T value) {
        const std::uint32_t index = size_.load(std::memory_order_relaxed);
        const Place place = place_of(index);
        KRAIT_ENSURE(place.block < kBlocks, "an array has grown beyond every bound");
        T* block = blocks_[place.block].load(std::memory_order_relaxed);
        if (block == nullptr) {
            block = new T[kFirst << place.block];
            blocks_[place.block].store(block, std::memory_order_release);
        }
        block[place.offset] = std::move(value);
        size_.store(index + 1, std::memory_order_release);
        return index;
    }

    /// Without any lock, for an index that push_back gave.
    [[nodiscard]] const T& operator[](std::uint32_t index) const {
        const Place place = place_of(index);
        return blocks_[place.block].load(std::memory_order_acquire)[place.offset];
    }

private:
    static constexpr std::uint32_t kFirst = 32;
    static constexpr std::uint32_t kBlocks = 26;  // 2^31 entries

    struct Place {
        std::uint32_t block;
        std::uint32_t offset;
    };
    static Place place_of(std::uint32_t index) {
        const std::uint64_t shifted = std::uint64_t{index} + kFirst;
        const auto top = static_cast<std::uint32_t>(std::bit_width(shifted)) - 1;
        return {top - static_cast<std::uint32_t>(std::bit_width(kFirst)) + 1,
                static_cast<std::uint32_t>(shifted - (std::uint64_t{1} << top))};
    }

    std::array<std::atomic<T*>, kBlocks> blocks_{};
    std::atomic<std::uint32_t> size_ = 0;
};

}  // namespace krait::base
