// components.cpp
//
// Tarjan's algorithm with its own stack, then Kahn's by layers. Tarjan alone would give a
// topological order too, but one that depends on where the walk started; mypy's layers don't.

#include "scheduler/components.h"

#include <algorithm>

#include "base/assert.h"

namespace krait::scheduler {

namespace {

constexpr std::uint32_t kUnseen = 0xFFFF'FFFF;

/// One run of Tarjan's algorithm. Components come out in the order in which they close.
class Tarjan {
public:
    explicit Tarjan(const Rows& edges)
        : edges_(edges), number_(edges.count(), kUnseen), low_(edges.count()) {}

    /// Component of each node; `count` is how many there are.
    std::vector<std::uint32_t> run(std::uint32_t& count) {
        component_.assign(edges_.count(), kUnseen);
        for (std::uint32_t node = 0; node < edges_.count(); ++node) {
            if (number_[node] == kUnseen) walk_from(node);
        }
        count = components_;
        return std::move(component_);
    }

private:
    struct Frame {
        std::uint32_t node;
        std::uint32_t next_edge;
    };

    void enter(std::uint32_t node) {
        number_[node] = low_[node] = next_number_++;
        open_.push_back(node);
        frames_.push_back({node, edges_.offsets[node]});
    }

    void walk_from(std::uint32_t root) {
        enter(root);
        while (!frames_.empty()) {
            Frame& frame = frames_.back();
            const std::uint32_t node = frame.node;
            if (frame.next_edge < edges_.offsets[node + 1]) {
                const std::uint32_t target = edges_.items[frame.next_edge++];
                if (number_[target] == kUnseen) {
                    enter(target);
                } else if (component_[target] == kUnseen) {
                    low_[node] = std::min(low_[node], number_[target]);
                }
                continue;
            }
            frames_.pop_back();
            if (!frames_.empty()) {
                std::uint32_t& low = low_[frames_.back().node];
                low = std::min(low, low_[node]);
            }
            if (low_[node] == number_[node]) close(node);
        }
    }

    void close(std::uint32_t head) {
        std::uint32_t node = kUnseen;
        do {
            node = open_.back();
            open_.pop_back();
            component_[node] = components_;
        } while (node != head);
        ++components_;
    }

    const Rows& edges_;
    std::vector<std::uint32_t> number_;     // order of first visit
    std::vector<std::uint32_t> low_;        // smallest number known to be reachable in the stack
    std::vector<std::uint32_t> component_;  // kUnseen while the node is on `open_`
    std::vector<std::uint32_t> open_;       // visited, component not yet closed
    std::vector<Frame> frames_;             // what the recursion would have on its stack
    std::uint32_t next_number_ = 0;
    std::uint32_t components_ = 0;
};

/// Rows by component from a number per node.
Rows group(const std::vector<std::uint32_t>& component, std::uint32_t count) {
    Rows rows;
    rows.offsets.assign(count + 1, 0);
    for (std::uint32_t c : component) ++rows.offsets[c + 1];
    for (std::uint32_t c = 0; c < count; ++c) rows.offsets[c + 1] += rows.offsets[c];
    rows.items.resize(component.size());
    std::vector<std::uint32_t> fill(rows.offsets.begin(), rows.offsets.end() - 1);
    for (std::uint32_t node = 0; node < component.size(); ++node) {
        rows.items[fill[component[node]]++] = node;
    }
    return rows;
}

Rows dependencies_between(const Rows& edges, const Rows& members,
                          const std::vector<std::uint32_t>& component) {
    Rows rows;
    std::vector<std::uint32_t> seen_by(members.count(), kUnseen);
    for (std::uint32_t c = 0; c < members.count(); ++c) {
        seen_by[c] = c;
        for (std::uint32_t node : members[c]) {
            for (std::uint32_t target : edges[node]) {
                const std::uint32_t other = component[target];
                if (seen_by[other] == c) continue;
                seen_by[other] = c;
                rows.items.push_back(other);
            }
        }
        rows.end_row();
    }
    return rows;
}

/// The place of each component in mypy's order.
std::vector<std::uint32_t> layered_order(const Rows& members, const Rows& dependencies) {
    const std::uint32_t count = members.count();
    const Rows dependents = reversed(dependencies);
    std::vector<std::uint32_t> waiting(count);
    std::vector<std::uint32_t> layer;
    std::vector<std::uint32_t> next;
    std::vector<std::uint32_t> order;
    order.reserve(count);
    for (std::uint32_t c = 0; c < count; ++c) {
        waiting[c] = static_cast<std::uint32_t>(dependencies[c].size());
        if (waiting[c] == 0) layer.push_back(c);
    }
    while (!layer.empty()) {
        std::sort(layer.begin(), layer.end(), [&](std::uint32_t a, std::uint32_t b) {
            return members[a].front() > members[b].front();
        });
        next.clear();
        for (std::uint32_t c : layer) {
            order.push_back(c);
            for (std::uint32_t dependent : dependents[c]) {
                if (--waiting[dependent] == 0) next.push_back(dependent);
            }
        }
        layer.swap(next);
    }
    KRAIT_ENSURE(order.size() == count, "components of a graph have no cycles among themselves");
    return order;
}

}  // namespace

Rows reversed(const Rows& rows) {
    Rows result;
    const std::uint32_t count = rows.count();
    result.offsets.assign(count + 1, 0);
    for (std::uint32_t target : rows.items) ++result.offsets[target + 1];
    for (std::uint32_t i = 0; i < count; ++i) result.offsets[i + 1] += result.offsets[i];
    result.items.resize(rows.items.size());
    std::vector<std::uint32_t> fill(result.offsets.begin(), result.offsets.end() - 1);
    for (std::uint32_t row = 0; row < count; ++row) {
        for (std::uint32_t target : rows[row]) result.items[fill[target]++] = row;
    }
    return result;
}

Components components_of(const Rows& edges) {
    std::uint32_t count = 0;
    const std::vector<std::uint32_t> closed = Tarjan(edges).run(count);
    const Rows members = group(closed, count);
    const Rows dependencies = dependencies_between(edges, members, closed);
    const std::vector<std::uint32_t> order = layered_order(members, dependencies);

    std::vector<std::uint32_t> place(count);
    for (std::uint32_t i = 0; i < count; ++i) place[order[i]] = i;
    Components result;
    result.of_node.resize(closed.size());
    for (std::uint32_t node = 0; node < closed.size(); ++node) {
        result.of_node[node] = place[closed[node]];
    }
    for (std::uint32_t old : order) {
        for (std::uint32_t node : members[old]) result.members.items.push_back(node);
        result.members.end_row();
        for (std::uint32_t other : dependencies[old]) {
            result.dependencies.items.push_back(place[other]);
        }
        result.dependencies.end_row();
    }
    return result;
}

}  // namespace krait::scheduler
