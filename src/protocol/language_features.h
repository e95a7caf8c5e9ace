// language_features.h
//
// What is asked about a document, and the answers (LSP 3.17, Language Features).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/text_documents.h"

namespace krait::protocol {

/// Parameters that name a document and nothing else.
struct TextDocumentParams {
    TextDocumentIdentifier text_document;
};

/// A place in a document. Many requests are of this shape.
struct TextDocumentPositionParams {
    TextDocumentIdentifier text_document;
    Position position;
};

enum class MarkupKind : std::uint8_t { PlainText, Markdown };

struct MarkupContent {
    MarkupKind kind = MarkupKind::Markdown;
    std::string value;
};

struct Hover {
    MarkupContent contents;
    std::optional<Range> range;
};

}  // namespace krait::protocol
