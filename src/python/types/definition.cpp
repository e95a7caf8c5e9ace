// definition.cpp
//
// Looking a name up. Tables are searched far more often than they are walked, so each carries an
// index that is sorted by the names' ids; its order shows nowhere.

#include "python/types/definition.h"

#include <algorithm>

namespace krait::types {

const Symbol* SymbolTable::find(Name name) const {
    auto id_at = [this](std::uint32_t index) { return symbols[index].name; };
    auto found =
        std::lower_bound(by_name.begin(), by_name.end(), name,
                         [&](std::uint32_t index, Name wanted) { return id_at(index) < wanted; });
    if (found == by_name.end() || id_at(*found) != name) return nullptr;
    return &symbols[*found];
}

}  // namespace krait::types
