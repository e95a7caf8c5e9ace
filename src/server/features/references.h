// references.h
//
// Where else this is: all references, those of the same file lit up, and a new name for all of
// them.

#pragma once

#include <optional>
#include <vector>

#include "protocol/references.h"
#include "protocol/rpc.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::Location> references(const Question& question,
                                                         const protocol::ReferenceParams& at);
[[nodiscard]] std::vector<protocol::DocumentHighlight> document_highlight(
    const Question& question, const protocol::TextDocumentPositionParams& at);

/// What may be renamed, and what it is called now. An error says why not.
[[nodiscard]] protocol::Decoded<protocol::RenamePlace> prepare_rename(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] protocol::Decoded<protocol::WorkspaceEdit> rename(
    const Question& question, const protocol::RenameParams& params);

}  // namespace krait::features
