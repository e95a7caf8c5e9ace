// inbox.h
//
// Where results cross from a program's workers to the main thread. Workers put them here and wake
// the loop; the loop takes all at once when it can. A file's newer set takes the place of one that
// wasn't taken yet, so what waits here is bounded by the program, not by how long nobody looks.

#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "project/program.h"
#include "server/folders.h"
#include "server/requests.h"

namespace krait::server {

/// What happened since the last look.
struct Results {
    FolderNumber folder = 0;                            ///< whose program
    std::vector<project::FileDiagnostics> diagnostics;  ///< one per file, in order of arrival
    std::optional<project::Progress> progress;
    bool idle = false;
    std::vector<std::string> messages;
    std::vector<Reply> replies;  ///< to requests
};

/// Called on worker threads; `take` on the main thread.
class Inbox final : public project::Listener {
public:
    /// `wake` is called on worker threads, at least once after something was put in; it must be
    /// thread-safe and must not block.
    explicit Inbox(std::function<void()> wake, FolderNumber folder = 0)
        : wake_(std::move(wake)), folder_(folder) {}

    void on_diagnostics(project::FileDiagnostics result) override;
    void on_progress(const project::Progress& progress) override;
    void on_idle() override;
    void on_message(std::string_view text) override;
    void on_reply(Reply reply);

    [[nodiscard]] Results take();

    /// To be called before new work is given to the program: an `idle` that waits here belongs to
    /// the work before, and taking it later would be believing it of the new one.
    void forget_idle();

private:
    std::function<void()> wake_;
    const FolderNumber folder_;
    std::mutex mutex_;  // guards everything below
    Results results_;
    std::unordered_map<std::string, std::size_t> by_path_;  // index in results_.diagnostics
};

}  // namespace krait::server
