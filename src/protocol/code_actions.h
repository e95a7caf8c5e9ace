// code_actions.h
//
// What an editor offers to do about a diagnostic (LSP 3.17, Code Action), and commands that actions
// may end in.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/language_features.h"
#include "protocol/references.h"

namespace krait::protocol {

/// A diagnostic as the client has it.
struct KnownDiagnostic {
    Range range;
    std::string code;
    std::string source;
    std::string message;  ///< with the texts of its related information, on lines of their own
    std::string json;     ///< the whole, to be named in the answer
};

struct CodeActionParams {
    TextDocumentIdentifier text_document;
    Range range;
    std::vector<KnownDiagnostic> diagnostics;
    std::vector<std::string> only;  ///< kinds that are wanted; empty: all
};

struct CodeAction {
    std::string title;
    std::string kind;
    std::string diagnostic;  ///< JSON; the one that it settles
    bool is_preferred = false;
    WorkspaceEdit edit;
    std::string command;  ///< empty: none
    std::vector<std::string> arguments;
    /// What was asked, if the edit is left out of this answer and to be asked for.
    std::optional<Range> resolved_for;
};

struct CodeActionAnswer {
    std::string uri;  ///< of the document that was asked about
    std::vector<CodeAction> actions;
};

/// An action without its edit, as the client gives it back.
struct CodeActionResolveParams {
    TextDocumentIdentifier text_document;
    CodeActionParams asked;  ///< about this action alone
    std::string title;
    std::string json;  ///< the whole
};

struct ResolvedCodeAction {
    std::optional<CodeAction> action;  ///< nothing: it isn't offered any more
    std::string json;                  ///< the action as it was given
};

/// A file or folder that is about to have another name.
struct FileRename {
    std::string old_uri;
    std::string new_uri;
};

struct RenameFilesParams {
    std::vector<FileRename> files;
};

struct ExecuteCommandParams {
    std::string command;
    std::vector<std::string> arguments;  ///< those that are strings
};

}  // namespace krait::protocol
