// cycle_breaking.cpp
//
// An edge can only matter if it lies on every way from some node to another. All such edges are in
// each tree that reaches every node from a root, or in each that reaches the root from every node;
// so two trees give at most two candidates a node, however many imports there are, and each
// candidate is simply tried.

#include "scheduler/cycle_breaking.h"

#include <algorithm>
#include <utility>

namespace krait::scheduler {

namespace {

using Edge = std::pair<std::uint32_t, std::uint32_t>;

/// The cycle's own edges, its members numbered from 0.
Rows edges_inside(const Rows& edges, std::span<const std::uint32_t> members) {
    std::vector<std::uint32_t> local(edges.count(), ~std::uint32_t{0});
    for (std::uint32_t i = 0; i < members.size(); ++i) local[members[i]] = i;
    Rows inside;
    for (std::uint32_t node : members) {
        for (std::uint32_t target : edges[node]) {
            const std::uint32_t to = local[target];
            if (to != ~std::uint32_t{0} && to != local[node]) inside.items.push_back(to);
        }
        const auto row = inside.items.begin() + inside.offsets.back();
        std::sort(row, inside.items.end());
        inside.items.erase(std::unique(row, inside.items.end()), inside.items.end());
        inside.end_row();
    }
    return inside;
}

/// The edges by which a breadth-first walk from node 0 meets each other node.
std::vector<Edge> tree_of(const Rows& edges) {
    std::vector<Edge> tree;
    std::vector<bool> met(edges.count());
    std::vector<std::uint32_t> queue{0};
    met[0] = true;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const std::uint32_t node = queue[next];
        for (std::uint32_t target : edges[node]) {
            if (met[target]) continue;
            met[target] = true;
            queue.push_back(target);
            tree.emplace_back(node, target);
        }
    }
    return tree;
}

std::vector<Edge> candidates_of(const Rows& edges) {
    std::vector<Edge> candidates = tree_of(edges);
    for (const auto& [to, from] : tree_of(reversed(edges))) candidates.emplace_back(from, to);
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    return candidates;
}

std::uint32_t largest_without(const Rows& edges, Edge gone) {
    Rows left;
    left.items.reserve(edges.items.size());
    for (std::uint32_t node = 0; node < edges.count(); ++node) {
        for (std::uint32_t target : edges[node]) {
            if (Edge{node, target} != gone) left.items.push_back(target);
        }
        left.end_row();
    }
    const Components parts = components_of(left);
    std::uint32_t largest = 0;
    for (std::uint32_t i = 0; i < parts.members.count(); ++i) {
        largest = std::max(largest, static_cast<std::uint32_t>(parts.members[i].size()));
    }
    return largest;
}

}  // namespace

std::vector<Cut> best_cuts(const Rows& edges, std::span<const std::uint32_t> members,
                           std::size_t limit, std::uint64_t steps) {
    if (members.size() < 2) return {};
    const Rows inside = edges_inside(edges, members);
    const std::uint64_t cost = inside.count() + inside.items.size();
    std::vector<Cut> cuts;
    for (const Edge& edge : candidates_of(inside)) {
        if (steps < cost) break;
        steps -= cost;
        const std::uint32_t largest = largest_without(inside, edge);
        if (largest == members.size()) continue;
        cuts.push_back({members[edge.first], members[edge.second], largest});
    }
    std::stable_sort(cuts.begin(), cuts.end(),
                     [](const Cut& a, const Cut& b) { return a.largest_left < b.largest_left; });
    if (cuts.size() > limit) cuts.resize(limit);
    return cuts;
}

}  // namespace krait::scheduler
