// rename_files.h
//
// What has to change when files or folders get other names: the imports that lead to them, in every
// module of the workspace, and the relative ones in the files themselves. Asked before anything is
// renamed, so all edits are of the files as they still are.

#pragma once

#include "protocol/code_actions.h"
#include "protocol/references.h"
#include "protocol/rpc.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] protocol::Decoded<protocol::WorkspaceEdit> rename_files(
    const Question& question, const protocol::RenameFilesParams& params);

}  // namespace krait::features
