// workspace.h
//
// What surrounds the documents: folders, settings, files on disk, and what a server asks to be told
// of (LSP 3.17, Workspace Features).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace krait::protocol {

struct WorkspaceFolder {
    std::string uri;
    std::string name;
};

enum class DiagnosticMode : std::uint8_t { Workspace, OpenFilesOnly };

/// Krait's own settings: `krait.*` in an editor. They are written by people, so a wrong one doesn't
/// fail the message it came in: it is named in `problems` and counts as not given.
struct Settings {
    std::optional<std::vector<std::string>> arguments;
    std::optional<std::string> python_executable;
    std::optional<DiagnosticMode> diagnostic_mode;
    std::vector<std::string> problems;

    friend bool operator==(const Settings&, const Settings&) = default;
};

struct DidChangeConfigurationParams {
    /// Nothing: the client has the new settings but wants to be asked for them.
    std::optional<Settings> settings;
};

/// The answer to a workspace/configuration request for Krait's section.
struct ConfigurationResult {
    std::vector<Settings> settings;  ///< one for each scope that was asked for
};

struct DidChangeWorkspaceFoldersParams {
    std::vector<WorkspaceFolder> added;
    std::vector<WorkspaceFolder> removed;
};

enum class FileChangeType : std::uint8_t { Created = 1, Changed = 2, Deleted = 3 };

struct FileEvent {
    std::string uri;
    FileChangeType type = FileChangeType::Changed;
};

struct DidChangeWatchedFilesParams {
    std::vector<FileEvent> changes;
};

/// Parameters of client/registerCapability for what Krait registers.
struct RegistrationParams {
    bool configuration = false;              ///< workspace/didChangeConfiguration for `krait`
    std::vector<std::string> watched_globs;  ///< workspace/didChangeWatchedFiles
};

}  // namespace krait::protocol
