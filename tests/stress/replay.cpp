#include "stress/replay.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "cli/shown.h"
#include "project/check_program.h"
#include "support/memory_files.h"

namespace krait::stress {

namespace {

namespace fs = std::filesystem;

constexpr const char* kRoot = "/work";
constexpr unsigned kWorkers = 3;

std::string path_of(const std::string& file) {
    return std::string(kRoot) + "/" + file;
}

/// The small library of this test, as it lies beside this file.
const Files& library() {
    static const Files files = [] {
        Files found;
        for (const auto& entry : fs::recursive_directory_iterator(KRAIT_STRESS_TYPESHED)) {
            if (!entry.is_regular_file()) continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            found["/typeshed/" + fs::relative(entry.path(), KRAIT_STRESS_TYPESHED).string()] =
                text.str();
        }
        return found;
    }();
    return files;
}

project::Surroundings surroundings_of(const Files& texts) {
    auto files = std::make_shared<tests::MemoryFiles>(
        std::initializer_list<std::pair<const char*, const char*>>{});
    for (const auto& [path, text] : library()) files->write(path, text);
    for (const auto& [path, text] : texts) files->write(path_of(path), text);
    return {files, [](std::string_view) { return std::nullopt; }};
}

struct Running {
    std::unique_ptr<cli::Shown> shown;
    std::unique_ptr<project::Program> program;
};

/// Nothing if these files can't be checked at all: two are one module, or there are none.
std::optional<Running> start(const Script& script, const Files& texts,
                             project::RunSettings settings) {
    project::Setup setup;
    setup.root = kRoot;
    setup.arguments = {"--no-site-packages",    "--python-version=3.13", "--no-error-summary",
                       "--show-column-numbers", "--show-error-end",      "--config-file="};
    setup.arguments.insert(setup.arguments.end(), script.arguments.begin(), script.arguments.end());
    auto configuration = project::configure(setup, surroundings_of(texts), /*need_targets=*/false);
    if (!configuration) return std::nullopt;
    setup.workers = settings.workers;
    Running running;
    running.shown = std::make_unique<cli::Shown>(configuration->global());
    running.program = project::make_program(std::move(*configuration), setup, std::move(settings),
                                            *running.shown);
    return running;
}

std::optional<std::string> internal_error(const cli::ShownLines& shown) {
    for (const auto& [path, lines] : shown) {
        if (lines.find("INTERNAL ERROR") != lines.npos) return lines;
    }
    return std::nullopt;
}

}  // namespace

bool World::apply(const Event& event) {
    const bool is_open = open.contains(event.path);
    const bool is_there = disk.contains(event.path);
    switch (event.action) {
        case Action::Edit:
            if (is_there) open[event.path] = event.text;
            return is_there;
        case Action::Close:
            open.erase(event.path);
            return is_open;
        case Action::Save:
            if (is_open) disk[event.path] = open[event.path];
            return is_open;
        case Action::Write:
            disk[event.path] = event.text;
            return true;
        case Action::Remove:
            open.erase(event.path);
            disk.erase(event.path);
            return is_there;
        case Action::Focus:
            return is_there;
    }
    return false;
}

Files World::texts() const {
    Files texts = disk;
    for (const auto& [path, text] : open) texts[path] = text;
    return texts;
}

struct Replay::Inside {
    Script head;  // without events
    World world;
    Running running;
    std::int32_t version = 0;

    void tell(const Event& event, bool was_open) {
        project::Program& program = *running.program;
        const std::string path = path_of(event.path);
        const auto text = [&] { return std::make_shared<base::SourceText>(event.text); };
        switch (event.action) {
            case Action::Edit:
                if (was_open) {
                    program.change(path, text(), ++version);
                } else {
                    program.open(path, text(), ++version);
                }
                break;
            case Action::Close:
                program.close(path);
                break;
            case Action::Remove:
                if (was_open) program.close(path);
                program.files_changed({path});
                break;
            case Action::Save:
            case Action::Write:
                program.files_changed({path});
                break;
            case Action::Focus:
                program.focus(path);
                break;
        }
    }

    void let_run(Pause pause) {
        if (pause == kSettle) {
            running.program->wait_until_idle();
        } else if (head.chaos != 0) {
            running.program->run(static_cast<std::size_t>(pause));
        } else {
            for (Pause i = 0; i < pause; ++i) std::this_thread::yield();
        }
    }

    std::optional<std::string> compare() {
        project::RunSettings settings;
        settings.workers = 2;
        std::optional<Running> started = start(head, world.texts(), settings);
        if (!started) return std::nullopt;  // what was said before goes on
        const Running& cold = *started;
        cold.program->wait_until_idle();
        cli::ShownLines shown = running.shown->lines();
        if (auto error = internal_error(shown)) return error;
        std::string problem;
        for (const auto& [path, text] : world.open) {
            if (cold.shown->text(path) == nullptr) {
                // Hidden by a stub, say: only an editor that has it open makes it be checked.
                shown.erase(path);
                continue;
            }
            const base::SourceTextPtr seen = running.shown->text(path);
            if (!seen || seen->text() != text) problem += "== " + path + ": of another text\n";
        }
        problem += cli::difference(shown, cold.shown->lines());
        if (problem.empty()) return std::nullopt;
        return problem;
    }
};

Replay::Replay(const Script& script) : inside_(std::make_unique<Inside>()) {
    inside_->head = script;
    inside_->head.events.clear();
    inside_->world.disk = script.start;
    project::RunSettings settings;
    settings.workers = kWorkers;
    if (script.chaos != 0) settings.chaos_seed = script.chaos;
    // Half of the runs let go of whatever can be made again each time that nothing is to do.
    if (script.chaos % 2 == 0) settings.nanoseconds_between_tidying = 0;
    settings.surroundings = [inside = inside_.get()] {
        return surroundings_of(inside->world.disk);
    };
    std::optional<Running> started = start(script, script.start, std::move(settings));
    if (!started) throw std::runtime_error("The files of the script can't be checked.");
    inside_->running = std::move(*started);
}

Replay::~Replay() = default;

std::optional<std::string> Replay::apply(const Event& event, bool compare) {
    const bool was_open = inside_->world.open.contains(event.path);
    if (inside_->world.apply(event)) inside_->tell(event, was_open);
    inside_->let_run(event.pause);
    if (event.pause != kSettle || !compare) return std::nullopt;
    return inside_->compare();
}

const World& Replay::world() const {
    return inside_->world;
}

std::optional<std::string> replay(const Script& script, bool only_at_end) {
    Replay run(script);
    for (const Event& event : script.events) {
        const bool compare = !only_at_end || &event == &script.events.back();
        if (auto problem = run.apply(event, compare)) return problem;
    }
    return std::nullopt;
}

}  // namespace krait::stress
