// call_hierarchy.h
//
// Who calls a function, and whom it calls, one step at a time. Making an object of a class is a
// call of its constructor.

#pragma once

#include <vector>

#include "protocol/navigation.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::HierarchyItem> prepare_call_hierarchy(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::IncomingCall> incoming_calls(
    const Question& question, const protocol::HierarchyItemParams& to);
[[nodiscard]] std::vector<protocol::OutgoingCall> outgoing_calls(
    const Question& question, const protocol::HierarchyItemParams& from);

}  // namespace krait::features
