#include "server/dispatch.h"

#include <spdlog/spdlog.h>

#include <exception>

#include "base/assert.h"
#include "protocol/convert_code_actions.h"
#include "server/crash_reporter.h"
#include "server/feature_requests.h"
#include "server/handlers.h"

namespace krait::server {

namespace {

using protocol::ErrorCode;
using protocol::Notification;
using protocol::Payload;
using protocol::Request;
using protocol::RequestId;

struct RequestEntry {
    std::string_view method;
    void (*run)(Session&, const RequestId&, const Payload&);
};

struct NotificationEntry {
    std::string_view method;
    void (*run)(Session&, const Payload&);
};

template <class Params, void (*handler)(Session&, const RequestId&, const Params&)>
void with_params(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (params) return handler(session, id, *params);
    session.client.refuse(id, params.error().code, params.error().message);
}

void with_tokens(Session& session, const RequestId& id, const Payload& payload) {
    const auto params = protocol::decode<protocol::WorkspaceDiagnosticParams>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    workspace_diagnostics(session, id, *params, protocol::progress_tokens(payload));
}

template <class Params, void (*handler)(Session&, const Params&)>
void with_params(Session& session, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (params) return handler(session, *params);
    // A notification can't be answered.
    spdlog::warn("Wrong parameters: {}", params.error().message);
}

template <void (*handler)(Session&, const RequestId&)>
void without_params(Session& session, const RequestId& id, const Payload&) {
    handler(session, id);
}

template <void (*handler)(Session&)>
void without_params(Session& session, const Payload&) {
    handler(session);
}

constexpr RequestEntry kRequests[] = {
    {"initialize", with_params<protocol::InitializeParams, initialize>},
    {"shutdown", without_params<shut_down>},
    {"workspace/executeCommand", with_params<protocol::ExecuteCommandParams, execute_command>},
    {"textDocument/diagnostic",
     with_params<protocol::DocumentDiagnosticParams, document_diagnostics>},
    {"workspace/diagnostic", with_tokens},
    {"krait/waitUntilIdle", without_params<wait_until_idle>},
};

constexpr NotificationEntry kNotifications[] = {
    {"initialized", without_params<initialized>},
    {"exit", without_params<exit>},
    {"$/setTrace", with_params<protocol::SetTraceParams, set_trace>},
    {"$/cancelRequest", with_params<protocol::CancelParams, cancel_request>},
    {"textDocument/didOpen", with_params<protocol::DidOpenTextDocumentParams, did_open>},
    {"textDocument/didChange", with_params<protocol::DidChangeTextDocumentParams, did_change>},
    {"textDocument/didSave", with_params<protocol::DidSaveTextDocumentParams, did_save>},
    {"textDocument/didClose", with_params<protocol::DidCloseTextDocumentParams, did_close>},
    {"notebookDocument/didOpen",
     with_params<protocol::DidOpenNotebookDocumentParams, did_open_notebook>},
    {"notebookDocument/didChange",
     with_params<protocol::DidChangeNotebookDocumentParams, did_change_notebook>},
    {"notebookDocument/didSave",
     with_params<protocol::DidSaveNotebookDocumentParams, did_save_notebook>},
    {"notebookDocument/didClose",
     with_params<protocol::DidCloseNotebookDocumentParams, did_close_notebook>},
    {"workspace/didChangeConfiguration",
     with_params<protocol::DidChangeConfigurationParams, did_change_configuration>},
    {"workspace/didChangeWorkspaceFolders",
     with_params<protocol::DidChangeWorkspaceFoldersParams, did_change_workspace_folders>},
    {"workspace/didChangeWatchedFiles",
     with_params<protocol::DidChangeWatchedFilesParams, did_change_watched_files>},
};

template <class Entry, std::size_t count>
const Entry* entry_of(const Entry (&table)[count], std::string_view method) {
    for (const Entry& entry : table) {
        if (entry.method == method) return &entry;
    }
    return nullptr;
}

/// Why this request can't be served in this phase, if so.
std::optional<protocol::ResponseError> untimely(Phase phase, std::string_view method) {
    bool first = method == "initialize";
    if (phase == Phase::Uninitialized && !first) {
        return protocol::ResponseError{ErrorCode::ServerNotInitialized,
                                       "The first request must be initialize."};
    }
    if (phase == Phase::ShutDown || phase == Phase::Exited) {
        return protocol::ResponseError{ErrorCode::InvalidRequest, "The server was shut down."};
    }
    if (first && phase != Phase::Uninitialized) {
        return protocol::ResponseError{ErrorCode::InvalidRequest, "Initialized already."};
    }
    return std::nullopt;
}

void run(Session& session, const Request& request) {
    if (auto error = untimely(session.phase, request.method)) {
        return session.client.refuse(request.id, error->code, error->message);
    }
    const RequestEntry* entry = entry_of(kRequests, request.method);
    if (entry == nullptr && ask_feature(session, request)) return;
    if (entry == nullptr) {
        return session.client.refuse(request.id, ErrorCode::MethodNotFound,
                                     "Unknown method: " + request.method);
    }
    session.client.log_trace("Received request '" + request.method + "'.");
    entry->run(session, request.id, request.params);
}

void run(Session& session, const Notification& notification) {
    const NotificationEntry* entry = entry_of(kNotifications, notification.method);
    if (entry == nullptr) {
        // Those that start with "$/" are free to be ignored (LSP 3.17, $ Notifications).
        if (!notification.method.starts_with("$/")) {
            spdlog::info("Ignored: {}", notification.method);
        }
        return;
    }
    bool running = session.phase == Phase::Initializing || session.phase == Phase::Running;
    if (!running && notification.method != "exit") return;  // dropped, as LSP 3.17 says
    entry->run(session, notification.params);
}

void run(Session& session, const protocol::InvalidMessage& message) {
    spdlog::warn("Not a message: {}", message.error.message);
    session.client.refuse(message.id, message.error.code, message.error.message);
}

void run(Session& session, const protocol::Response& response) {
    session.client.answered(response);
}

std::string_view method_of(const protocol::Message& message) {
    if (const auto* request = std::get_if<Request>(&message)) return request->method;
    if (const auto* notification = std::get_if<Notification>(&message)) return notification->method;
    return "(an answer)";
}

}  // namespace

/// An internal error while a message is handled must not end the session: whoever waits for an
/// answer gets one, the log gets the rest.
void dispatch(Session& session, const protocol::Message& message) {
    CrashContext context(method_of(message));
    try {
        std::visit([&](const auto& one) { run(session, one); }, message);
    } catch (const std::exception& error) {
        spdlog::error("Internal error in {}: {}", method_of(message), error.what());
        if (const auto* request = std::get_if<Request>(&message)) {
            session.client.refuse(request->id, ErrorCode::InternalError,
                                  std::string("Internal error: ") + error.what());
        }
    }
}

}  // namespace krait::server
