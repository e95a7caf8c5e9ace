// components.h
//
// Strongly connected components and layers of a graph of small integers. Separate from the module
// graph because it is used twice, for the whole graph and again inside each cycle, and because it
// must not recurse: a chain of a million modules is a million frames deep.
//
// Edges are in one array with offsets (compressed rows): the graph of 100,000 modules is walked
// in a few milliseconds because it is two contiguous arrays, not 100,000 vectors.

#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace krait::scheduler {

/// Rows of a ragged table, one after the other. Row `i` is `items[offsets[i] .. offsets[i + 1])`.
struct Rows {
    std::vector<std::uint32_t> offsets{0};
    std::vector<std::uint32_t> items;

    [[nodiscard]] std::uint32_t count() const {
        return static_cast<std::uint32_t>(offsets.size() - 1);
    }
    [[nodiscard]] std::span<const std::uint32_t> operator[](std::uint32_t row) const {
        return std::span(items).subspan(offsets[row], offsets[row + 1] - offsets[row]);
    }
    /// Ends the row that `items` were appended to.
    void end_row() { offsets.push_back(static_cast<std::uint32_t>(items.size())); }
};

/// Rows of which a few were changed since they were made. The rest stays one array.
class EditedRows {
public:
    EditedRows() = default;
    EditedRows(Rows rows) : rows_(std::move(rows)) {}  // NOLINT: rows are edited rows

    [[nodiscard]] std::uint32_t count() const { return rows_.count(); }
    [[nodiscard]] std::span<const std::uint32_t> operator[](std::uint32_t row) const {
        if (changed_.empty()) return rows_[row];
        auto found = changed_.find(row);
        return found == changed_.end() ? rows_[row] : found->second;
    }
    void replace(std::uint32_t row, std::vector<std::uint32_t> items) {
        changed_[row] = std::move(items);
    }

private:
    Rows rows_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> changed_;
};

/// The same arrows, turned round: row `t` lists, ascending, the rows that had `t`.
[[nodiscard]] Rows reversed(const Rows& rows);

/// `edges[v]` are the nodes that v depends upon.
struct Components {
    std::vector<std::uint32_t> of_node;  ///< component of each node
    Rows members;                        ///< nodes of each component, ascending
    Rows dependencies;                   ///< components each depends upon; each once, never itself
};

/// Components, numbered so that a component comes after those it depends upon, layer by layer:
/// first all that depend on nothing, then all whose dependencies are in earlier layers; in a
/// layer, the component whose smallest node is largest comes first. That is mypy's order, if nodes
/// are numbered by mypy's order of loading. O(nodes + edges), but for sorting each layer.
[[nodiscard]] Components components_of(const Rows& edges);

}  // namespace krait::scheduler
