// session_world.h
//
// A session with everything around it replaced: a program that writes down what it is told, a
// client that is a list of messages, and a clock turned by hand.

#pragma once

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/session.h"

namespace krait::server::testing {

using nlohmann::json;

/// Writes down each call as one line, such as "change /w/a.py 2 'x = 1'".
class FakeProgram final : public project::Program {
public:
    explicit FakeProgram(std::vector<std::string>& calls) : calls_(calls) {}

    void open(const std::string& path, base::SourceTextPtr text, std::int32_t revision) override {
        calls_.push_back("open " + told(path, *text, revision));
    }
    void change(const std::string& path, base::SourceTextPtr text, std::int32_t revision) override {
        if (text->text() == "a text that breaks it") throw std::runtime_error("broken");
        calls_.push_back("change " + told(path, *text, revision));
    }
    void close(const std::string& path) override { calls_.push_back("close " + path); }
    void focus(const std::string& path) override { calls_.push_back("focus " + path); }
    void files_changed(const std::vector<std::string>& paths) override {
        for (const std::string& path : paths) calls_.push_back("on disk " + path);
    }
    void reconfigure(project::Setup setup) override {
        calls_.push_back("reconfigure" + arguments(setup));
    }
    void wait_until_idle() override {}

    static std::string arguments(const project::Setup& setup) {
        std::string text;
        for (const std::string& argument : setup.arguments) text += " " + argument;
        return text;
    }

private:
    static std::string told(const std::string& path, const base::SourceText& text,
                            std::int32_t revision) {
        return path + " " + std::to_string(revision) + " '" + std::string(text.text()) + "'";
    }
    std::vector<std::string>& calls_;
};

class FakeTransport final : public Transport {
public:
    void send(std::string content, const std::string&) override {
        sent.push_back(json::parse(content));
    }
    std::vector<json> sent;
};

struct World {
    World() { spdlog::set_level(spdlog::level::off); }

    FakeTransport transport;
    std::vector<std::string> calls;  ///< of the program
    std::vector<RequestJob> asked;   ///< requests that nobody has answered yet
    std::vector<Reply> parts;        ///< of answers, sent on the way
    TimePoint now{};
    Session session{Environment{
        transport, [this] { return now; },
        [this](project::Setup setup, FolderNumber) {
            calls.push_back("start " + setup.root + FakeProgram::arguments(setup));
            return std::make_unique<FakeProgram>(calls);
        },
        [](FolderNumber) {}, [this](RequestJob job) { asked.push_back(std::move(job)); },
        [this](Reply part) { parts.push_back(std::move(part)); }, "/cwd", 0}};

    void receive(const json& message) { session.on_content(message.dump()); }
    void notify(const std::string& method, json params) {
        receive({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
    }
    void ask(json id, const std::string& method, json params = json::object()) {
        receive({{"jsonrpc", "2.0"},
                 {"id", std::move(id)},
                 {"method", method},
                 {"params", std::move(params)}});
    }
    /// Takes what was sent since the last look.
    std::vector<json> sent() { return std::exchange(transport.sent, {}); }
    std::vector<std::string> told() { return std::exchange(calls, {}); }

    void start(json capabilities = json::object(), json options = nullptr) {
        ask(1, "initialize",
            {{"processId", nullptr},
             {"rootUri", "file:///w"},
             {"capabilities", std::move(capabilities)},
             {"initializationOptions", std::move(options)}});
        notify("initialized", json::object());
    }
    /// Started, and nothing left in the lists.
    void start_quietly(json capabilities = json::object()) {
        start(std::move(capabilities));
        (void)sent();
        (void)told();
    }
    void open(const std::string& uri, const std::string& text, int version = 1) {
        notify("textDocument/didOpen",
               {{"textDocument",
                 {{"uri", uri}, {"languageId", "python"}, {"version", version}, {"text", text}}}});
    }
    void change(const std::string& uri, int version, json changes) {
        notify("textDocument/didChange", {{"textDocument", {{"uri", uri}, {"version", version}}},
                                          {"contentChanges", std::move(changes)}});
    }
    void replace(const std::string& uri, int version, const std::string& text) {
        change(uri, version, json::array({{{"text", text}}}));
    }
    void close(const std::string& uri) {
        notify("textDocument/didClose", {{"textDocument", {{"uri", uri}}}});
    }

    /// The program's set for a path: one error on line 1 for each message.
    void result(const std::string& path, std::optional<std::int32_t> revision,
                const std::vector<std::string>& errors) {
        Results results;
        results.diagnostics.push_back(file(path, revision, errors));
        session.on_results(std::move(results));
    }
    static project::FileDiagnostics file(const std::string& path,
                                         std::optional<std::int32_t> revision,
                                         const std::vector<std::string>& errors) {
        project::FileDiagnostics out{
            path, path, revision, std::make_shared<const base::SourceText>("abc = 1\n"), {}};
        for (const std::string& error : errors) {
            messages::Diagnostic one;
            one.line = one.end_line = 1;
            one.column = 1;
            one.end_column = 4;
            one.code = "misc";
            one.message = error;
            out.diagnostics.push_back(std::move(one));
        }
        return out;
    }
    void idle() {
        Results results;
        results.idle = true;
        session.on_results(std::move(results));
    }
    void progress(unsigned done, unsigned total) {
        Results results;
        results.progress = project::Progress{done, total, "pkg"};
        session.on_results(std::move(results));
    }
    /// Answers what was asked, as the requests' threads would.
    void answer_requests() {
        Results results;
        for (const RequestJob& job : std::exchange(asked, {})) {
            Reply reply = run_request(job);
            for (Reply& part : std::exchange(parts, {})) {
                results.replies.push_back(std::move(part));
            }
            results.replies.push_back(std::move(reply));
        }
        session.on_results(std::move(results));
    }
    /// Turns the clock to when the session wants to be called, and calls it.
    bool wait_for_timer() {
        std::optional<TimePoint> due = session.due();
        if (!due) return false;
        now = std::max(now, *due);
        session.on_timer();
        return true;
    }
};

inline int error_code(const json& answer) {
    return answer.at("error").at("code").get<int>();
}

/// The messages of a publishDiagnostics, in order.
inline std::vector<std::string> published(const json& message) {
    std::vector<std::string> out;
    if (message.at("method") != "textDocument/publishDiagnostics") return {"not a set"};
    for (const json& one : message.at("params").at("diagnostics")) out.push_back(one.at("message"));
    return out;
}

}  // namespace krait::server::testing
