// handlers_commands.cpp: workspace/executeCommand.

#include <algorithm>

#include "cli/graph.h"
#include "protocol/json_text.h"
#include "server/features/code_actions.h"
#include "server/handlers.h"
#include "server/temporary_page.h"
#include "server/uri.h"

namespace krait::server {

namespace {

using protocol::ErrorCode;
using protocol::ExecuteCommandParams;
using protocol::MessageType;
using protocol::RequestId;
using protocol::ResponseError;

/// In a message, not in a terminal: which environment a package belongs into, and by which tool it
/// gets there, is the person's to say.
void say_how_to_install(Session& session, const RequestId& id, const ExecuteCommandParams& params) {
    if (params.arguments.empty()) {
        return session.client.refuse(id, ErrorCode::InvalidParams, "arguments: missing.");
    }
    const std::string& package = params.arguments.front();
    const Folder* folder = session.folders.of_file(session.focused);
    const std::string python =
        (folder != nullptr ? folder->settings : session.settings).python_executable.value_or("");
    session.client.show(MessageType::Info, "Its types are in the package " + package + ": `" +
                                               (python.empty() ? "python3" : python) +
                                               " -m pip install " + package + "` installs it.");
    session.client.answer(id, "null");
}

/// For what no watcher tells: an interpreter that was replaced, packages that were installed.
void restart(Session& session, const RequestId& id, const ExecuteCommandParams&) {
    for (const auto& folder : session.folders.all()) {
        if (!folder->program) continue;
        expect_work(session, *folder);
        folder->program->reconfigure(setup_of(session, *folder));
    }
    start_programs(session);  // those that could not be made before
    session.client.answer(id, "null");
}

void tell_where(Client& client, const std::string& uri) {
    client.show(MessageType::Info,
                "The graph of imports is in " + path_of_uri(uri).value_or(uri) + ".");
}

/// Of the folder that the argument, a URI, is in, else of the one that the person works in. The
/// answer is the page's URI, for clients that open it themselves.
void show_graph(Session& session, const RequestId& id, const ExecuteCommandParams& params) {
    const auto named =
        params.arguments.empty() ? std::nullopt : path_of_uri(params.arguments.front());
    const Folder* folder = session.folders.of_file(named.value_or(session.focused));
    if (folder == nullptr) {
        return session.client.refuse(id, ErrorCode::RequestFailed,
                                     "There is no folder to look at.");
    }
    RequestJob job = session.requests.begin(id, Effort::Thorough, {}, 0);
    job.answer = [setup =
                      setup_of(session, *folder)]() -> tl::expected<std::string, ResponseError> {
        const auto path = cli::graph_page(setup).and_then(write_temporary_page);
        if (path) return protocol::json_string(uri_of_path(*path));
        return tl::unexpected(ResponseError{ErrorCode::RequestFailed, path.error().message});
    };
    session.requests.then(job, [&client = session.client](const std::string& result) {
        const auto text = protocol::parse_json(result, 1);
        const std::string uri = text && text->is_string() ? text->get<std::string>() : result;
        if (!client.capabilities.show_document) return tell_where(client, uri);
        client.ask("window/showDocument", encode(protocol::ShowDocumentParams{uri}),
                   [&client, uri](const protocol::Decoded<protocol::Payload>& answer) {
                       const auto shown =
                           answer.and_then(protocol::decode<protocol::ShowDocumentResult>);
                       if (!shown || !shown->success) tell_where(client, uri);
                   });
    });
    session.environment.run_request(std::move(job));
}

struct Command {
    std::string_view name;
    void (*run)(Session&, const RequestId&, const ExecuteCommandParams&);
};

constexpr Command kCommands[] = {
    {features::kHowToInstall, say_how_to_install},
    {"krait.restart", restart},
    {"krait.showGraph", show_graph},
};

}  // namespace

std::vector<std::string> command_names(const std::vector<std::string>& of_client) {
    std::vector<std::string> names;
    for (const Command& command : kCommands) {
        const bool taken =
            std::find(of_client.begin(), of_client.end(), command.name) != of_client.end();
        if (!taken) names.emplace_back(command.name);
    }
    return names;
}

void execute_command(Session& session, const RequestId& id, const ExecuteCommandParams& params) {
    for (const Command& command : kCommands) {
        if (command.name == params.command) return command.run(session, id, params);
    }
    session.client.refuse(id, ErrorCode::InvalidParams,
                          "There is no such command: " + params.command);
}

}  // namespace krait::server
