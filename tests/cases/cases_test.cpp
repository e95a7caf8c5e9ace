// Runs every case below tests/cases through a real program in memory: configuration, scheduler,
// engine, images, publisher. After each edit the incremental result must equal a fresh one.

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cases/case_file.h"
#include "cli/render.h"
#include "project/check_program.h"
#include "support/memory_files.h"

using namespace krait;
namespace fs = std::filesystem;

namespace {

constexpr const char* kRoot = "/work";

class Collector final : public project::Listener {
public:
    explicit Collector(config::Options options) : options_(std::move(options)) {}
    void on_diagnostics(project::FileDiagnostics result) override {
        files[result.display_path] =
            cli::render(result.display_path, result.diagnostics, result.text.get(), options_);
    }
    void on_progress(const project::Progress&) override {}
    void on_idle() override {}
    void on_message(std::string_view text) override { messages.emplace_back(text); }

    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const auto& [file, lines] : files) all.insert(all.end(), lines.begin(), lines.end());
        return all;
    }

    std::map<std::string, std::vector<std::string>> files;
    std::vector<std::string> messages;

private:
    config::Options options_;
};

struct Run {
    std::unique_ptr<Collector> collector;
    std::unique_ptr<project::Program> program;
};

Run start(const tests::Case& one) {
    auto files = std::make_shared<tests::MemoryFiles>(std::initializer_list<std::pair<const char*, const char*>>{});
    project::Setup setup;
    setup.root = kRoot;
    setup.arguments = {"--no-site-packages", "--python-version=3.13", "--no-error-summary"};
    setup.arguments.insert(setup.arguments.end(), one.flags.begin(), one.flags.end());
    for (const auto& [name, text] : one.files) {
        files->write(std::string(kRoot) + "/" + name, text);
        setup.arguments.push_back(name);
    }
    auto configuration = project::configure(
        setup, {files, [](std::string_view) { return std::nullopt; }}, /*need_targets=*/true);
    if (!configuration) throw std::runtime_error(configuration.error().message);
    Run run;
    run.collector = std::make_unique<Collector>(configuration->global());
    run.program = project::make_program(std::move(*configuration), setup, {.workers = 2},
                                        *run.collector);
    run.program->wait_until_idle();
    return run;
}

void apply(const tests::Edit& edit, tests::Case& one) {
    std::string& text = one.files.at(edit.file);
    std::size_t at = text.find(edit.from);
    if (at == text.npos) throw std::runtime_error("An edit's text isn't there: " + edit.from);
    text.replace(at, edit.from.size(), edit.to);
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

void run_case(const fs::path& path) {
    std::ifstream stream(path);
    std::stringstream text;
    text << stream.rdbuf();
    tests::Case one = tests::parse_case(text.str());
    Run run = start(one);
    CHECK(joined(run.collector->lines()) == joined(one.expected));
    std::int32_t version = 0;
    for (const tests::Edit& edit : one.edits) {
        INFO("after replacing " << edit.from << " by " << edit.to);
        apply(edit, one);
        std::string file = std::string(kRoot) + "/" + edit.file;
        run.program->open(file, std::make_shared<base::SourceText>(one.files.at(edit.file)),
                          ++version);
        run.program->wait_until_idle();
        Run fresh = start(one);
        CHECK(joined(run.collector->lines()) == joined(fresh.collector->lines()));
    }
}

}  // namespace

TEST_CASE("cases") {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(KRAIT_CASES_DIR)) {
        if (entry.path().extension() != ".py") continue;
        ++count;
        DYNAMIC_SECTION(fs::relative(entry.path(), KRAIT_CASES_DIR).string()) {
            run_case(entry.path());
        }
    }
    CHECK(count > 0);
}
