// handlers_documents.cpp: opening, changing, saving and closing documents.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/asked_document.h"
#include "server/handlers.h"
#include "server/stub_files.h"

namespace krait::server {

namespace {

/// The path of a document that Krait checks. Others (an unsaved buffer without a file, a terminal's
/// output, what lies on disk of an open notebook) have none and are left alone.
std::optional<std::string> checked_path(const Session& session, const std::string& uri) {
    std::optional<std::string> path = document_path(uri);
    if (!path) spdlog::debug("Not a file: {}", uri);
    if (!path || !session.notebooks.is_open(*path)) return path;
    spdlog::info("Open as a notebook: {}", *path);
    return std::nullopt;
}

bool is_python(const protocol::TextDocumentItem& item, std::string_view path) {
    return item.language_id == "python" || path.ends_with(".py") || path.ends_with(".pyi");
}

}  // namespace

void did_open(Session& session, const protocol::DidOpenTextDocumentParams& params) {
    std::optional<std::string> path = checked_path(session, params.text_document.uri);
    if (!path || !is_python(params.text_document, *path)) return;
    bool again = session.documents.find(*path) != nullptr;
    if (again) spdlog::warn("Opened twice: {}", *path);
    session.documents.open(*path, params.text_document);
    document_opened(session, *path, again);
}

void document_opened(Session& session, const std::string& path, bool again) {
    const Document& document = *session.documents.find(path);
    session.publisher.opened(path);
    const Folder* around = session.folders.of_file(path);
    const bool starts = around != nullptr && around->program != nullptr;
    if (session.starts_by && !starts) return focus(session, path);
    Folder& folder = place(session, path);
    expect_work(session, folder);
    if (again) {
        folder.program->change(path, document.text, document.revision);
    } else {
        folder.program->open(path, document.text, document.revision);
    }
    focus(session, path);
}

void did_change(Session& session, const protocol::DidChangeTextDocumentParams& params) {
    std::optional<std::string> path = checked_path(session, params.text_document.uri);
    if (!path) return;
    const Document* before = session.documents.find(*path);
    if (before == nullptr) {
        spdlog::warn("Changed but not open: {}", *path);
        return;
    }
    // The text is the truth: a version that doesn't grow is remarked on, not refused, because
    // leaving out a change would leave every later one at the wrong place.
    if (params.text_document.version <= before->version) {
        spdlog::warn("Version {} after {}: {}", params.text_document.version, before->version,
                     *path);
    }
    session.documents.change(*path, params.text_document.version, params.content_changes);
    session.pulls.document_changed(*path, session.documents.find(*path)->revision);
    document_changed(session, *path);
}

void document_changed(Session& session, const std::string& path) {
    session.requests.document_changed(path);
    Folder* folder = session.folders.home_of(path);
    // Not started yet, or making it failed: the next document tries again.
    if (folder == nullptr || !folder->program) return;
    std::vector<std::string>& delayed = folder->delayed;
    if (std::find(delayed.begin(), delayed.end(), path) == delayed.end()) delayed.push_back(path);
    if (folder->throttle.edited(session.environment.clock())) {
        focus(session, path);
        pass_on_delayed(session, *folder);
    }
}

/// Programs that the file doesn't belong to read it from the disk, even if it is open.
static void file_saved(Session& session, const std::string& path) {
    const Folder* home = session.folders.home_of(path);
    for (const auto& folder : session.folders.all()) {
        if (!folder->program || folder.get() == home) continue;
        expect_work(session, *folder);
        folder->program->files_changed({path});
    }
}

void did_save(Session& session, const protocol::DidSaveTextDocumentParams& params) {
    // The program has the text already; what else a save changes, the file watcher tells.
    pass_on_delayed(session);
    std::optional<std::string> path = checked_path(session, params.text_document.uri);
    if (path && !session.client.capabilities.register_watched_files) file_saved(session, *path);
}

void did_close(Session& session, const protocol::DidCloseTextDocumentParams& params) {
    std::optional<std::string> path = checked_path(session, params.text_document.uri);
    if (!path) return;
    if (session.documents.find(*path) == nullptr) {
        spdlog::warn("Closed but not open: {}", *path);
        return;
    }
    session.pulls.document_changed(*path, 0);
    close_document(session, *path);
}

void close_document(Session& session, const std::string& path) {
    base::SourceTextPtr text = session.documents.find(path)->text;
    session.documents.close(path);
    session.requests.document_changed(path);
    session.publisher.closed(path, std::move(text));
    if (session.focused == path) session.focused.clear();
    Folder* folder = session.folders.home_of(path);
    session.folders.closed(path);
    if (folder == nullptr || !folder->program) return;
    std::erase(folder->delayed, path);  // closing says all that there is to say
    expect_work(session, *folder);
    folder->program->close(path);
}

/// Where sets are pushed, nothing keeps them for later questions, and none was offered.
static bool refuse_to_be_pulled(Session& session, const protocol::RequestId& id) {
    if (session.publisher.lets_pull()) return false;
    session.client.refuse(id, protocol::ErrorCode::MethodNotFound,
                          "Diagnostics are sent to this client as they are found.");
    return true;
}

void document_diagnostics(Session& session, const protocol::RequestId& id,
                          const protocol::DocumentDiagnosticParams& params) {
    if (refuse_to_be_pulled(session, id)) return;
    const AskedDocument asked = asked_document(session, params.text_document.uri);
    if (asked.cell) session.publisher.let_pull_cells();
    const bool by_path = !asked.cell && !asked.path.empty();
    session.pulls.ask(id, by_path ? asked.path : params.text_document.uri,
                      asked.document != nullptr ? asked.document->revision : 0,
                      params.previous_result_id);
}

void workspace_diagnostics(Session& session, const protocol::RequestId& id,
                           const protocol::WorkspaceDiagnosticParams& params,
                           const protocol::ProgressTokens& tokens) {
    if (refuse_to_be_pulled(session, id)) return;
    session.pulls.ask(id, params.previous_result_ids, is_done(session), tokens.partial_result);
}

}  // namespace krait::server
