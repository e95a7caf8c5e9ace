// server.cpp
//
// The loop around a session: standard streams, a timer, results from workers, and the parent
// process. What bounds memory when the client doesn't read:
//
//   - above kOutputHigh waiting bytes no input is read, so no new answers arise, and no results are
//     taken from the inbox, where a file's newer set replaces the older one;
//   - below kOutputLow both go on.
//
// Nothing waits for anything else meanwhile: workers put results into the inbox without blocking,
// and the timer goes on watching whether the parent is alive.

#include "server/server.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <csignal>

#include "cli/chrome_trace.h"
#include "protocol/framer.h"
#include "server/crash_reporter.h"
#include "server/input.h"
#include "server/logging.h"
#include "server/output.h"
#include "server/request_threads.h"
#include "server/session.h"

namespace krait::server {

namespace {

constexpr std::size_t kOutputHigh = 8U << 20;
constexpr std::size_t kOutputLow = 2U << 20;
constexpr std::uint64_t kParentPollMs = 1000;
/// How long a client that doesn't read may hold up the end.
constexpr std::uint64_t kFarewellMs = 2000;

class Server {
public:
    Server(uv_loop_t& loop, const ServerOptions& options, int out_descriptor);
    int run();

private:
    void received(std::string_view bytes);
    void input_ended();
    void output_progressed();
    void take_results();
    void after_event();
    void end(int code);
    void watch_parent();
    void close_everything();
    void stop_threads();
    [[nodiscard]] TimePoint now() const;
    [[nodiscard]] Inbox& inbox(FolderNumber folder);

