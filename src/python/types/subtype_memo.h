// subtype_memo.h
//
// Invariant arguments are compared both ways, so a question about nested types asks each inner
// question twice, and those theirs: without a memory list[list[...list[Any]...]] takes exponential
// time. This memory lives for one outermost question only, which belongs to one recording unit, so
// no read is lost by answering from it; and it is used only once a question has turned out to be
// long, so simple questions never touch it. Answers that leant on an assumption are not kept.

#pragma once

#include <cstdint>
#include <unordered_map>

#include "python/types/type.h"

namespace krait::types {

struct SubtypeMemo {
    struct Key {
        TypePtr left;
        TypePtr right;
        std::uint64_t how;  ///< the flags, the relation, and whose options
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            auto mix = [](std::size_t seed, std::size_t value) {
                return (seed ^ value) * 0x9E37'79B9'7F4A'7C15ull;
            };
            std::size_t seed = mix(key.how, reinterpret_cast<std::uintptr_t>(key.left) >> 3);
            seed = mix(seed ^ (seed >> 31), reinterpret_cast<std::uintptr_t>(key.right) >> 3);
            return seed ^ (seed >> 29);
        }
    };
    /// Questions short of this many steps are answered without it.
    static constexpr std::uint32_t kStepsBefore = 64;

    std::unordered_map<Key, bool, KeyHash> answers{};
    std::uint32_t nesting = 0;  ///< questions being decided, one inside the other
    std::uint32_t steps = 0;    ///< since the outermost one began
    /// How often an assumption was used as an answer, a variance that is being tried out included.
    std::uint64_t assumed = 0;
};

}  // namespace krait::types
