// handlers_notebooks.cpp: opening, changing, saving and closing notebooks.

#include <spdlog/spdlog.h>

#include "server/handlers.h"
#include "server/stub_files.h"

namespace krait::server {

namespace {

/// Where the notebook's module is. One that was never saved is put into the workspace, so that its
/// imports are found.
std::string module_path(const Session& session, const std::string& uri) {
    if (const auto path = document_path(uri)) return *path;
    const std::string folder = session.folders.empty() ? session.environment.working_directory
                                                       : session.folders.all().front()->root;
    std::string name = uri.substr(uri.find_last_of(":/") + 1);
    if (name.empty() || name.find('\0') != std::string::npos) name = "untitled.ipynb";
    std::string path = folder + "/" + name;
    const auto is_taken = [&] {
        const Document* document = session.documents.find(path);
        return document != nullptr && document->uri != uri;
    };
    for (int i = 2; is_taken(); ++i) path = folder + "/" + std::to_string(i) + "-" + name;
    return path;
}

/// Questions about cells that aren't there any more, and those that wait for a newer text.
void update_pulls(Session& session, const Cells& before, const Document* now) {
    for (const Cell& cell : before.all) {
        const bool is_gone = now == nullptr || now->cells->find(cell.uri) == nullptr;
        if (is_gone) session.pulls.document_changed(cell.uri, 0);
    }
    if (now == nullptr) return;
    for (const Cell& cell : now->cells->all) {
        session.pulls.document_changed(cell.uri, now->revision);
    }
}

void put(Session& session, const std::string& path, const std::string& uri, std::int32_t version,
         NotebookModule module) {
    const Document* document = session.documents.find(path);
    const CellsPtr before = document != nullptr ? document->cells : nullptr;
    const Document& now =
        session.documents.put(path, uri, version, std::move(module.text), std::move(module.cells));
    update_pulls(session, before ? *before : Cells{}, &now);
}

}  // namespace

void did_open_notebook(Session& session, const protocol::DidOpenNotebookDocumentParams& params) {
    const std::string& uri = params.notebook_document.uri;
    const std::string path = module_path(session, uri);
    const bool again = session.notebooks.is_open(path);
    if (again) spdlog::warn("Opened twice: {}", path);
    if (!again && session.documents.find(path) != nullptr) {
        spdlog::warn("Open as a text, and not as a notebook: {}", path);
        return;
    }
    session.notebooks.open(path, params);
    put(session, path, uri, params.notebook_document.version, session.notebooks.module(path));
    document_opened(session, path, again);
}

void did_change_notebook(Session& session,
                         const protocol::DidChangeNotebookDocumentParams& params) {
    const auto& [uri, version] = params.notebook_document;
    const std::optional<std::string> path = session.notebooks.path_of(uri);
    if (!path) {
        spdlog::warn("Changed but not open: the notebook {}", uri);
        return;
    }
    const Document& before = *session.documents.find(*path);
    if (version <= before.version) {
        spdlog::warn("Version {} after {}: {}", version, before.version, *path);
    }
    session.notebooks.change(*path, params);
    NotebookModule module = session.notebooks.module(*path);
    // Most changes are of outputs and of what was executed.
    if (module.text == before.text->text() && *module.cells == *before.cells) return;
    put(session, *path, uri, version, std::move(module));
    document_changed(session, *path);
}

void did_save_notebook(Session& session, const protocol::DidSaveNotebookDocumentParams&) {
    pass_on_delayed(session);
}

void did_close_notebook(Session& session, const protocol::DidCloseNotebookDocumentParams& params) {
    const std::string& uri = params.notebook_document.uri;
    const std::optional<std::string> path = session.notebooks.path_of(uri);
    if (!path) {
        spdlog::warn("Closed but not open: the notebook {}", uri);
        return;
    }
    update_pulls(session, *session.documents.find(*path)->cells, nullptr);
    session.notebooks.close(*path);
    close_document(session, *path);
}

}  // namespace krait::server
