// convert_notebooks.cpp: opening, changing, saving, closing of notebooks.

#include "protocol/convert.h"
#include "protocol/convert_positions.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

static void read(const JsonCursor& at, NotebookCellKind& out) {
    std::int32_t number = 0;
    read(at, number);
    if (number != 1 && number != 2) return at.fail("must be 1 (markup) or 2 (code)");
    out = static_cast<NotebookCellKind>(number);
}

static void read(const JsonCursor& at, NotebookCell& out) {
    if (!at.expect_object()) return;
    at.required("kind", out.kind);
    at.required("document", out.document);
}

static void read(const JsonCursor& at, NotebookDocument& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    at.required("notebookType", out.notebook_type);
    at.required("version", out.version);
    at.required("cells", out.cells);
}

static void read(const JsonCursor& at, NotebookCellArrayChange& out) {
    if (!at.expect_object()) return;
    at.required("start", out.start);
    at.required("deleteCount", out.delete_count);
    at.optional("cells", out.cells);
}

static void read(const JsonCursor& at, NotebookCellStructureChange& out) {
    if (!at.expect_object()) return;
    at.required("array", out.array);
    at.optional("didOpen", out.did_open);
    at.optional("didClose", out.did_close);
}

static void read(const JsonCursor& at, NotebookCellTextChange& out) {
    if (!at.expect_object()) return;
    at.required("document", out.document);
    at.required("changes", out.changes);
}

static void read(const JsonCursor& at, NotebookCellsChange& out) {
    if (!at.expect_object()) return;
    at.optional("structure", out.structure);
    at.optional("data", out.data);
    at.optional("textContent", out.text_content);
}

static void read(const JsonCursor& at, DidOpenNotebookDocumentParams& out) {
    if (!at.expect_object()) return;
    at.required("notebookDocument", out.notebook_document);
    at.required("cellTextDocuments", out.cell_text_documents);
}

static void read(const JsonCursor& at, DidChangeNotebookDocumentParams& out) {
    if (!at.expect_object()) return;
    at.required("notebookDocument", out.notebook_document);
    const JsonCursor change = at.field("change");
    if (change.expect_object()) change.optional("cells", out.cells);
}

static void read(const JsonCursor& at, DidSaveNotebookDocumentParams& out) {
    if (at.expect_object()) at.required("notebookDocument", out.notebook_document);
}

static void read(const JsonCursor& at, DidCloseNotebookDocumentParams& out) {
    if (!at.expect_object()) return;
    at.required("notebookDocument", out.notebook_document);
    at.optional("cellTextDocuments", out.cell_text_documents);
}

template <>
Decoded<DidOpenNotebookDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidOpenNotebookDocumentParams>(payload);
}

template <>
Decoded<DidChangeNotebookDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidChangeNotebookDocumentParams>(payload);
}

template <>
Decoded<DidSaveNotebookDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidSaveNotebookDocumentParams>(payload);
}

template <>
Decoded<DidCloseNotebookDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidCloseNotebookDocumentParams>(payload);
}

}  // namespace krait::protocol
