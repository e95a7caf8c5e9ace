// type_hierarchy.h
//
// A class, what it inherits from, and who inherits from it, one step at a time.

#pragma once

#include <vector>

#include "protocol/navigation.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::HierarchyItem> prepare_type_hierarchy(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::HierarchyItem> supertypes(
    const Question& question, const protocol::HierarchyItemParams& of);
[[nodiscard]] std::vector<protocol::HierarchyItem> subtypes(
    const Question& question, const protocol::HierarchyItemParams& of);

}  // namespace krait::features
