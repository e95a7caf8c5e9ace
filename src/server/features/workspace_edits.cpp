#include "server/features/workspace_edits.h"

#include <algorithm>

namespace krait::features {

void add_edit(const Question& question, protocol::WorkspaceEdit& to, const std::string& path,
              const base::SourceText& text, base::TextRange range, std::string new_text) {
    to.names_versions = question.client != nullptr && question.client->features.document_changes;
    const std::string uri = path == question.path ? question.uri : question.uri_of(path);
    const protocol::Range place = range_of(text, range, question.unit);
    std::vector<protocol::TextEdit>& edits = to.changes[uri];
    const bool is_known = std::any_of(edits.begin(), edits.end(),
                                      [&](const auto& edit) { return edit.range == place; });
    if (!is_known) edits.push_back({place, std::move(new_text)});
    if (!question.open_documents) return;
    const auto open = question.open_documents->find(path);
    if (open != question.open_documents->end()) to.versions[uri] = open->second.version;
}

}  // namespace krait::features
