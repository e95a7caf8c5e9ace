// code_actions.h
//
// What can be done about a diagnostic with a look at the text alone: silence it with a comment,
// take away a comment that silences nothing, say how to install the stubs that are missing.

#pragma once

#include <vector>

#include "protocol/code_actions.h"
#include "server/features/question.h"

namespace krait::features {

/// The command that tells how to install a stub package, which is its argument.
inline constexpr const char* kHowToInstall = "krait.howToInstall";

[[nodiscard]] std::vector<protocol::CodeAction> code_actions(
    const Question& question, const protocol::CodeActionParams& params);

}  // namespace krait::features
