// handlers.h
//
// What the server does for each message that it knows: a free function over the session, in the
// file of its area (handlers_lifecycle.cpp and so on). Parameters are decoded before they come
// here.

#pragma once

#include "protocol/code_actions.h"
#include "protocol/convert.h"
#include "server/session.h"

namespace krait::server {

void initialize(Session& session, const protocol::RequestId& id,
                const protocol::InitializeParams& params);
void initialized(Session& session);
void shut_down(Session& session, const protocol::RequestId& id);
void exit(Session& session);
void set_trace(Session& session, const protocol::SetTraceParams& params);
void cancel_request(Session& session, const protocol::CancelParams& params);
/// krait/waitUntilIdle: answered when everything asked for so far is published. For scripts that
/// drive the server, so that they needn't guess how long a check takes.
void wait_until_idle(Session& session, const protocol::RequestId& id);

void did_open(Session& session, const protocol::DidOpenTextDocumentParams& params);
void did_change(Session& session, const protocol::DidChangeTextDocumentParams& params);
void did_save(Session& session, const protocol::DidSaveTextDocumentParams& params);
void did_close(Session& session, const protocol::DidCloseTextDocumentParams& params);

void did_open_notebook(Session& session, const protocol::DidOpenNotebookDocumentParams& params);
void did_change_notebook(Session& session, const protocol::DidChangeNotebookDocumentParams& params);
void did_save_notebook(Session& session, const protocol::DidSaveNotebookDocumentParams& params);
void did_close_notebook(Session& session, const protocol::DidCloseNotebookDocumentParams& params);

// What follows once the session's documents have changed, whatever they are to the editor.

void document_opened(Session& session, const std::string& path, bool again);
void document_changed(Session& session, const std::string& path);
void close_document(Session& session, const std::string& path);

void document_diagnostics(Session& session, const protocol::RequestId& id,
                          const protocol::DocumentDiagnosticParams& params);
void workspace_diagnostics(Session& session, const protocol::RequestId& id,
                           const protocol::WorkspaceDiagnosticParams& params,
                           const protocol::ProgressTokens& tokens);

/// workspace/executeCommand.
void execute_command(Session& session, const protocol::RequestId& id,
                     const protocol::ExecuteCommandParams& params);
/// Without those that the client has itself: two of a name are an error in VS Code.
[[nodiscard]] std::vector<std::string> command_names(const std::vector<std::string>& of_client);

void did_change_configuration(Session& session,
                              const protocol::DidChangeConfigurationParams& params);
void did_change_watched_files(Session& session,
                              const protocol::DidChangeWatchedFilesParams& params);
/// Asks to be told what the client offers to tell: changes of settings and files.
void subscribe(Session& session);
/// Asks for each folder's settings; programs start when these are there, or soon without them.
void wait_for_settings(Session& session);
void did_change_workspace_folders(Session& session,
                                  const protocol::DidChangeWorkspaceFoldersParams& params);
/// With the settings that hold for all; nothing if it is there already, or has no name.
void add_folder(Session& session, const std::string& root);

}  // namespace krait::server
