// persistent_vector.h
//
// A vector whose copies are free and share what they have in common. A revision forks the snapshot
// of all published interfaces in O(1); replacing one entry copies the path to its leaf and nothing
// else, so a job that pins the older version keeps reading it, without locks, for as long as it
// likes. A plain vector behind a shared_ptr would cost a copy of 100,000 pointers per publication.
//
// A radix tree with leaves and nodes of 32: six levels would hold a billion entries, three hold
// 32,768 and four a million, and a path copy touches at most 1 KiB a level.

#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include "base/assert.h"

namespace krait::base {

/// Immutable to everybody who holds a copy: `set` changes this handle only, never another one's
/// view. Copies may be read from any number of threads at once; one handle must not be written by
/// one thread while another uses that same handle. Entries never set are T{}.
template <class T>
class PersistentVector {
public:
    PersistentVector() = default;

    /// One more than the largest index ever set or resized to.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

    /// The entry, or a T{} for an index that was never set, also past the end.
    [[nodiscard]] const T& operator[](std::size_t index) const {
        if (index >= size_ || !root_) return nothing();
        const void* node = root_.get();
        for (unsigned shift = shift_; shift > 0; shift -= kBits) {
            node = static_cast<const Branch*>(node)->children[(index >> shift) & kMask].get();
            if (!node) return nothing();
        }
        return static_cast<const Leaf*>(node)->items[index & kMask];
    }

    /// Replaces one entry in this handle; grows if need be. Copies one path: O(log size).
    void set(std::size_t index, T value) {
        grow_to(index);
        root_ = with(root_, shift_, index, std::move(value));
        if (index >= size_) size_ = index + 1;
    }

private:
    static constexpr unsigned kBits = 5;
    static constexpr std::size_t kWidth = std::size_t{1} << kBits;
    static constexpr std::size_t kMask = kWidth - 1;

    // A node is a Leaf at shift 0 and a Branch above; shared_ptr<const void> keeps the right
    // deleter.
    using NodePtr = std::shared_ptr<const void>;
    struct Leaf {
        std::array<T, kWidth> items{};
    };
    struct Branch {
        std::array<NodePtr, kWidth> children{};
    };

    static const T& nothing() {
        static const T empty{};
        return empty;
    }

    void grow_to(std::size_t index) {
        while ((index >> shift_) >= kWidth) {
            if (root_) {
                auto above = std::make_shared<Branch>();
                above->children[0] = std::move(root_);
                root_ = std::move(above);
            }
            shift_ += kBits;
            KRAIT_ENSURE(shift_ < 60, "a persistent vector holds fewer than 2^60 entries");
        }
    }

    static NodePtr with(const NodePtr& node, unsigned shift, std::size_t index, T&& value) {
        if (shift == 0) {
            auto leaf = node ? std::make_shared<Leaf>(*static_cast<const Leaf*>(node.get()))
                             : std::make_shared<Leaf>();
            leaf->items[index & kMask] = std::move(value);
            return leaf;
        }
        auto branch = node ? std::make_shared<Branch>(*static_cast<const Branch*>(node.get()))
                           : std::make_shared<Branch>();
        NodePtr& child = branch->children[(index >> shift) & kMask];
        child = with(child, shift - kBits, index, std::move(value));
        return branch;
    }

    NodePtr root_;          // null: nothing set yet
    std::size_t size_ = 0;  // entries beyond are T{}
    unsigned shift_ = 0;    // of the root; a multiple of kBits; 0: the root is a leaf
};

}  // namespace krait::base
