// cells.h
//
// Where the cells of a notebook are in the module that they make up. Cells follow each other, each
// from the start of a line to the end of one, so that a place in a cell and its place in the module
// differ by a number of lines and by nothing else.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace krait::server {

struct Cell {
    std::string uri;
    std::int32_t version = 0;  ///< the editor's
    std::uint32_t first_line = 0;
    std::uint32_t line_count = 1;
    std::uint32_t end_character = 0;  ///< how long its last line is, as the session counts
    bool starts_with_magic = false;   ///< nothing can be put above its first line

    [[nodiscard]] std::uint32_t end_line() const { return first_line + line_count; }
    [[nodiscard]] bool has_line(std::uint32_t line) const {
        return first_line <= line && line < end_line();
    }
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// Those with code in Python, in order.
struct Cells {
    std::vector<Cell> all;
    bool defines_unseen = false;  ///< some magic may define names

    /// Null if there is none.
    [[nodiscard]] const Cell* find(std::string_view uri) const;
    [[nodiscard]] const Cell* at_line(std::uint32_t line) const;
    friend bool operator==(const Cells&, const Cells&) = default;
};
using CellsPtr = std::shared_ptr<const Cells>;

}  // namespace krait::server
