#include "server/session.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/assert.h"
#include "server/dispatch.h"
#include "server/features/semantic_tokens.h"

namespace krait::server {

using protocol::MessageType;

Session::Session(Environment given)
    : environment(std::move(given)),
      client(environment.transport),
      publisher(client, documents),
      pulls(client),
      progress(client),
      requests(client),
      sent_tokens(std::make_shared<features::SentTokens>()) {}

void Session::on_content(std::string_view content) {
    protocol::Content parsed = protocol::parse_content(content);
    if (parsed.batch) client.begin_batch();
    for (const protocol::Message& message : parsed.messages) dispatch(*this, message);
    if (parsed.batch) client.end_batch();
}

void Session::on_frame_error(std::string text) {
    spdlog::warn("Bytes that are no message: {}", text);
    client.refuse(std::nullopt, protocol::ErrorCode::ParseError, std::move(text));
}

std::optional<int> Session::exit_code() const {
    if (phase != Phase::Exited) return std::nullopt;
    return shut_down_first ? 0 : 1;
}

static project::Progress progress_of_all(const Folders& folders) {
    project::Progress sum;
    for (const auto& folder : folders.all()) {
        if (!folder->busy) continue;
        sum.modules_done += folder->progress.modules_done;
        sum.modules_total += folder->progress.modules_total;
        if (sum.waiting_for.empty()) sum.waiting_for = folder->progress.waiting_for;
    }
    return sum;
}

static bool any_busy(const Folders& folders) {
    return std::any_of(folders.all().begin(), folders.all().end(),
                       [](const auto& folder) { return folder->busy; });
}

static bool any_delayed(const Folders& folders) {
    return std::any_of(folders.all().begin(), folders.all().end(),
                       [](const auto& folder) { return !folder->delayed.empty(); });
}

/// What a folder's program has found.
static void take(Session& session, Folder& folder, Results& results) {
    const TimePoint now = session.environment.clock();
    for (project::FileDiagnostics& result : results.diagnostics) {
        auto heard = session.folders.heard(folder.number, std::move(result));
        if (heard) session.publisher.accept(std::move(*heard));
    }
    if (results.progress) {
        // Work may begin without us, or after an `idle` that was on its way when it was asked for.
        folder.progress = std::move(*results.progress);
        if (!results.idle) session.progress.work_started(now);
        project::Progress all = progress_of_all(session.folders);
        session.progress.progressed(all.modules_total > 0 ? std::move(all) : folder.progress);
    }
    if (!results.idle) return;
    folder.throttle.idle(now);
    folder.busy = false;
}

static void one_is_idle(Session& session) {
    if (any_busy(session.folders)) return;
    session.progress.idle();
    if (!any_delayed(session.folders)) session.publisher.idle();
}

static void answer_if_done(Session& session) {
    if (!is_done(session)) return;
    session.pulls.idle();
    for (const WaitingRequest& request : std::exchange(session.waiting_for_idle, {})) {
        session.client.answer(request.id, "null");
    }
}

void look_whether_idle(Session& session) {
    one_is_idle(session);
    answer_if_done(session);
}

void Session::on_results(Results results) {
    if (phase != Phase::Running && phase != Phase::Initializing) return;
    for (const std::string& text : results.messages) {
        spdlog::info("{}", text);
        client.show(MessageType::Warning, text);
    }
    for (Reply& reply : results.replies) {
        requests.finish(std::move(reply), [&](const std::string& path) {
            const Document* document = documents.find(path);
            return document == nullptr ? std::optional<std::int32_t>() : document->revision;
        });
    }
    if (Folder* folder = folders.find(results.folder)) take(*this, *folder, results);
    if (results.idle) one_is_idle(*this);
    on_timer();
    answer_if_done(*this);
}

bool is_done(const Session& session) {
    return !any_busy(session.folders) && !session.starts_by && !any_delayed(session.folders) &&
           session.publisher.up_to_date();
}

void Session::on_timer() {
    TimePoint now = environment.clock();
    if (starts_by && *starts_by <= now) start_programs(*this);
    for (const auto& folder : folders.all()) {
        const std::optional<TimePoint> edits = folder->throttle.due();
        if (edits && *edits <= now) pass_on_delayed(*this, *folder);
    }
    progress.tick(now);
    requests.tick(now);
}

std::optional<TimePoint> Session::due() const {
    std::optional<TimePoint> first;
    const auto earlier = [&](const std::optional<TimePoint>& one) {
        if (one && (!first || *one < *first)) first = one;
    };
    earlier(starts_by);
    earlier(progress.due());
    earlier(requests.due());
    for (const auto& folder : folders.all()) earlier(folder->throttle.due());
    return first;
}

project::Setup setup_of(const Session& session, const Folder& folder) {
    project::Setup setup;
    setup.root = folder.root;
    setup.workers = session.environment.workers;
    setup.others = session.folders.inside(folder);
    setup.arguments = folder.settings.arguments.value_or(std::vector<std::string>{});
    const auto& python = folder.settings.python_executable;
    if (python && !python->empty()) setup.arguments.push_back("--python-executable=" + *python);
    return setup;
}

static void ensure_program(Session& session, Folder& folder) {
    if (folder.program) return;
    spdlog::info("Checking {}", folder.root);
    expect_work(session, folder);
    folder.program = session.environment.make_program(setup_of(session, folder), folder.number);
}

/// The folder that a file is in.
static std::string folder_around(const std::string& path) {
    std::size_t slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

Folder& place(Session& session, const std::string& path) {
    if (session.folders.empty()) {
        session.folders.add(folder_around(path)).settings = session.settings;
    }
    Folder& folder = *session.folders.opened(path);
    ensure_program(session, folder);
    return folder;
}

void place_anew(Session& session) {
    for (const auto& [path, document] : session.documents.all()) {
        Folder* before = session.folders.home_of(path);
        if (before == nullptr) session.folders.closed(path);
        if (before != nullptr && before == session.folders.of_file(path)) continue;
        if (before != nullptr && before->program) {
            std::erase(before->delayed, path);
            expect_work(session, *before);
            before->program->close(path);
        }
        session.folders.closed(path);
        Folder& folder = place(session, path);
        expect_work(session, folder);
        folder.program->open(path, document.text, document.revision);
    }
    const std::string path = std::exchange(session.focused, {});
    if (session.documents.find(path) != nullptr) focus(session, path);
}

void start_programs(Session& session) {
    session.starts_by.reset();
    for (const auto& folder : session.folders.all()) ensure_program(session, *folder);
    place_anew(session);
}

void focus(Session& session, const std::string& path) {
    if (session.focused == path) return;
    session.focused = path;
    const Folder* folder = session.folders.of_file(path);
    if (folder != nullptr && folder->program) folder->program->focus(path);
}

void expect_work(Session& session, Folder& folder) {
    session.environment.forget_idle(folder.number);
    TimePoint now = session.environment.clock();
    folder.busy = true;
    folder.throttle.passed_on(now);
    session.progress.work_started(now);
}

void pass_on_delayed(Session& session) {
    for (const auto& folder : session.folders.all()) pass_on_delayed(session, *folder);
}

void pass_on_delayed(Session& session, Folder& folder) {
    folder.throttle.forget();
    std::vector<std::string> paths = std::exchange(folder.delayed, {});
    if (paths.empty() || !folder.program) return;
    expect_work(session, folder);
    for (const std::string& path : paths) {
        const Document* document = session.documents.find(path);
        KRAIT_ENSURE(document != nullptr, "a closed document holds nothing back");
        folder.program->change(path, document->text, document->revision);
    }
}

static void use_settings(Session& session, Folder& folder, const protocol::Settings& settings) {
    if (settings == folder.settings) return;
    folder.settings = settings;
    if (!folder.program) return;
    expect_work(session, folder);
    folder.program->reconfigure(setup_of(session, folder));
}

void apply_settings(Session& session, Folder* folder, protocol::Settings settings) {
    for (const std::string& problem : settings.problems) {
        session.client.show(MessageType::Warning, "Krait's settings: " + problem + ".");
    }
    settings.problems.clear();
    if (folder != nullptr) {
        use_settings(session, *folder, settings);
    } else {
        for (const auto& each : session.folders.all()) use_settings(session, *each, settings);
        session.settings = std::move(settings);
    }
    // One list of problems is shown for all folders: the first one's word counts.
    const protocol::Settings& first =
        session.folders.empty() ? session.settings : session.folders.all().front()->settings;
    session.publisher.set_mode(first.diagnostic_mode.value_or(protocol::DiagnosticMode::Workspace));
}

}  // namespace krait::server
