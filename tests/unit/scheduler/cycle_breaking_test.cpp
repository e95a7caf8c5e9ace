#include "scheduler/cycle_breaking.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

using namespace krait::scheduler;

namespace {

Rows graph(std::initializer_list<std::vector<std::uint32_t>> edges) {
    Rows rows;
    for (const auto& targets : edges) {
        rows.items.insert(rows.items.end(), targets.begin(), targets.end());
        rows.end_row();
    }
    return rows;
}

std::vector<Cut> cuts_of_all(const Rows& edges) {
    std::vector<std::uint32_t> all(edges.count());
    std::iota(all.begin(), all.end(), 0);
    return best_cuts(edges, all, 100);
}

}  // namespace

TEST_CASE("a ring falls apart whichever import goes") {
    const std::vector<Cut> cuts = cuts_of_all(graph({{1}, {2}, {3}, {0}}));
    REQUIRE(cuts.size() == 4);
    for (const Cut& cut : cuts) CHECK(cut.largest_left == 1);
}

TEST_CASE("the import between two groups is the best to go, and comes first") {
    // 0 to 2 all import each other, so do 3 to 6; 2 -> 3 and 6 -> 0 make them one cycle.
    const std::vector<Cut> cuts = cuts_of_all(
        graph({{1, 2}, {0, 2}, {0, 1, 3}, {4, 5, 6}, {3, 5, 6}, {3, 4, 6}, {3, 4, 5, 0}}));
    REQUIRE(cuts.size() == 2);
    CHECK(cuts[0].from == 2);
    CHECK(cuts[0].to == 3);
    CHECK(cuts[0].largest_left == 4);
    CHECK(cuts[1].from == 6);
    CHECK(cuts[1].to == 0);
}

TEST_CASE("where every import has a way round it, no single one makes a difference") {
    CHECK(cuts_of_all(graph({{1, 2}, {0, 2}, {0, 1}})).empty());
}

TEST_CASE("what lies outside of the cycle is not looked at") {
    const Rows edges = graph({{1, 3}, {0}, {0}, {}});
    const std::vector<std::uint32_t> cycle{0, 1};
    const std::vector<Cut> cuts = best_cuts(edges, cycle, 1);
    REQUIRE(cuts.size() == 1);
    CHECK(cuts.front().largest_left == 1);
}

TEST_CASE("an import that is written twice is one import") {
    CHECK(cuts_of_all(graph({{1, 1}, {0, 0}})).size() == 2);
}
