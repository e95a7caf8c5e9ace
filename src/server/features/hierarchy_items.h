// hierarchy_items.h
//
// Classes and functions as the items of type and call hierarchies. An item is asked about again by
// the place of its name, which may lie in a file that no editor has open.

#pragma once

#include <optional>
#include <string>

#include "project/definition_place.h"
#include "protocol/navigation.h"
#include "server/features/question.h"

namespace krait::features {

/// Nothing if it stands nowhere.
[[nodiscard]] std::optional<protocol::HierarchyItem> hierarchy_item(
    const Question& question, project::InspectedUnit& unit, const types::Definition& definition);

/// Of a function or class by its node, or of the module (NodeId::None).
[[nodiscard]] protocol::HierarchyItem item_of_node(const Question& question,
                                                   const project::LoadedModulePtr& module,
                                                   syntax::NodeId node);

}  // namespace krait::features
