// session.h
//
// One conversation with one editor. Everything here happens on the main thread and returns at once:
// the session keeps the documents, tells the program what changed, and passes on what the program
// finds; it never parses and never checks.
//
// It knows neither libuv nor threads nor the time of day: bytes' contents, results and the clock
// are handed in, and it says when it wants to be called again. So its tests are a list of messages
// in, a list of messages out, and a clock that they turn by hand.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/program.h"
#include "server/client.h"
#include "server/clock.h"
#include "server/diagnostics_publisher.h"
#include "server/diagnostics_pulls.h"
#include "server/documents.h"
#include "server/folders.h"
#include "server/inbox.h"
#include "server/notebooks.h"
#include "server/progress_reporter.h"
#include "server/requests.h"

namespace krait::features {
class SentTokens;
}

namespace krait::server {

/// What the session is given by whoever runs it.
struct Environment {
    Transport& transport;
    Clock clock;
    /// Makes a folder's program, whose results come back through Session::on_results.
    std::function<std::unique_ptr<project::Program>(project::Setup, FolderNumber)> make_program;
    std::function<void(FolderNumber)> forget_idle;  ///< Inbox::forget_idle
    /// Has a request answered; the reply comes back through Session::on_results.
    std::function<void(RequestJob)> run_request;
    /// For the threads of requests: what was found so far comes back in the same way.
    std::function<void(Reply)> send_part;
    std::string working_directory;  ///< for clients that name no folder
    unsigned workers = 0;
};

enum class Phase : std::uint8_t { Uninitialized, Initializing, Running, ShutDown, Exited };

/// A request that is answered later; it may be cancelled until then.
struct WaitingRequest {
    protocol::RequestId id;
};

/// The session's state, shared by the handlers in handlers_*.cpp. Main thread only.
struct Session {
    explicit Session(Environment given);

    // What comes in.
    void on_content(std::string_view content);  ///< of one frame
    void on_frame_error(std::string text);      ///< bytes that were no frame
    void on_results(Results results);
    void on_timer();

    /// When on_timer wants to be called; nothing: not until something else happened.
    [[nodiscard]] std::optional<TimePoint> due() const;
    /// Set once the session is over: the process's exit code.
    [[nodiscard]] std::optional<int> exit_code() const;
    /// The code to leave with when the client is gone without an `exit`.
    [[nodiscard]] int exit_code_if_abandoned() const { return phase == Phase::ShutDown ? 0 : 1; }

    Environment environment;
    Client client;
    Documents documents;
    Notebooks notebooks;
    DiagnosticsPublisher publisher;
    DiagnosticsPulls pulls;
    ProgressReporter progress;
    Folders folders;
    Requests requests;
    std::shared_ptr<features::SentTokens> sent_tokens;
    std::vector<WaitingRequest> waiting_for_idle;
    std::string focused;  ///< the path that its program was told last

    std::string asked_about;  ///< the path of the last document that a request was about

    Phase phase = Phase::Uninitialized;
    bool shut_down_first = false;  ///< `exit` came after `shutdown`
    std::optional<std::int64_t> parent_process;
    protocol::Settings settings;  ///< of folders that have said nothing of their own
    /// The editor was asked for its settings: programs start with them, or then without. One that
    /// started before would look for Python and for files twice.
    std::optional<TimePoint> starts_by;
};

// Used by the handlers.

/// Starts the programs that aren't there yet, with the documents that are open, if anything says
/// where: now, although they may have waited for settings.
void start_programs(Session& session);
/// The folder that this document belongs to from now on, with a program. If the client named no
/// folder, it is the document's own.
[[nodiscard]] Folder& place(Session& session, const std::string& path);
/// Gives each document to the folder that it belongs to now; after folders came or went.
void place_anew(Session& session);
[[nodiscard]] project::Setup setup_of(const Session& session, const Folder& folder);
/// To be called before a program is given something to do, so that its end can't be missed.
void expect_work(Session& session, Folder& folder);
/// Tells the program what the person looks at, if that is news.
void focus(Session& session, const std::string& path);
/// Gives programs the texts that were held back.
void pass_on_delayed(Session& session);
void pass_on_delayed(Session& session, Folder& folder);
/// Uses new settings, of one folder or of all (null), and tells the person what is wrong with them.
void apply_settings(Session& session, Folder* folder, protocol::Settings settings);
/// What follows from there being nothing left to do, if so.
void look_whether_idle(Session& session);
/// Whether everything that was asked for so far is checked and published.
[[nodiscard]] bool is_done(const Session& session);

}  // namespace krait::server
