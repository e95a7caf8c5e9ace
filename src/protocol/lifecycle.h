// lifecycle.h
//
// The messages that start and end a session (LSP 3.17, Lifecycle Messages). Of the client's
// capabilities only those that change what Krait does are read.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "protocol/rpc.h"
#include "protocol/workspace.h"

namespace krait::protocol {

struct ClientInfo {
    std::string name;
    std::optional<std::string> version;
};

struct PublishDiagnosticsCapability {
    bool related_information = false;
    bool version_support = false;
    bool code_description = false;
    std::vector<std::int32_t> tags;  ///< the DiagnosticTag values that the client shows
};

/// What the client makes of the answers of language features.
struct LanguageFeatureCapabilities {
    bool hover_markdown = false;
    bool document_changes = false;  ///< workspace edits name the versions they are for
    bool completion_markdown = false;
    bool resolves_edits = false;  ///< a code action's edit may be left for later
};

struct ClientCapabilities {
    std::vector<std::string> position_encodings;  ///< in the client's order; empty: UTF-16 only
    PublishDiagnosticsCapability publish_diagnostics;
    LanguageFeatureCapabilities features;
    bool pulls_diagnostics = false;       ///< textDocument.diagnostic
    bool refreshes_diagnostics = false;   ///< workspace.diagnostics: pulls again when asked to
    bool code_action_literals = false;    ///< textDocument.codeAction: not only commands
    bool hierarchical_symbols = false;    ///< textDocument.documentSymbol: outlines in levels
    bool work_done_progress = false;      ///< window.workDoneProgress
    bool show_document = false;           ///< window.showDocument
    bool configuration = false;           ///< workspace.configuration: it can be asked for
    bool register_configuration = false;  ///< workspace.didChangeConfiguration, dynamically
    bool register_watched_files = false;  ///< workspace.didChangeWatchedFiles, dynamically
};

enum class TraceValue : std::uint8_t { Off, Messages, Verbose };

struct InitializeParams {
    std::optional<std::int64_t> process_id;
    std::optional<ClientInfo> client_info;
    std::optional<std::string> root_path;
    std::optional<std::string> root_uri;
    std::vector<WorkspaceFolder> workspace_folders;
    ClientCapabilities capabilities;
    TraceValue trace = TraceValue::Off;
    Settings initialization_options;
    /// Of the options: commands that the editor's extension has itself, under these names.
    std::vector<std::string> client_commands;
};

/// How positions are counted in this session, chosen from what the client offers: UTF-8 first,
/// because it needs no conversion, then UTF-16, which every client must know.
[[nodiscard]] base::ColumnUnit choose_position_encoding(const std::vector<std::string>& offered);

/// As LSP spells it.
[[nodiscard]] const char* encoding_name(base::ColumnUnit unit);

struct InitializeResult {
    base::ColumnUnit position_encoding = base::ColumnUnit::Utf16;
    std::string server_name;
    std::string server_version;
    std::vector<std::string> token_types;  ///< what semantic tokens' numbers stand for
    std::vector<std::string> token_modifiers;
    std::vector<std::string> commands;           ///< of workspace/executeCommand
    std::vector<std::string> code_action_kinds;  ///< CodeActionKind values
    bool pulled_diagnostics = false;             ///< they aren't pushed, but may be asked for
};

struct SetTraceParams {
    TraceValue value = TraceValue::Off;
};

struct CancelParams {
    RequestId id;
};

}  // namespace krait::protocol
