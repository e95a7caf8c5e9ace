// rename.h
//
// Another name for something, everywhere it is used. A rename that can't be done safely is refused
// with a sentence that says why: half of a rename is worse than none.

#pragma once

#include "protocol/references.h"
#include "protocol/rpc.h"
#include "server/features/question.h"

namespace krait::features {

/// What may be renamed, and what it is called now.
[[nodiscard]] protocol::Decoded<protocol::RenamePlace> prepare_rename(
    const Question& question, const protocol::TextDocumentPositionParams& at);
[[nodiscard]] protocol::Decoded<protocol::WorkspaceEdit> rename(
    const Question& question, const protocol::RenameParams& params);

}  // namespace krait::features
