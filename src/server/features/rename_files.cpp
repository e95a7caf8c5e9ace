#include "server/features/rename_files.h"
namespace krait::features {
protocol::Decoded<protocol::WorkspaceEdit> rename_files(const Question&, const protocol::RenameFilesParams&) { return protocol::WorkspaceEdit{}; }
}  // namespace krait::features
