// hover.h
//
// What is under the cursor: a signature or a type, as mypy's reveal_type would print it, and the
// documentation that stands with the definition.

#pragma once

#include <optional>

#include "protocol/language_features.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::optional<protocol::Hover> hover(const Question& question,
                                                   const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features
