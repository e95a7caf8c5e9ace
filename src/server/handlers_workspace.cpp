// handlers_workspace.cpp: settings and files on disk.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/handlers.h"
#include "server/uri.h"

namespace krait::server {

namespace {

/// Files that say how to check rather than what.
bool is_configuration(std::string_view path) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "mypy.ini" || name == ".mypy.ini" || name == "pyproject.toml" ||
           name == "setup.cfg" || name == "pyvenv.cfg";
}

void use_answer(Session& session, const protocol::Payload& result) {
    auto answer = protocol::decode<protocol::ConfigurationResult>(result);
    if (!answer) {
        spdlog::warn("{}", answer.error().message);
        return;
    }
    // An editor that has no settings for Krait answers null, which takes nothing back of what came
    // with `initialize`.
    if (answer->settings != protocol::Settings{}) {
        apply_settings(session, std::move(answer->settings));
    }
}

void ask_for_settings(Session& session) {
    session.client.ask("workspace/configuration", protocol::encode_configuration_request(),
                       [&session](const protocol::Decoded<protocol::Payload>& result) {
                           if (result) use_answer(session, *result);
                           if (session.starts_by) start_program(session);
                       });
}

}  // namespace

void subscribe(Session& session) {
    const protocol::ClientCapabilities& can = session.client.capabilities;
    protocol::RegistrationParams registration;
    registration.configuration = can.register_configuration;
    if (can.register_watched_files) {
        registration.watched_globs = {"**/*.py",       "**/*.pyi",     "**/mypy.ini",
                                      "**/.mypy.ini",  "**/setup.cfg", "**/pyproject.toml",
                                      "**/pyvenv.cfg", "**/py.typed"};
    }
    if (registration.configuration || !registration.watched_globs.empty()) {
        session.client.ask("client/registerCapability", encode(registration),
                           [](const protocol::Decoded<protocol::Payload>&) {});
    }
    if (can.configuration) ask_for_settings(session);
}

void did_change_configuration(Session& session,
                              const protocol::DidChangeConfigurationParams& params) {
    if (params.settings) {
        apply_settings(session, *params.settings);
        if (session.starts_by) start_program(session);
    } else if (session.client.capabilities.configuration) {
        ask_for_settings(session);
    }
}

void did_change_watched_files(Session& session,
                              const protocol::DidChangeWatchedFilesParams& params) {
    if (!session.program) return;
    std::vector<std::string> paths;
    bool reconfigure = false;
    for (const protocol::FileEvent& event : params.changes) {
        std::optional<std::string> path = path_of_uri(event.uri);
        if (!path) continue;
        // A save of an open document: its text is known already.
        bool saved = event.type == protocol::FileChangeType::Changed &&
                     session.documents.find(*path) != nullptr;
        if (is_configuration(*path)) {
            reconfigure = true;
        } else if (!saved) {
            paths.push_back(std::move(*path));
        }
    }
    if (paths.empty() && !reconfigure) return;
    expect_work(session);
    if (!paths.empty()) session.program->files_changed(paths);
    if (reconfigure) session.program->reconfigure(setup_of(session));
}

}  // namespace krait::server
