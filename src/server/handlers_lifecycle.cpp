// handlers_lifecycle.cpp: how a session starts and ends, and requests about requests.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/version.h"
#include "server/features/code_actions.h"
#include "server/features/semantic_tokens.h"
#include "server/handlers.h"
#include "server/uri.h"

namespace krait::server {

namespace {

/// The workspace's folders, else what older clients say in their place. None may be named.
void add_folders(Session& session, const protocol::InitializeParams& params) {
    for (const protocol::WorkspaceFolder& folder : params.workspace_folders) {
        if (auto path = path_of_uri(folder.uri)) add_folder(session, *path);
    }
    if (!session.folders.empty()) return;
    std::optional<std::string> root;
    if (params.root_uri) root = path_of_uri(*params.root_uri);
    add_folder(session, root ? *root : params.root_path.value_or(""));
}

}  // namespace

void initialize(Session& session, const protocol::RequestId& id,
                const protocol::InitializeParams& params) {
    session.client.capabilities = params.capabilities;
    session.client.trace = params.trace;
    session.parent_process = params.process_id;
    add_folders(session, params);
    base::ColumnUnit unit =
        protocol::choose_position_encoding(params.capabilities.position_encodings);
    session.documents.set_column_unit(unit);
    session.notebooks.set_column_unit(unit);
    session.phase = Phase::Initializing;
    if (params.client_info) spdlog::info("Editor: {}", params.client_info->name);

    // Who pulls isn't pushed to, or each message would be shown twice. An editor that can't be
    // asked to pull again would miss what an edit elsewhere changes.
    const bool pulls =
        params.capabilities.pulls_diagnostics && params.capabilities.refreshes_diagnostics;
    if (pulls) session.publisher.let_pull(&session.pulls);
    session.client.answer(
        id, encode(protocol::InitializeResult{
                unit, "krait", base::kVersion, features::semantic_token_types(),
                features::semantic_token_modifiers(), command_names(params.client_commands),
                features::code_action_kinds(), pulls}));
    apply_settings(session, nullptr, params.initialization_options);
}

void initialized(Session& session) {
    if (session.phase != Phase::Initializing) return;
    session.phase = Phase::Running;
    subscribe(session);
    if (session.client.capabilities.configuration) {
        wait_for_settings(session);
    } else {
        start_programs(session);  // without a folder the first document says where to look
    }
}

void shut_down(Session& session, const protocol::RequestId& id) {
    session.phase = Phase::ShutDown;
    for (const auto& folder : session.folders.all()) {
        folder->delayed.clear();
        folder->throttle.forget();
    }
    for (const WaitingRequest& request : std::exchange(session.waiting_for_idle, {})) {
        session.client.refuse(request.id, protocol::ErrorCode::RequestCancelled,
                              "The server is shut down.");
    }
    session.requests.refuse_all("The server is shut down.");
    session.pulls.refuse_all("The server is shut down.");
    session.client.answer(id, "null");
}

void exit(Session& session) {
    session.shut_down_first = session.phase == Phase::ShutDown;
    session.phase = Phase::Exited;
}

void set_trace(Session& session, const protocol::SetTraceParams& params) {
    session.client.trace = params.value;
}

void cancel_request(Session& session, const protocol::CancelParams& params) {
    session.requests.cancel(params.id);
    if (session.pulls.cancel(params.id)) return;
    std::vector<WaitingRequest>& waiting = session.waiting_for_idle;
    auto at = std::find_if(waiting.begin(), waiting.end(),
                           [&](const WaitingRequest& request) { return request.id == params.id; });
    if (at == waiting.end()) return;  // answered already, or never asked: both are fine
    session.client.refuse(at->id, protocol::ErrorCode::RequestCancelled, "Cancelled.");
    waiting.erase(at);
}

void wait_until_idle(Session& session, const protocol::RequestId& id) {
    if (session.starts_by) start_programs(session);
    pass_on_delayed(session);
    if (is_done(session)) {
        session.client.answer(id, "null");
    } else {
        session.waiting_for_idle.push_back({id});
    }
}

}  // namespace krait::server
