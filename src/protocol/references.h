// references.h
//
// Places that mean the same, and edits of many files (LSP 3.17, Find References, Document
// Highlights, Rename).

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "protocol/completion.h"
#include "protocol/language_features.h"

namespace krait::protocol {

struct ReferenceParams {
    TextDocumentIdentifier text_document;
    Position position;
    bool include_declaration = true;
};

enum class DocumentHighlightKind : std::uint8_t { Text = 1, Read = 2, Write = 3 };

struct DocumentHighlight {
    Range range;
    DocumentHighlightKind kind = DocumentHighlightKind::Read;
};

struct RenamePlace {
    Range range;
    std::string placeholder;
};

struct RenameParams {
    TextDocumentIdentifier text_document;
    Position position;
    std::string new_name;
};

struct WorkspaceEdit {
    std::map<std::string, std::vector<TextEdit>> changes;  ///< by URI
    /// Of the documents that are open, what their texts were. Only for who knows it: else empty.
    std::map<std::string, std::int32_t> versions;
    bool names_versions = false;
};

}  // namespace krait::protocol
