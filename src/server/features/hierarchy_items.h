// hierarchy_items.h: a definition as an item of a tree, and back.

#pragma once

#include <optional>

#include "protocol/hierarchy.h"
#include "server/features/asked_place.h"

namespace krait::features {

[[nodiscard]] std::optional<protocol::HierarchyItem> item_of(const Question& question,
                                                             project::InspectedUnit& unit,
                                                             const types::Definition& definition);
[[nodiscard]] protocol::SymbolShape shape_of(const types::Definition& definition);

/// The definition that an item was made of, with its module seen from outside.
struct FoundItem {
    project::LoadedModulePtr module;
    project::HeldUnit unit;
    const types::Definition* definition = nullptr;
};
[[nodiscard]] std::optional<FoundItem> find_item(const Question& question,
                                                 const protocol::HierarchyItem& item);

}  // namespace krait::features
