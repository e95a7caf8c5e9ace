// sparse_table.h
//
// A table of which most cells are never used. Of a library's interface a program looks at a handful
// of definitions, so that whole tables for what has been decoded of it would be as large as the
// image itself.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace krait::image {

template <class T>
class SparseTable {
public:
    explicit SparseTable(std::size_t cells = 0) : blocks_((cells + kCells - 1) / kCells) {}

    /// The cell, value-initialised if nobody has asked for it before. Cells never move.
    [[nodiscard]] T& operator[](std::uint32_t index) {
        std::unique_ptr<T[]>& block = blocks_[index / kCells];
        if (block == nullptr) {
            block = std::make_unique<T[]>(kCells);
            ++made_;
        }
        return block[index % kCells];
    }
    /// Memory held, in bytes.
    [[nodiscard]] std::size_t memory() const {
        return blocks_.size() * sizeof(blocks_[0]) + made_ * kCells * sizeof(T);
    }

private:
    static constexpr std::size_t kCells = 32;
    std::vector<std::unique_ptr<T[]>> blocks_;
    std::size_t made_ = 0;
};

}  // namespace krait::image
