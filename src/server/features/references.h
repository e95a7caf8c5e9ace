// references.h
//
// Where a name is used: in the whole workspace, or (highlights) in the document alone.

#pragma once

#include <functional>
#include <vector>

#include "protocol/references.h"
#include "server/features/question.h"

namespace krait::features {

/// Called with each file's as they are found; empty: all come at the end. Then nothing does.
using FoundLocations = std::function<void(const std::vector<protocol::Location>&)>;
[[nodiscard]] std::vector<protocol::Location> references(const Question& question,
                                                         const protocol::ReferenceParams& params,
                                                         const FoundLocations& as_found = {});
[[nodiscard]] std::vector<protocol::DocumentHighlight> document_highlight(
    const Question& question, const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features
