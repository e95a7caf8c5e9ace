#include "protocol/convert_positions.h"

#include "protocol/convert.h"

namespace krait::protocol {

using nlohmann::json;

void read(const JsonCursor& at, Position& out) {
    if (!at.expect_object()) return;
    at.required("line", out.line);
    at.required("character", out.character);
}

void read(const JsonCursor& at, Range& out) {
    if (!at.expect_object()) return;
    at.required("start", out.start);
    at.required("end", out.end);
}

void read(const JsonCursor& at, TextDocumentIdentifier& out) {
    if (at.expect_object()) at.required("uri", out.uri);
}

static void read(const JsonCursor& at, TextDocumentParams& out) {
    if (at.expect_object()) at.required("textDocument", out.text_document);
}

static void read(const JsonCursor& at, TextDocumentPositionParams& out) {
    if (!at.expect_object()) return;
    at.required("textDocument", out.text_document);
    at.required("position", out.position);
}

json write(const Position& position) {
    return {{"line", position.line}, {"character", position.character}};
}

json write(const Range& range) {
    return {{"start", write(range.start)}, {"end", write(range.end)}};
}

json write(const Location& location) {
    return {{"uri", location.uri}, {"range", write(location.range)}};
}

json write(const MarkupContent& content) {
    const bool markdown = content.kind == MarkupKind::Markdown;
    return {{"kind", markdown ? "markdown" : "plaintext"}, {"value", content.value}};
}

template <>
Decoded<TextDocumentParams> decode(const Payload& payload) {
    return decode_payload<TextDocumentParams>(payload);
}
template <>
Decoded<TextDocumentPositionParams> decode(const Payload& payload) {
    return decode_payload<TextDocumentPositionParams>(payload);
}

}  // namespace krait::protocol
