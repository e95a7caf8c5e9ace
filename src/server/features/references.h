// references.h
//
// Where a name is used: in the whole workspace, or (highlights) in the document alone.

#pragma once

#include <vector>

#include "protocol/references.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::Location> references(const Question& question,
                                                         const protocol::ReferenceParams& params);
[[nodiscard]] std::vector<protocol::DocumentHighlight> document_highlight(
    const Question& question, const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features
