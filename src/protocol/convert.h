// convert.h
//
// The one place where messages become structs and structs become JSON. Each area's conversions are
// in a file of their own (convert_lifecycle.cpp and so on), which are the only files that know the
// names of fields.

#pragma once

#include <string>

#include "protocol/completion.h"
#include "protocol/diagnostics.h"
#include "protocol/language_features.h"
#include "protocol/lifecycle.h"
#include "protocol/notebooks.h"
#include "protocol/references.h"
#include "protocol/rpc.h"
#include "protocol/text_documents.h"
#include "protocol/window.h"
#include "protocol/workspace.h"

namespace krait::protocol {

/// A message's parameters, or InvalidParams with the path of the field that is wrong.
template <class T>
[[nodiscard]] Decoded<T> decode(const Payload& payload) = delete;

template <>
Decoded<InitializeParams> decode(const Payload& payload);
template <>
Decoded<SetTraceParams> decode(const Payload& payload);
template <>
Decoded<CancelParams> decode(const Payload& payload);
template <>
Decoded<DidOpenTextDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidChangeTextDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidSaveTextDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidCloseTextDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidOpenNotebookDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidChangeNotebookDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidSaveNotebookDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidCloseNotebookDocumentParams> decode(const Payload& payload);
template <>
Decoded<DidChangeConfigurationParams> decode(const Payload& payload);
template <>
Decoded<ConfigurationResult> decode(const Payload& payload);
template <>
Decoded<ShowDocumentResult> decode(const Payload& payload);
template <>
Decoded<DidChangeWorkspaceFoldersParams> decode(const Payload& payload);
template <>
Decoded<DidChangeWatchedFilesParams> decode(const Payload& payload);

template <>
Decoded<DocumentDiagnosticParams> decode(const Payload& payload);
template <>
Decoded<WorkspaceDiagnosticParams> decode(const Payload& payload);

template <>
Decoded<TextDocumentParams> decode(const Payload& payload);
template <>
Decoded<TextDocumentPositionParams> decode(const Payload& payload);

template <>
Decoded<CompletionParams> decode(const Payload& payload);
template <>
Decoded<CompletionItem> decode(const Payload& payload);

template <>
Decoded<ReferenceParams> decode(const Payload& payload);
template <>
Decoded<RenameParams> decode(const Payload& payload);

/// JSON texts for the envelopes of rpc.h.
[[nodiscard]] std::string encode(const InitializeResult& result);
[[nodiscard]] std::string encode(const PublishDiagnosticsParams& params);
/// The array alone.
[[nodiscard]] std::string encode(const std::vector<Diagnostic>& diagnostics);
/// Answers to whoever pulls diagnostics; `items` is such an array.
[[nodiscard]] std::string encode_full_report(const std::string& result_id,
                                             const std::string& items);
[[nodiscard]] std::string encode_unchanged_report(const std::string& result_id);
[[nodiscard]] std::string encode_workspace_reports(const std::vector<WorkspaceReport>& reports);
[[nodiscard]] std::string encode(const MessageParams& params);
[[nodiscard]] std::string encode(const LogTraceParams& params);
[[nodiscard]] std::string encode(const WorkDoneProgressCreateParams& params);
[[nodiscard]] std::string encode(const ProgressParams& params);
[[nodiscard]] std::string encode(const ShowDocumentParams& params);
[[nodiscard]] std::string encode(const RegistrationParams& params);
/// Answers of language features.
[[nodiscard]] std::string encode(const std::optional<Hover>& hover);

[[nodiscard]] std::string encode(const std::vector<Location>& locations);

[[nodiscard]] std::string encode(const CompletionList& list);
[[nodiscard]] std::string encode(const CompletionItem& item);

[[nodiscard]] std::string encode(const std::vector<DocumentHighlight>& highlights);
[[nodiscard]] std::string encode(const RenamePlace& place);
[[nodiscard]] std::string encode(const WorkspaceEdit& edit);

/// Parameters of workspace/configuration, which asks for Krait's section.
/// For each of these folders' settings; none: for those of no folder.
[[nodiscard]] std::string encode_configuration_request(const std::vector<std::string>& scopes);

}  // namespace krait::protocol
