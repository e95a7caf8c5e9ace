// definition.h
//
// Where a name comes from. The declaration is what Krait reads: a stub, if there is one. The
// definition is the code that a stub describes, where it can be found. The type definition is the
// class of what stands there.

#pragma once

#include <vector>

#include "protocol/language_features.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::Location> definition(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::Location> declaration(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] std::vector<protocol::Location> type_definition(
    const Question& question, const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features
