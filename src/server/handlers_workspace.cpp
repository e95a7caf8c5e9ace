// handlers_workspace.cpp: settings and files on disk.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/handlers.h"
#include "server/uri.h"

namespace krait::server {

namespace {

/// An editor that doesn't answer must not leave a person without diagnostics.
constexpr Duration kPatienceForSettings = std::chrono::milliseconds(500);

/// Files that say how to check rather than what.
bool is_configuration(std::string_view path) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "mypy.ini" || name == ".mypy.ini" || name == "pyproject.toml" ||
           name == "setup.cfg" || name == "pyvenv.cfg";
}

/// `asked`: the folders, in the order of the answer; none: it is for all.
void use_answer(Session& session, const std::vector<FolderNumber>& asked,
                const protocol::Payload& result) {
    auto answer = protocol::decode<protocol::ConfigurationResult>(result);
    if (!answer) {
        spdlog::warn("{}", answer.error().message);
        return;
    }
    for (std::size_t i = 0; i < answer->settings.size(); ++i) {
        // An editor that has no settings for Krait answers null, which takes nothing back of what
        // came with `initialize`.
        if (answer->settings[i] == protocol::Settings{}) continue;
        Folder* folder = i < asked.size() ? session.folders.find(asked[i]) : nullptr;
        const bool gone = i < asked.size() && folder == nullptr;
        if (!gone) apply_settings(session, folder, std::move(answer->settings[i]));
    }
}

void ask_for_settings(Session& session) {
    std::vector<FolderNumber> asked;
    std::vector<std::string> scopes;
    for (const auto& folder : session.folders.all()) {
        asked.push_back(folder->number);
        scopes.push_back(uri_of_path(folder->root));
    }
    session.client.ask("workspace/configuration", protocol::encode_configuration_request(scopes),
                       [&session, asked](const protocol::Decoded<protocol::Payload>& result) {
                           if (result) use_answer(session, asked, *result);
                           if (session.starts_by) start_programs(session);
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
}

void wait_for_settings(Session& session) {
    session.starts_by = session.environment.clock() + kPatienceForSettings;
    ask_for_settings(session);
}

void add_folder(Session& session, const std::string& root) {
    if (root.empty()) return;
    Folder& folder = session.folders.add(root);
    if (!folder.program) folder.settings = session.settings;
}

void did_change_configuration(Session& session,
                              const protocol::DidChangeConfigurationParams& params) {
    if (params.settings) {
        apply_settings(session, nullptr, *params.settings);
        if (session.starts_by) start_programs(session);
    } else if (session.client.capabilities.configuration) {
        ask_for_settings(session);
    }
}

void did_change_watched_files(Session& session,
                              const protocol::DidChangeWatchedFilesParams& params) {
    std::vector<std::string> paths;
    std::vector<std::string> saved;
    bool reconfigure = false;
    for (const protocol::FileEvent& event : params.changes) {
        std::optional<std::string> path = path_of_uri(event.uri);
        if (!path) continue;
        const bool is_open = session.documents.find(*path) != nullptr;
        if (is_configuration(*path)) {
            reconfigure = true;
        } else if (is_open && event.type == protocol::FileChangeType::Changed) {
            saved.push_back(std::move(*path));
        } else {
            paths.push_back(std::move(*path));
        }
    }
    for (const auto& folder : session.folders.all()) {
        if (!folder->program) continue;
        std::vector<std::string> news = paths;
        // The program that has the document knows its text already.
        std::copy_if(saved.begin(), saved.end(), std::back_inserter(news), [&](const auto& path) {
            return session.folders.home_of(path) != folder.get();
        });
        if (news.empty() && !reconfigure) continue;
        expect_work(session, *folder);
        if (!news.empty()) folder->program->files_changed(news);
        if (reconfigure) folder->program->reconfigure(setup_of(session, *folder));
    }
}

void did_change_workspace_folders(Session& session,
                                  const protocol::DidChangeWorkspaceFoldersParams& params) {
    std::map<FolderNumber, std::vector<std::string>> inside;
    for (const auto& folder : session.folders.all()) {
        inside[folder->number] = session.folders.inside(*folder);
    }
    std::vector<std::unique_ptr<Folder>> removed;
    for (const protocol::WorkspaceFolder& folder : params.removed) {
        const std::optional<std::string> root = path_of_uri(folder.uri);
        if (root) removed.push_back(session.folders.take_out(*root));
    }
    for (const protocol::WorkspaceFolder& folder : params.added) {
        const std::optional<std::string> root = path_of_uri(folder.uri);
        if (root) add_folder(session, *root);
    }
    for (std::string& path : session.folders.take_unheard()) {
        project::FileDiagnostics nothing;
        nothing.path = std::move(path);
        session.publisher.accept(std::move(nothing));
    }
    for (const auto& folder : session.folders.all()) {
        if (!folder->program || inside[folder->number] == session.folders.inside(*folder)) continue;
        expect_work(session, *folder);
        folder->program->reconfigure(setup_of(session, *folder));
    }
    if (session.client.capabilities.configuration && !params.added.empty()) {
        wait_for_settings(session);
    } else {
        start_programs(session);
    }
    removed.clear();
    look_whether_idle(session);
}

}  // namespace krait::server
