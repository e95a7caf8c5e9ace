// signature_help.h
//
// Which arguments a call takes, while it is being typed: every overload, and in each the parameter
// that the cursor's argument is for.

#pragma once

#include <optional>

#include "protocol/hints.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::optional<protocol::SignatureHelp> signature_help(
    const Question& question, const protocol::TextDocumentPositionParams& at);

}  // namespace krait::features
