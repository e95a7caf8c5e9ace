// stand_in_program.cpp
//
// A program that knows one thing about Python: brackets and quotes must be closed. It stands where
// the engine will be, so that the whole way from a keystroke to a diagnostic can be built and
// tested before there is one. To be deleted with the first real make_program.

#include <condition_variable>
#include <deque>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include "project/program.h"

namespace krait::project {

namespace {

messages::Diagnostic syntax_error(const base::SourceText& text, std::size_t offset,
                                  std::string message) {
    base::LineColumn at = text.position(static_cast<std::uint32_t>(offset), base::ColumnUnit::Utf8);
    messages::Diagnostic out;
    out.line = out.end_line = at.line + 1;
    out.column = at.column + 1;
    out.end_column = at.column + 2;
    out.code = "syntax";
    out.message = std::move(message);
    out.blocker = true;
    return out;
}

/// Where the string that starts with the quote at `at` ends; npos: never.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    std::string_view quote = text.substr(at, 1);
    if (text.substr(at, 3) == std::string(3, text[at])) quote = text.substr(at, 3);
    for (std::size_t i = at + quote.size(); i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text.substr(i, quote.size()) == quote) {
            return i + quote.size();
        } else if (text[i] == '\n' && quote.size() == 1) {
            break;
        }
    }
    return std::string_view::npos;
}

/// At most one: what follows a syntax error is mostly wrong.
std::vector<messages::Diagnostic> check_text(const base::SourceText& source) {
    std::string_view text = source.text();
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
        } else if (c == '"' || c == '\'') {
            std::size_t end = end_of_string(text, i);
            if (end == std::string_view::npos) {
                return {syntax_error(source, i, "Unterminated string literal")};
            }
            i = end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            open.push_back(i);
        } else if (c == ')' || c == ']' || c == '}') {
            char expected = c == ')' ? '(' : c == ']' ? '[' : '{';
            if (open.empty() || text[open.back()] != expected) {
                return {syntax_error(source, i, std::string("Unmatched '") + c + "'")};
            }
            open.pop_back();
        }
    }
    if (open.empty()) return {};
    return {syntax_error(source, open.back(),
                         std::string("'") + text[open.back()] + "' was never closed")};
}

base::SourceTextPtr read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return nullptr;
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::make_shared<const base::SourceText>(std::move(bytes).str());
}

class StandIn final : public Program {
public:
    StandIn(Setup setup, Listener& listener) : setup_(std::move(setup)), listener_(listener) {
        for (const std::string& argument : setup_.arguments) {
            if (argument.starts_with("-")) continue;
            add({argument.starts_with("/") ? argument : setup_.root + "/" + argument, nullptr, {}});
        }
        worker_ = std::thread([this] { work(); });
    }
    ~StandIn() override {
        {
            std::lock_guard lock(mutex_);
            stop_ = true;
        }
        changed_.notify_all();
        worker_.join();
    }

    void open(const std::string& path, base::SourceTextPtr text, std::int32_t version) override {
        add({path, std::move(text), version});
    }
    void change(const std::string& path, base::SourceTextPtr text, std::int32_t version) override {
        add({path, std::move(text), version});
    }
    void close(const std::string& path) override { add({path, nullptr, {}}); }
    void focus(const std::string&) override {}
    void files_changed(const std::vector<std::string>& paths) override {
        for (const std::string& path : paths) add({path, nullptr, {}});
    }
    void reconfigure(Setup setup) override {
        std::lock_guard lock(mutex_);
        setup_ = std::move(setup);
        busy_ = true;
        changed_.notify_all();
    }
    void wait_until_idle() override {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return !busy_; });
    }

private:
    struct Job {
        std::string path;
        base::SourceTextPtr text;  // null: as on disk, unless an editor has it open
        std::optional<std::int32_t> version;
    };

    void add(Job job) {
        std::lock_guard lock(mutex_);
        std::erase_if(jobs_, [&](const Job& old) { return old.path == job.path && job.text; });
        jobs_.push_back(std::move(job));
        busy_ = true;
        changed_.notify_all();
    }

    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return stop_ || busy_; });
            if (stop_) return;
            if (jobs_.empty()) {
                busy_ = false;
                listener_.on_idle();
                idle_.notify_all();
                continue;
            }
            Job job = std::move(jobs_.front());
            jobs_.pop_front();
            std::string root = setup_.root;
            lock.unlock();
            run(std::move(job), root);
            lock.lock();
        }
    }

    void run(Job job, const std::string& root) {
        if (!job.text) job.text = read_file(job.path);
        FileDiagnostics result{job.path, job.path, job.version, job.text, {}};
        if (job.path.starts_with(root + "/")) result.display_path.erase(0, root.size() + 1);
        if (job.text) result.diagnostics = check_text(*job.text);
        listener_.on_diagnostics(std::move(result));
    }

    Setup setup_;
    Listener& listener_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::condition_variable idle_;
    std::deque<Job> jobs_;
    bool busy_ = true;
    bool stop_ = false;
    std::thread worker_;
};

}  // namespace

std::unique_ptr<Program> make_program(Setup setup, Listener& listener) {
    return std::make_unique<StandIn>(std::move(setup), listener);
}

}  // namespace krait::project
