// convert_text_documents.cpp: opening, changing, saving, closing.

#include "protocol/convert.h"
#include "protocol/convert_positions.h"

namespace krait::protocol {

// Not in an unnamed namespace: the readers of vectors and optionals find these by their types.

void read(const JsonCursor& at, TextDocumentItem& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    at.required("languageId", out.language_id);
    at.required("version", out.version);
    at.required("text", out.text);
}

void read(const JsonCursor& at, VersionedTextDocumentIdentifier& out) {
    if (!at.expect_object()) return;
    at.required("uri", out.uri);
    at.required("version", out.version);
}

void read(const JsonCursor& at, TextDocumentContentChangeEvent& out) {
    if (!at.expect_object()) return;
    at.optional("range", out.range);
    at.required("text", out.text);
}

static void read(const JsonCursor& at, DidOpenTextDocumentParams& out) {
    if (at.expect_object()) at.required("textDocument", out.text_document);
}

static void read(const JsonCursor& at, DidChangeTextDocumentParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("contentChanges", out.content_changes);
}

static void read(const JsonCursor& at, DidSaveTextDocumentParams& out) {
    if (at.expect_object()) at.required("textDocument", out.text_document);
}

static void read(const JsonCursor& at, DidCloseTextDocumentParams& out) {
    if (at.expect_object()) at.required("textDocument", out.text_document);
}

template <>
Decoded<DidOpenTextDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidOpenTextDocumentParams>(payload);
}

template <>
Decoded<DidChangeTextDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidChangeTextDocumentParams>(payload);
}

template <>
Decoded<DidSaveTextDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidSaveTextDocumentParams>(payload);
}

template <>
Decoded<DidCloseTextDocumentParams> decode(const Payload& payload) {
    return decode_payload<DidCloseTextDocumentParams>(payload);
}

}  // namespace krait::protocol
