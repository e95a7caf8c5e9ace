// rename_files.h
//
// What has to change when files or folders get other names: the imports that lead to them, in every
// module of the workspace, and the relative ones in the files themselves. Asked before anything is
// renamed, so all edits are of the files as they still are.

#pragma once

#include <vector>

#include "protocol/references.h"
#include "protocol/rpc.h"
#include "server/features/moved_modules.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] protocol::Decoded<protocol::WorkspaceEdit> rename_files(
    const Question& question, const std::vector<RenamedPath>& renames);

}  // namespace krait::features
