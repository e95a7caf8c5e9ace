// text_documents.h
//
// Positions, and how documents are kept in step (LSP 3.17, Text Document Synchronization).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace krait::protocol {

/// Zero-based; the unit of `character` is what the session agreed on.
struct Position {
    std::uint32_t line = 0;
    std::uint32_t character = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

struct Range {
    Position start;
    Position end;
    friend bool operator==(const Range&, const Range&) = default;
};

struct Location {
    std::string uri;
    Range range;
    friend bool operator==(const Location&, const Location&) = default;
};

struct TextDocumentItem {
    std::string uri;
    std::string language_id;
    std::int32_t version = 0;
    std::string text;
};

struct TextDocumentIdentifier {
    std::string uri;
};

struct VersionedTextDocumentIdentifier {
    std::string uri;
    std::int32_t version = 0;
};

struct DidOpenTextDocumentParams {
    TextDocumentItem text_document;
};

/// Without a range the text is the whole document.
struct TextDocumentContentChangeEvent {
    std::optional<Range> range;
    std::string text;
};

struct DidChangeTextDocumentParams {
    VersionedTextDocumentIdentifier text_document;
    std::vector<TextDocumentContentChangeEvent> content_changes;
};

struct DidSaveTextDocumentParams {
    TextDocumentIdentifier text_document;
};

struct DidCloseTextDocumentParams {
    TextDocumentIdentifier text_document;
};

}  // namespace krait::protocol
