// code_actions.h
//
// What an editor offers to do about a diagnostic (LSP 3.17, Code Action), and commands that actions
// may end in.

#pragma once

#include <string>
#include <vector>

#include "protocol/language_features.h"

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

struct Replacement {
    Range range;
    std::string text;
};

struct CodeAction {
    std::string title;
    std::string kind;
    std::string diagnostic;  ///< JSON; the one that it settles
    bool is_preferred = false;
    std::string uri;  ///< of the document that `edits` change
    std::vector<Replacement> edits;
    std::string command;  ///< empty: none
    std::vector<std::string> arguments;
};

struct ExecuteCommandParams {
    std::string command;
    std::vector<std::string> arguments;  ///< those that are strings
};

}  // namespace krait::protocol
