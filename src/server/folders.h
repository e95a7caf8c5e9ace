// folders.h
//
// The folders of a workspace. Each is a program of its own, with its configuration file, its
// interpreter and its workers: folders don't see each other's modules unless a search path leads
// there, and a long check of one doesn't keep another's open files waiting.
//
// A file belongs to the innermost folder that contains it. Programs may see more than their own (a
// folder inside another, a path that leads out), so what they say of files is sorted out here:
//
//   - a folder's program doesn't start from files of another one inside it;
//   - of a file in a folder, and of one that is open, only the program that it belongs to is heard;
//   - of another, the first one with something to say. Folders keep their order, so which one that
//     is doesn't depend on who was faster.
//
// An open file outside all folders belongs to the first program that has it as a module (a library
// that only one interpreter has), else to the first, until it is closed.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/program.h"
#include "protocol/workspace.h"
#include "server/change_throttle.h"

namespace krait::server {

/// Names a folder as long as the session lives; results carry it.
using FolderNumber = std::uint32_t;

struct Folder {
    FolderNumber number = 0;
    std::string root;  ///< absolute, without a slash at its end
    protocol::Settings settings;
    /// Null until settings are known. Requests that look at it may outlive the folder.
    std::shared_ptr<project::Program> program;
    bool busy = false;
    project::Progress progress;
    ChangeThrottle throttle;
    std::vector<std::string> delayed;  ///< paths whose newest text the program doesn't have yet
};

/// Main thread only.
class Folders {
public:
    [[nodiscard]] const std::vector<std::unique_ptr<Folder>>& all() const { return folders_; }
    [[nodiscard]] bool empty() const { return folders_.empty(); }
    /// The one of this root, which is made if there is none.
    Folder& add(const std::string& root);
    /// Takes it out; null if there is none.
    [[nodiscard]] std::unique_ptr<Folder> take_out(const std::string& root);
    [[nodiscard]] Folder* find(FolderNumber number) const;

    /// The roots of those inside this one.
    [[nodiscard]] std::vector<std::string> inside(const Folder& folder) const;
    /// Whose file it is; null if there are no folders.
    [[nodiscard]] Folder* of_file(const std::string& path) const;
    /// The same for a file that is opened, and from then on until it is closed.
    Folder* opened(const std::string& path);
    void closed(const std::string& path) { homes_.erase(path); }
    /// Where an open file was last; null: nowhere, or the folder is gone.
    [[nodiscard]] Folder* home_of(const std::string& path) const;

    /// What of a program's set is to be shown; nothing: others are to be heard about this file.
    [[nodiscard]] std::optional<project::FileDiagnostics> heard(FolderNumber from,
                                                                project::FileDiagnostics result);
    /// Files whose sets came from programs that aren't heard about them any more.
    [[nodiscard]] std::vector<std::string> take_unheard();

private:
    [[nodiscard]] Folder* containing(std::string_view path) const;

    std::vector<std::unique_ptr<Folder>> folders_;  // in the client's order
    FolderNumber next_ = 0;
    std::map<std::string, FolderNumber> homes_;  // of open files
    std::map<std::string, FolderNumber>
        shown_;  // who has said what is shown of a file, if not nothing
    // What is said of files in no folder, of each who says something.
    std::map<std::string, std::map<FolderNumber, project::FileDiagnostics>> outside_;
};

/// Which of the roots is the innermost around this path.
[[nodiscard]] std::optional<std::size_t> innermost(const std::vector<std::string>& roots,
                                                   std::string_view path);

}  // namespace krait::server