    uv_loop_t& loop_;
    std::optional<int> exit_code_;
    bool closed_ = false;
    uv_timer_t timer_{};
    uv_timer_t parent_timer_{};
    uv_timer_t farewell_{};
    uv_async_t wake_{};
    Output output_;
    Input input_;
    protocol::Framer framer_;
    std::vector<protocol::FrameEvent> events_;
    const std::string trace_file_;
    const unsigned workers_;
    std::unique_ptr<cli::ChromeTrace> trace_;  // null: nobody wants it; outlives the program
    // One for each folder's program, by its number; they outlive the programs, whose workers write
    // to them. The first takes the answers to requests, too, whose threads don't look at the
    // others.
    std::vector<std::unique_ptr<Inbox>> inboxes_;
    Inbox& first_inbox_ = inbox(0);
    RequestThreads request_threads_;
    Session session_;
};

std::string working_directory() {
    char path[4096];
    std::size_t size = sizeof path;
    return uv_cwd(path, &size) == 0 ? std::string(path, size) : std::string("/");
}

template <class Handle, void (Server::*method)()>
void call(Handle* handle) {
    (static_cast<Server*>(handle->data)->*method)();
}

Server::Server(uv_loop_t& loop, const ServerOptions& options, int out_descriptor)
    : loop_(loop),
      output_(
          loop, out_descriptor, [this] { output_progressed(); }, [this] { end(1); }),
      input_(
          loop, STDIN_FILENO, [this](std::string_view bytes) { received(bytes); },
          [this] { input_ended(); }),
      trace_file_(options.trace),
      workers_(options.workers),
      trace_(options.trace.empty() ? nullptr : std::make_unique<cli::ChromeTrace>()),
      request_threads_([this](Reply reply) { first_inbox_.on_reply(std::move(reply)); }),
      session_(Environment{
          output_,
          [this] { return now(); },
          [this](project::Setup setup, FolderNumber folder) {
              return project::make_program(std::move(setup), inbox(folder), trace_.get());
          },
          [this](FolderNumber folder) { inbox(folder).forget_idle(); },
          [this](RequestJob job) { request_threads_.run(std::move(job)); },
          [this](Reply part) { first_inbox_.on_reply(std::move(part)); },
          working_directory(),
          options.workers,
      }) {
    for (uv_timer_t* timer : {&timer_, &parent_timer_, &farewell_}) uv_timer_init(&loop_, timer);
    timer_.data = parent_timer_.data = farewell_.data = wake_.data = this;
    uv_async_init(&loop_, &wake_, call<uv_async_t, &Server::take_results>);
}

TimePoint Server::now() const {
    return std::chrono::steady_clock::now();
}

int Server::run() {
    input_.resume();
    uv_run(&loop_, UV_RUN_DEFAULT);
    stop_threads();
    if (trace_ && !trace_->write(trace_file_, workers_)) {
        spdlog::warn("Can't write the trace to '{}'.", trace_file_);
    }
    return exit_code_.value_or(1);
}

void Server::received(std::string_view bytes) {
    events_.clear();
    framer_.feed(bytes, events_);
    for (protocol::FrameEvent& event : events_) {
        if (event.kind == protocol::FrameEvent::Kind::Message) {
            session_.on_content(event.text);
        } else {
            session_.on_frame_error(std::move(event.text));
        }
        if (session_.exit_code()) break;
        event = {};  // a large message isn't kept while the next ones are handled
    }
    after_event();
}

void Server::input_ended() {
    if (!framer_.between_messages()) spdlog::warn("The input ended inside a message.");
    end(session_.exit_code_if_abandoned());
}

void Server::take_results() {
    if (closed_ || output_.waiting_bytes() > kOutputHigh) return;
    // By index: a session that hears something may start another program.
    for (std::size_t i = 0; i < inboxes_.size(); ++i) session_.on_results(inboxes_[i]->take());
    after_event();
}

Inbox& Server::inbox(FolderNumber folder) {
    while (inboxes_.size() <= folder) {
        const auto number = static_cast<FolderNumber>(inboxes_.size());
        inboxes_.push_back(std::make_unique<Inbox>([this] { uv_async_send(&wake_); }, number));
    }
    return *inboxes_[folder];
}

void Server::output_progressed() {
    if (exit_code_) {
        if (output_.waiting_bytes() == 0) close_everything();
        return;
    }
    if (output_.waiting_bytes() > kOutputLow || !input_.paused()) return;
    input_.resume();
    uv_async_send(&wake_);  // results that had to wait
}

/// After whatever may have changed what is to be sent or when to be called.
void Server::after_event() {
    if (std::optional<int> code = session_.exit_code()) return end(*code);
    if (exit_code_) return;
    if (output_.waiting_bytes() > kOutputHigh) input_.pause();
    watch_parent();
    std::optional<TimePoint> due = session_.due();
    if (!due) {
        uv_timer_stop(&timer_);
        return;
    }
    auto wait = std::chrono::ceil<std::chrono::milliseconds>(*due - now()).count();
    uv_update_time(&loop_);
    uv_timer_start(
        &timer_,
        [](uv_timer_t* timer) {
            auto* self = static_cast<Server*>(timer->data);
            self->session_.on_timer();
            self->after_event();
        },
        static_cast<std::uint64_t>(std::max<long>(wait, 0)), 0);
}

/// An editor that crashed may leave its end of our input open in another child of its own.
void Server::watch_parent() {
    if (!session_.parent_process || uv_is_active(reinterpret_cast<uv_handle_t*>(&parent_timer_))) {
        return;
    }
    uv_timer_start(
        &parent_timer_,
        [](uv_timer_t* timer) {
            auto* self = static_cast<Server*>(timer->data);
            std::int64_t parent = *self->session_.parent_process;
            if (parent <= 0 || ::kill(static_cast<pid_t>(parent), 0) == 0 || errno != ESRCH) return;
            spdlog::warn("The editor's process {} is gone.", parent);
            self->exit_code_ = self->session_.exit_code_if_abandoned();
            self->close_everything();
        },
        kParentPollMs, kParentPollMs);
}

/// Writes what is waiting, then closes; a client that doesn't read can't prevent it.
void Server::end(int code) {
    if (exit_code_) return;
    exit_code_ = code;
    input_.pause();
    uv_timer_stop(&timer_);
    if (output_.waiting_bytes() == 0) return close_everything();
    uv_timer_start(&farewell_, call<uv_timer_t, &Server::close_everything>, kFarewellMs, 0);
}

/// Joined before the handle that they wake goes; requests look at the program.
void Server::stop_threads() {
    session_.requests.refuse_all("The server ends.");
    request_threads_.stop();
    for (const auto& folder : session_.folders.all()) folder->program.reset();
}

void Server::close_everything() {
    if (closed_) return;
    closed_ = true;
    stop_threads();
    input_.close();
    output_.close();
    for (uv_timer_t* timer : {&timer_, &parent_timer_, &farewell_}) {
        uv_close(reinterpret_cast<uv_handle_t*>(timer), nullptr);
    }
    uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
}

/// The protocol's way out, kept apart from standard output: whatever a library prints there by
/// mistake goes to standard error and can't break the stream.
int claim_standard_output() {
    int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (out < 0) return STDOUT_FILENO;
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return out;
}

}  // namespace

int run_server(const ServerOptions& options) {
    ::signal(SIGPIPE, SIG_IGN);
    install_crash_reporter();
    start_logging(options.log_file, options.log_level);
    int out = claim_standard_output();
    uv_loop_t loop;
    if (uv_loop_init(&loop) != 0) return 1;
    int code = 1;
    {
        auto server = std::make_unique<Server>(loop, options, out);
        code = server->run();
        uv_loop_close(&loop);
    }
    spdlog::shutdown();
    return code;
}

}  // namespace krait::server
