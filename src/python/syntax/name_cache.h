// name_cache.h
//
// The interner is shared by all threads and takes a lock for each look-up. A file uses few distinct
// names very often, so a parser keeps those that it met in a small direct-mapped table.

#pragma once

#include <array>
#include <cstring>
#include <string_view>

#include "base/interner.h"

namespace krait::syntax {

class NameCache {
public:
    /// `text` must stay where it is for as long as the cache lives.
    base::Name intern(std::string_view text) {
        Entry& entry = entries_[slot(text)];
        if (entry.text == text && entry.name != base::Name::Empty) return entry.name;
        entry = {text, base::intern(text)};
        return entry.name;
    }

private:
    static constexpr std::size_t kSlots = 2048;
    struct Entry {
        std::string_view text;
        base::Name name = base::Name::Empty;
    };
    static std::size_t slot(std::string_view text) {
        // Names that differ tend to differ at their ends or in length.
        std::uint64_t head = 0;
        std::uint64_t tail = 0;
        std::size_t some = text.size() < 8 ? text.size() : 8;
        std::memcpy(&head, text.data(), some);
        std::memcpy(&tail, text.data() + text.size() - some, some);
        std::uint64_t mixed = (head ^ (tail << 7 | tail >> 57)) + text.size();
        return (mixed * 0x9E37'79B9'7F4A'7C15u) >> (64 - 11);
    }
    std::array<Entry, kSlots> entries_{};
};

}  // namespace krait::syntax
