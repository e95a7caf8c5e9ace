// stress.cpp
//
// The randomised test of incremental checking: programs are edited at random, by thousands of small
// edits, some of them while the one before is still being worked at, and whenever things have
// settled, what is published must be what a cold run says of the same texts. A failure shrinks and
// is written down as a script, which --replay runs again; the scripts below tests/stress/found are
// failures that were found this way, and stay found.
//
//   stress [--seconds N] [--seed N] [--edits N] [--project FOLDER] [--to FOLDER] [-- ARGUMENT...]
//   stress --replay SCRIPT...
//   stress --shrink SCRIPT
//
// KRAIT_STRESS_SECONDS says how long, where --seconds doesn't.

#include <sys/wait.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>

#include "stress/editor.h"
#include "stress/replay.h"
#include "stress/shrink.h"

using namespace krait::stress;
namespace fs = std::filesystem;

namespace {

constexpr int kDiffers = 1;
constexpr int kUsage = 2;

struct Options {
    double seconds = 60;
    std::uint64_t seed = 1;
    std::size_t edits = 80;  ///< a program, before the next is made
    double shrink_seconds = 120;
    bool isolated = false;  ///< shrink by processes: for what depends on addresses
    std::string project;    ///< a folder whose files are taken instead of made-up ones
    std::string to = ".";   ///< where scripts of failures go
    std::vector<std::string> arguments;
    std::vector<std::string> replay;
    std::string shrink;
};

/// Ends the process if one step takes too long: somebody waits for something that never comes. What
/// was being done is in the journal.
class Watchdog {
public:
    Watchdog() : thread_([this] { watch(); }) {}
    ~Watchdog() {
        {
            const std::lock_guard lock(mutex_);
            done_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    void step() {
        const std::lock_guard lock(mutex_);
        ++steps_;
    }

private:
    void watch() {
        std::unique_lock lock(mutex_);
        while (!done_) {
            const std::size_t before = steps_;
            changed_.wait_for(lock, std::chrono::seconds(120), [&] { return done_; });
            if (done_ || steps_ != before) continue;
            std::fprintf(stderr, "Nothing has happened for two minutes.\n");
            std::abort();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t steps_ = 0;
    bool done_ = false;
    std::thread thread_;  // last: it uses the above
};

Script read_script_file(const std::string& path) {
    std::ifstream stream(path);
    if (!stream) throw std::runtime_error("Can't read " + path);
    return read_script(stream);
}

/// Modules in two packages and outside of any, which import each other at random.
Files made_up_project(Dice& dice) {
    Files files;
    for (const char* path : {"a.py", "b.py", "pkg/__init__.py", "pkg/a.py", "pkg/c.py", "pkg/d.py",
                             "pkg/sub/__init__.py", "pkg/sub/b.py", "pkg/sub/e.py", "c.pyi"}) {
        if (!dice.chance(1, 5)) files[path];
    }
    const std::vector<std::string> modules = modules_of(files);
    Author author(dice, modules);
    for (auto& [path, text] : files) text = author.module_text();
    return files;
}

Files files_of_folder(const std::string& folder) {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".py" && extension != ".pyi") continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        files[fs::path(folder).filename().string() + "/" +
              fs::relative(entry.path(), folder).string()] = text.str();
    }
    return files;
}

/// Runs the script in a process of its own; 0 if all is well.
int status_of(const Script& script, const std::string& self, const std::string& folder) {
    const std::string path = folder + "/stress-candidate.script";
    {
        std::ofstream stream(path);
        write_script(stream, script);
    }
    const std::string command = "timeout 60 '" + self + "' --replay '" + path + "' >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool differs(const Script& script) {
    try {
        return replay(script, /*only_at_end=*/true).has_value();
    } catch (const std::runtime_error&) {
        return false;  // nothing in it can be checked
    }
}

std::string shrunk(const Script& script, const Options& options, const std::string& self) {
    const int status = status_of(script, self, options.to);
    if (status == 0) return {};
    // A difference can be looked for in here, which is quicker.
    const Fails fails = [&](const Script& smaller) {
        if (status == kDiffers && !options.isolated) return differs(smaller);
        return status_of(smaller, self, options.to) == status;
    };
    const Script small = shrink(script, fails, options.shrink_seconds);
    std::ostringstream text;
    write_script(text, small);
    return text.str();
}

struct Totals {
    std::size_t programs = 0;
    std::size_t edits = 0;
    std::size_t comparisons = 0;
};

class Stress {
public:
    Stress(Options options, std::string self)
        : options_(std::move(options)), self_(std::move(self)) {}

    int run() {
        using Clock = std::chrono::steady_clock;
        const auto end = Clock::now() + std::chrono::duration<double>(options_.seconds);
        for (std::uint64_t seed = options_.seed; Clock::now() < end; ++seed) {
            const int status = one_program(seed, [&] { return Clock::now() < end; });
            if (status != 0) return status;
        }
        std::printf("%zu programs, %zu edits, %zu comparisons: no difference\n", totals_.programs,
                    totals_.edits, totals_.comparisons);
        return 0;
    }

private:
    template <class More>
    int one_program(std::uint64_t seed, const More& more) {
        Dice dice(seed);
        Script script = beginning(dice, seed);
        std::ofstream journal(options_.to + "/stress-journal.script");
        write_beginning(journal, script);
        Editor editor(dice);
        Replay run(script);
        ++totals_.programs;
        std::size_t edits = 0;
        while (edits < options_.edits && more()) {
            for (Event& event : editor.next(run.world())) {
                event.pause = pause(dice);
                write_event(journal, event);
                journal.flush();
                script.events.push_back(event);
                watchdog_.step();
                ++edits;
                ++totals_.edits;
                totals_.comparisons += event.pause == kSettle;
                if (auto problem = run.apply(event)) return report(seed, script, *problem);
            }
        }
        return 0;
    }

    Script beginning(Dice& dice, std::uint64_t seed) const {
        Script script;
        script.arguments = options_.arguments;
        // Two thirds without threads: what is found there can be repeated.
        script.chaos = dice.chance(2, 3) ? seed : 0;
        if (!options_.project.empty()) {
            script.start = files_of_folder(options_.project);
            return script;
        }
        script.arguments.emplace_back("--custom-typeshed-dir=/typeshed");
        for (const char* flag : {"--check-untyped-defs", "--warn-unused-ignores", "--strict",
                                 "--warn-unreachable", "--local-partial-types"}) {
            if (dice.chance(1, 3)) script.arguments.emplace_back(flag);
        }
        script.start = made_up_project(dice);
        return script;
    }

    static Pause pause(Dice& dice) {
        if (dice.chance(1, 4)) return kSettle;
        return dice.chance(1, 3) ? 0 : static_cast<Pause>(dice.below(60));
    }

    int report(std::uint64_t seed, const Script& script, const std::string& problem) {
        const std::string path = options_.to + "/stress-" + std::to_string(seed) + ".script";
        std::printf("Seed %llu, after %zu edits:\n%s\n", static_cast<unsigned long long>(seed),
                    script.events.size(), problem.c_str());
        {
            std::ofstream stream(path);
            write_script(stream, script);
        }
        std::printf("The script is in %s. Shrinking...\n", path.c_str());
        std::fflush(stdout);
        const std::string small = shrunk(script, options_, self_);
        if (small.empty()) {
            std::printf("It doesn't fail when it is repeated: a matter of timing.\n");
        } else {
            std::ofstream(path + ".small") << small;
            std::printf("%s.small:\n%s", path.c_str(), small.c_str());
        }
        return kDiffers;
    }

    const Options options_;
    const std::string self_;
    Totals totals_;
    Watchdog watchdog_;
};

int replay_all(const std::vector<std::string>& paths) {
    int status = 0;
    for (const std::string& path : paths) {
        const std::optional<std::string> problem = replay(read_script_file(path));
        std::printf("%s: %s\n", path.c_str(), problem ? problem->c_str() : "no difference");
        if (problem) status = kDiffers;
    }
    return status;
}

std::optional<Options> parse(int argc, char** argv) {
    Options options;
    if (const char* seconds = std::getenv("KRAIT_STRESS_SECONDS"))
        options.seconds = std::atof(seconds);
    const std::vector<std::string> words(argv + 1, argv + argc);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--") {
            options.arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                     words.end());
            break;
        }
        if (word == "--replay") {
            options.replay.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
            break;
        }
        if (i + 1 == words.size()) return std::nullopt;
        const std::string& value = words[++i];
        if (word == "--seconds")
            options.seconds = std::atof(value.c_str());
        else if (word == "--isolated")
            options.isolated = value == "yes";
        else if (word == "--shrink-seconds")
            options.shrink_seconds = std::atof(value.c_str());
        else if (word == "--seed")
            options.seed = std::stoull(value);
        else if (word == "--edits")
            options.edits = std::stoull(value);
        else if (word == "--project")
            options.project = fs::absolute(value).lexically_normal().string();
        else if (word == "--to")
            options.to = value;
        else if (word == "--shrink")
            options.shrink = value;
        else
            return std::nullopt;
    }
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    const std::optional<Options> options = parse(argc, argv);
    if (!options) {
        std::fprintf(stderr, "usage: see the head of tests/stress/stress.cpp\n");
        return kUsage;
    }
    try {
        if (!options->replay.empty()) return replay_all(options->replay);
        const std::string self = fs::read_symlink("/proc/self/exe").string();
        if (!options->shrink.empty()) {
            std::cout << shrunk(read_script_file(options->shrink), *options, self);
            return 0;
        }
        fs::create_directories(options->to);
        return Stress(*options, self).run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return kUsage;
    }
}
