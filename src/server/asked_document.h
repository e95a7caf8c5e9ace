// asked_document.h
//
// Which open document a client means by a URI: a file's, or a cell's, which stands for some lines
// of its notebook.

#pragma once

#include "server/cell_places.h"
#include "server/session.h"

namespace krait::server {

struct AskedDocument {
    std::string path;                    ///< empty: neither a file nor a cell
    const Document* document = nullptr;  ///< null: it isn't open
    std::optional<Cell> cell;            ///< of the document, if that is a notebook
};
[[nodiscard]] AskedDocument asked_document(const Session& session, const std::string& uri);

/// What answers to questions that are asked now need to know of notebooks.
[[nodiscard]] std::shared_ptr<const OpenNotebooks> open_notebooks(const Session& session);

}  // namespace krait::server
