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
    for (project::FileDiagnostics& result : results.diagnostics) {
        publisher.accept(std::move(result));
    }
    if (results.progress) {
        // Work may begin without us, or after an `idle` that was on its way when it was asked for.
        if (!results.idle) progress.work_started(environment.clock());
        progress.progressed(std::move(*results.progress));
    }
    if (results.idle) {
        throttle.idle(environment.clock());
        progress.idle();
        program_busy = false;
        if (delayed.empty()) publisher.idle();
    }
    on_timer();
    if (!is_done(*this)) return;
    pulls.idle();
    for (const WaitingRequest& request : std::exchange(waiting_for_idle, {})) {
        client.answer(request.id, "null");
    }
}

bool is_done(const Session& session) {
    return !session.program_busy && !session.starts_by && session.delayed.empty() &&
           session.publisher.up_to_date();
}

void Session::on_timer() {
    TimePoint now = environment.clock();
    if (starts_by && *starts_by <= now) start_program(*this);
    std::optional<TimePoint> edits = throttle.due();
    if (edits && *edits <= now) pass_on_delayed(*this);
    progress.tick(now);
}

std::optional<TimePoint> Session::due() const {
    std::optional<TimePoint> first;
    for (const std::optional<TimePoint>& one : {starts_by, throttle.due(), progress.due()}) {
        if (one && (!first || *one < *first)) first = one;
    }
    return first;
}

project::Setup setup_of(const Session& session) {
    project::Setup setup;
    setup.root = session.root;
    setup.workers = session.environment.workers;
    setup.arguments = session.settings.arguments.value_or(std::vector<std::string>{});
    if (session.settings.python_executable && !session.settings.python_executable->empty()) {
        setup.arguments.push_back("--python-executable=" + *session.settings.python_executable);
    }
    return setup;
}

void ensure_program(Session& session, const std::string& fallback_root) {
    if (session.program) return;
    if (session.root.empty()) session.root = fallback_root;
    spdlog::info("Checking {}", session.root);
    expect_work(session);
    session.program = session.environment.make_program(setup_of(session));
}

void start_program(Session& session) {
    session.starts_by.reset();
    const auto& documents = session.documents.all();
    if (session.program || (session.root.empty() && documents.empty())) return;
    ensure_program(session, documents.empty() ? "" : folder_of(documents.begin()->first));
    for (const auto& [path, document] : documents) {
        session.program->open(path, document.text, document.revision);
    }
    const std::string path = std::exchange(session.focused, {});
    if (session.documents.find(path) != nullptr) focus(session, path);
}

void focus(Session& session, const std::string& path) {
    if (session.focused == path) return;
    session.focused = path;
    if (session.program) session.program->focus(path);
}

void expect_work(Session& session) {
    session.environment.forget_idle();
    TimePoint now = session.environment.clock();
    session.program_busy = true;
    session.throttle.passed_on(now);
    session.progress.work_started(now);
}

void pass_on_delayed(Session& session) {
    session.throttle.forget();
    std::vector<std::string> paths = std::exchange(session.delayed, {});
    if (paths.empty() || !session.program) return;
    expect_work(session);
    for (const std::string& path : paths) {
        const Document* document = session.documents.find(path);
        KRAIT_ENSURE(document != nullptr, "a closed document holds nothing back");
        session.program->change(path, document->text, document->revision);
    }
}

void apply_settings(Session& session, protocol::Settings settings) {
    for (const std::string& problem : settings.problems) {
        session.client.show(MessageType::Warning, "Krait's settings: " + problem + ".");
    }
    settings.problems.clear();
    if (settings == session.settings) return;
    session.settings = std::move(settings);
    session.publisher.set_mode(
        session.settings.diagnostic_mode.value_or(protocol::DiagnosticMode::Workspace));
    if (!session.program) return;
    expect_work(session);
    session.program->reconfigure(setup_of(session));
}

std::string folder_of(const std::string& path) {
    std::size_t slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

}  // namespace krait::server
