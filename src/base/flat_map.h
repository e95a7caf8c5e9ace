// flat_map.h
//
// A hash map for small keys (ids, handles, pointers) and values that may be moved about. Entries lie
// in one array in the order in which they came, and beside it lies a table of their numbers. Against
// std::unordered_map that saves an allocation an entry, and walking over it has an order that does
// not depend on hashes. The price: a reference to a value dies with the next insertion, as a
// vector's does, and nothing can be erased.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace krait::base {

/// Ids count up and addresses are multiples of 16: both are spread over all bits. Other keys bring
/// a std::hash that does so.
struct SpreadBits {
    template <class Key>
    std::size_t operator()(const Key& key) const {
        if constexpr (std::is_pointer_v<Key>) {
            return spread(reinterpret_cast<std::uintptr_t>(key));
        } else if constexpr (std::is_enum_v<Key> || std::is_integral_v<Key>) {
            return spread(static_cast<std::uint64_t>(key));
        } else {
            return spread(std::hash<Key>{}(key));
        }
    }
    static std::size_t spread(std::uint64_t bits) {
        bits *= 0x9E37'79B9'7F4A'7C15ull;
        return static_cast<std::size_t>(bits ^ bits >> 32);
    }
};

/// The part of std::unordered_map's face that needs no erasing.
template <class Key, class Value, class Hash = SpreadBits>
class FlatMap {
public:
    using value_type = std::pair<Key, Value>;
    using iterator = typename std::vector<value_type>::iterator;
    using const_iterator = typename std::vector<value_type>::const_iterator;

    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] iterator begin() { return entries_.begin(); }
    [[nodiscard]] iterator end() { return entries_.end(); }
    [[nodiscard]] const_iterator begin() const { return entries_.begin(); }
    [[nodiscard]] const_iterator end() const { return entries_.end(); }

    [[nodiscard]] iterator find(const Key& key) { return begin() + distance_to(key); }
    [[nodiscard]] const_iterator find(const Key& key) const { return begin() + distance_to(key); }
    [[nodiscard]] bool contains(const Key& key) const { return number_of(key) != 0; }

    template <class... Args>
    std::pair<iterator, bool> try_emplace(Key key, Args&&... args) {
        if (4 * (entries_.size() + 1) > 3 * cells_.size()) grow();
        std::size_t at = Hash{}(key) & (cells_.size() - 1);
        for (; cells_[at] != 0; at = (at + 1) & (cells_.size() - 1)) {
            const std::uint32_t number = cells_[at];
            if (entries_[number - 1].first == key) return {begin() + (number - 1), false};
        }
        entries_.emplace_back(std::piecewise_construct, std::forward_as_tuple(std::move(key)),
                              std::forward_as_tuple(std::forward<Args>(args)...));
        cells_[at] = static_cast<std::uint32_t>(entries_.size());
        return {end() - 1, true};
    }
    template <class Given>
    std::pair<iterator, bool> emplace(Key key, Given&& value) {
        return try_emplace(std::move(key), std::forward<Given>(value));
    }
    Value& operator[](const Key& key) { return try_emplace(key).first->second; }

    void clear() {
        entries_.clear();
        cells_.clear();
    }

private:
    /// An entry's number, from 1; 0 if there is none.
    [[nodiscard]] std::uint32_t number_of(const Key& key) const {
        if (cells_.empty()) return 0;
        std::size_t at = Hash{}(key) & (cells_.size() - 1);
        for (; cells_[at] != 0; at = (at + 1) & (cells_.size() - 1)) {
            if (entries_[cells_[at] - 1].first == key) return cells_[at];
        }
        return 0;
    }
    [[nodiscard]] std::ptrdiff_t distance_to(const Key& key) const {
        const std::uint32_t number = number_of(key);
        return static_cast<std::ptrdiff_t>(number == 0 ? entries_.size() : number - 1);
    }
    void grow() {
        cells_.assign(cells_.empty() ? 8 : 2 * cells_.size(), 0);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            std::size_t at = Hash{}(entries_[i].first) & (cells_.size() - 1);
            while (cells_[at] != 0) at = (at + 1) & (cells_.size() - 1);
            cells_[at] = static_cast<std::uint32_t>(i + 1);
        }
    }

    std::vector<value_type> entries_;
    std::vector<std::uint32_t> cells_;  // numbers of entries; 0: free; a power of two many
};

}  // namespace krait::base
