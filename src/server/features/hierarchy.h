// hierarchy.h
//
// The trees that a program's definitions make: who derives from a class and from whom it derives,
// who overrides a method, who calls a function and whom it calls; and all definitions by name.

#pragma once

#include <vector>

#include "protocol/hierarchy.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::WorkspaceSymbol> workspace_symbols(
    const Question& question, const protocol::WorkspaceSymbolParams& params);

/// Subclasses of a class; of a method, those that override it.
[[nodiscard]] std::vector<protocol::Location> implementation(
    const Question& question, const protocol::TextDocumentPositionParams& at);

[[nodiscard]] std::vector<protocol::HierarchyItem> prepare_type_hierarchy(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::HierarchyItem> supertypes(
    const Question& question, const protocol::HierarchyItemParams& of);
[[nodiscard]] std::vector<protocol::HierarchyItem> subtypes(
    const Question& question, const protocol::HierarchyItemParams& of);

[[nodiscard]] std::vector<protocol::HierarchyItem> prepare_call_hierarchy(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::IncomingCall> incoming_calls(
    const Question& question, const protocol::HierarchyItemParams& of);
[[nodiscard]] std::vector<protocol::OutgoingCall> outgoing_calls(
    const Question& question, const protocol::HierarchyItemParams& of);

}  // namespace krait::features
