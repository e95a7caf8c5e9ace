// diagnostics.h
//
// What is wrong with a document, as editors take it (LSP 3.17, Diagnostic, PublishDiagnostics).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/text_documents.h"

namespace krait::protocol {

enum class DiagnosticSeverity : std::uint8_t { Error = 1, Warning = 2, Information = 3, Hint = 4 };

enum class DiagnosticTag : std::uint8_t { Unnecessary = 1, Deprecated = 2 };

struct DiagnosticRelatedInformation {
    Location location;
    std::string message;
};

struct Diagnostic {
    Range range;
    DiagnosticSeverity severity = DiagnosticSeverity::Error;
    std::string code;              ///< empty: none
    std::string code_description;  ///< a link; empty: none
    std::string source;
    std::string message;
    std::vector<DiagnosticTag> tags;
    std::vector<DiagnosticRelatedInformation> related_information;
};

struct PublishDiagnosticsParams {
    std::string uri;
    std::optional<std::int32_t> version;
    std::vector<Diagnostic> diagnostics;
};

struct DocumentDiagnosticParams {
    TextDocumentIdentifier text_document;
    std::optional<std::string> previous_result_id;
};

/// What a client has of a file.
struct PreviousResultId {
    std::string uri;
    std::string value;
};

struct WorkspaceDiagnosticParams {
    std::vector<PreviousResultId> previous_result_ids;
};

/// Of one file, in the answer about a workspace.
struct WorkspaceReport {
    std::string uri;
    std::optional<std::int32_t> version;
    std::string result_id;
    std::string items;  ///< a JSON array; empty: unchanged
};

}  // namespace krait::protocol
