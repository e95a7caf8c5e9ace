// notebooks.h
//
// How notebooks are kept in step (LSP 3.17, Notebook Document Synchronization): a notebook is a
// list of cells, each of which is a text document with a URI and versions of its own.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/text_documents.h"

namespace krait::protocol {

enum class NotebookCellKind : std::uint8_t { Markup = 1, Code = 2 };

struct NotebookCell {
    NotebookCellKind kind = NotebookCellKind::Code;
    std::string document;  ///< URI
    friend bool operator==(const NotebookCell&, const NotebookCell&) = default;
};

struct NotebookDocument {
    std::string uri;
    std::string notebook_type;
    std::int32_t version = 0;
    std::vector<NotebookCell> cells;
};

struct DidOpenNotebookDocumentParams {
    NotebookDocument notebook_document;
    std::vector<TextDocumentItem> cell_text_documents;
};

/// `delete_count` cells from `start` on are replaced.
struct NotebookCellArrayChange {
    std::uint32_t start = 0;
    std::uint32_t delete_count = 0;
    std::vector<NotebookCell> cells;
};

struct NotebookCellStructureChange {
    NotebookCellArrayChange array;
    std::vector<TextDocumentItem> did_open;
    std::vector<TextDocumentIdentifier> did_close;
};

struct NotebookCellTextChange {
    VersionedTextDocumentIdentifier document;
    std::vector<TextDocumentContentChangeEvent> changes;
};

struct NotebookCellsChange {
    std::optional<NotebookCellStructureChange> structure;
    std::vector<NotebookCell> data;  ///< cells that are of another kind now, or executed
    std::vector<NotebookCellTextChange> text_content;
};

struct DidChangeNotebookDocumentParams {
    VersionedTextDocumentIdentifier notebook_document;
    std::optional<NotebookCellsChange> cells;  ///< nothing: of metadata alone
};

struct DidSaveNotebookDocumentParams {
    TextDocumentIdentifier notebook_document;
};

struct DidCloseNotebookDocumentParams {
    TextDocumentIdentifier notebook_document;
    std::vector<TextDocumentIdentifier> cell_text_documents;
};

}  // namespace krait::protocol
