#include "server/cells.h"

#include <algorithm>

namespace krait::server {

const Cell* Cells::find(std::string_view uri) const {
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const Cell& cell) { return cell.uri == uri; });
    return at == all.end() ? nullptr : &*at;
}

const Cell* Cells::at_line(std::uint32_t line) const {
    const auto after =
        std::upper_bound(all.begin(), all.end(), line,
                         [](std::uint32_t one, const Cell& cell) { return one < cell.first_line; });
    if (after == all.begin()) return nullptr;
    const Cell& cell = *std::prev(after);
    return cell.has_line(line) ? &cell : nullptr;
}

}  // namespace krait::server
