// bench_edits.cpp
//
//   bench_edits [--edits N] ROOT FILE TEXT_A TEXT_B [OPEN TEXT]... [-- ARGUMENT...]
//
// What an edit costs when nothing runs beside it. Checks the folder ROOT with FILE open, which
// holds what the file TEXT_A holds, then edits it N times: to TEXT_B, back to TEXT_A, and so on.
// Other files may be open, too. Everything happens on one thread, until all is told, so that
// instructions may be counted:
//
//   valgrind --tool=callgrind --toggle-collect='edit_once*' bench_edits ...

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "project/check_program.h"

namespace {

using namespace krait;

class Silent final : public project::Listener {
public:
    void on_diagnostics(project::FileDiagnostics result) override {
        ++published;
        diagnostics += result.diagnostics.size();
    }
    void on_progress(const project::Progress&) override {}
    void on_idle() override {}
    void on_message(std::string_view text) override {
        std::fprintf(stderr, "%s\n", std::string(text).c_str());
    }
    std::size_t published = 0;
    std::size_t diagnostics = 0;
};

base::SourceTextPtr read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return std::make_shared<const base::SourceText>(bytes.str());
}

}  // namespace

// Found by name, so without a namespace.
[[gnu::noinline]] void edit_once(project::Program& program, const std::string& path,
                                 const base::SourceTextPtr& text, int version);
void edit_once(project::Program& program, const std::string& path, const base::SourceTextPtr& text,
               int version) {
    program.change(path, text, version);
    program.wait_until_idle();
}

int main(int count, char** arguments) {
    std::vector<std::string> given;
    project::Setup setup;
    int edits = 10;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--") {
            setup.arguments.assign(arguments + i + 1, arguments + count);
            break;
        }
        if (argument == "--edits" && i + 1 < count) {
            edits = std::stoi(arguments[++i]);
        } else {
            given.push_back(argument);
        }
    }
    if (given.size() < 4) {
        std::fprintf(stderr, "usage: see the head of tests/bench/bench_edits.cpp\n");
        return 2;
    }
    setup.root = given[0];
    auto configuration = project::configure(setup, project::real_surroundings(setup.root), false);
    if (!configuration) {
        std::fprintf(stderr, "%s\n", configuration.error().message.c_str());
        return 2;
    }
    Silent silent;
    project::Figures figures;
    project::RunSettings settings;
    settings.chaos_seed = 1;
    auto program =
        project::make_program(std::move(*configuration), setup, settings, silent, &figures);
    const base::SourceTextPtr versions[] = {read(given[2]), read(given[3])};
    program->open(given[1], versions[0], 0);
    for (std::size_t i = 4; i + 1 < given.size(); i += 2) {
        program->open(given[i], read(given[i + 1]), 0);
    }
    program->wait_until_idle();
    const auto built = figures.interfaces_built.load();
    const auto told = silent.published;
    const auto now = [] {
        timespec t{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
    };
    const double start = now();
    for (int i = 1; i <= edits; ++i) edit_once(*program, given[1], versions[i % 2], i);
    const double taken = now() - start;
    std::printf("%.2f ms of processor time, %.1f interfaces built, %.1f files told an edit\n",
                taken / edits, static_cast<double>(figures.interfaces_built - built) / edits,
                static_cast<double>(silent.published - told) / edits);
    return 0;
}
