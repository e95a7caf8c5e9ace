#include "server/asked_document.h"

#include "server/stub_files.h"

namespace krait::server {

AskedDocument asked_document(const Session& session, const std::string& uri) {
    if (const auto path = session.notebooks.path_of_cell(uri)) {
        const Document* document = session.documents.find(*path);
        const bool is_notebook = document != nullptr && document->cells != nullptr;
        const Cell* cell = is_notebook ? document->cells->find(uri) : nullptr;
        // A cell with text, or in another language.
        if (cell == nullptr) return {};
        return {*path, document, *cell};
    }
    AskedDocument asked{document_path(uri).value_or(""), nullptr, {}};
    // A notebook's file is a text of its own, which nobody checks.
    if (!session.notebooks.is_open(asked.path)) asked.document = session.documents.find(asked.path);
    return asked;
}

std::shared_ptr<const OpenNotebooks> open_notebooks(const Session& session) {
    auto open = std::make_shared<OpenNotebooks>();
    for (const auto& [path, document] : session.documents.all()) {
        if (document.cells) open->emplace(document.uri, document.cells);
    }
    return open;
}

}  // namespace krait::server
