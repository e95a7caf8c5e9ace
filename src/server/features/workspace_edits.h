// workspace_edits.h
//
// Edits of several documents in the form that the editor understands: with the versions that they
// are meant for where it knows these.

#pragma once

#include <string>

#include "protocol/references.h"
#include "server/features/question.h"

namespace krait::features {

/// `text` is what the edits' places refer to. An edit of the same range is added once.
void add_edit(const Question& question, protocol::WorkspaceEdit& to, const std::string& path,
              const base::SourceText& text, base::TextRange range, std::string new_text);

}  // namespace krait::features
