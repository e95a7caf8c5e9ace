// cycle_breaking.h
//
// What holds a cycle together: for each strongly connected component, the import whose removal
// would leave the smallest largest component. Apart from the module graph because checking never
// asks this; people do.

#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/components.h"

namespace krait::scheduler {

struct Cut {
    std::uint32_t from = 0;  ///< node
    std::uint32_t to = 0;
    std::uint32_t largest_left = 0;  ///< size of the largest component that remains of the cycle
};

/// The best single edges to remove from the cycle of `members`, best first, at most `limit`; empty
/// if no single edge makes a difference. Looks at edges in an order that depends on the graph
/// alone, and stops at `steps` visited nodes and edges, with the best found until then.
[[nodiscard]] std::vector<Cut> best_cuts(const Rows& edges, std::span<const std::uint32_t> members,
                                         std::size_t limit, std::uint64_t steps = 2'000'000'000);

}  // namespace krait::scheduler
