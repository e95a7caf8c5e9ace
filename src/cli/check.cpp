#include "cli/check.h"

#include <unistd.h>

#include <cstdio>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "base/version.h"
#include "cli/chrome_trace.h"
#include "cli/own_options.h"
#include "cli/render.h"
#include "cli/statistics.h"
#include "cli/verify_incremental.h"
#include "project/answer.h"
#include "project/check_program.h"
#include "project/result_cache.h"
#include "python/config/command_line.h"
#include "python/config/config_file.h"
#include "python/modules/embedded_typeshed.h"

namespace krait::cli {

namespace {

constexpr int kUsageError = 2;
constexpr int kIncrementalDiffers = 3;

void print(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
}

/// "[12/340] checking rich.console", rewritten in place while a person watches a terminal.
class ProgressLine {
public:
    ProgressLine() : shown_(::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0) {}
    void show(const project::Progress& progress) {
        if (!shown_) return;
        std::fprintf(stderr, "\r\033[K[%u/%u] %s", progress.modules_done, progress.modules_total,
                     progress.waiting_for.c_str());
        drawn_ = true;
    }
    void clear() {
        if (drawn_) std::fputs("\r\033[K", stderr);
        drawn_ = false;
    }

private:
    bool shown_;
    bool drawn_ = false;
};

/// Prints each module's diagnostics as they come: the program publishes them in mypy's order.
class Printer final : public project::Listener {
public:
    explicit Printer(const config::Options& options) : options_(options) {}

    void on_diagnostics(project::FileDiagnostics result) override {
        if (result.diagnostics.empty()) return;
        progress_.clear();
        std::size_t errors = 0;
        for (const messages::Diagnostic& found : result.diagnostics) {
            errors += found.severity == messages::Severity::Error;
            totals.blocked = totals.blocked || found.blocker;
        }
        std::FILE* stream = totals.blocked ? stderr : stdout;
        for (const std::string& line :
             render(result.display_path, result.diagnostics, result.text.get(), options_)) {
            print(stream, line);
        }
        std::fflush(stream);
        totals.errors += errors;
        if (errors > 0 && files_with_errors_.insert(result.display_path).second) {
            ++totals.files_with_errors;
        }
    }
    void on_progress(const project::Progress& progress) override { progress_.show(progress); }
    void on_idle() override { progress_.clear(); }
    void on_message(std::string_view text) override {  // of the cache: all else was said before
        progress_.clear();
        print(stderr, text);
    }

    Totals totals;

private:
    const config::Options& options_;
    std::set<std::string> files_with_errors_;
    ProgressLine progress_;
};

std::string working_directory() {
    char folder[4096];
    return ::getcwd(folder, sizeof folder) != nullptr ? folder : "/";
}

bool write_trace(const ChromeTrace& trace, const std::string& path, unsigned workers) {
    if (workers == 0) workers = std::max(1U, std::thread::hardware_concurrency());
    const std::string text = trace.to_json(workers);
    std::FILE* file = std::fopen(path.c_str(), "w");
    bool good = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (file != nullptr) good = std::fclose(file) == 0 && good;
    if (!good) print(stderr, "krait: error: can't write the trace to '" + path + "'");
    return good;
}

/// Sections of the configuration that no module asked for.
void note_unused_sections(const config::ModuleOptions& options,
                          const std::vector<std::string>& modules) {
    const config::Options& global = *options.global();
    if (!global.warn_unused_configs || global.non_interactive) return;
    const std::vector<std::string> unused = options.unused_sections(modules);
    if (unused.empty()) return;
    print(stdout, global.config_file.value_or("") + ": note: unused section(s): " +
                      config::describe_sections(global.config_file, unused));
}

/// Says what the cache has for an unchanged program, or checks it. The names of its modules.
std::vector<std::string> find_or_check(project::Configuration configuration,
                                       const project::Setup& setup, project::RunSettings settings,
                                       project::Listener& listener, project::Figures& figures) {
    project::ResultCache cache = project::open_cache(configuration);
    if (!cache.warning.empty()) listener.on_message(cache.warning);
    settings.store = cache.store;
    if (cache.store && settings.trace == nullptr) {
        if (auto answer = project::find_answer(*cache.store, configuration, figures)) {
            for (project::FileDiagnostics& file : answer->files) {
                listener.on_diagnostics(std::move(file));
            }
            return std::move(answer->modules);
        }
    }
    if (!cache.store) settings.cache = false;
    project::AnswerCollector collector(listener);
    std::shared_ptr<const project::RecordedFiles> recorded;
    if (cache.store) recorded = project::record_files(configuration);
    auto program = project::make_program(configuration, setup, settings, collector, &figures);
    program->wait_until_idle();
    project::CheckedProgram checked{{collector.take_files(), program->module_names()},
                                    collector.take_published(),
                                    program->known()};
    if (recorded) {
        project::keep_answer(*cache.store, configuration, *recorded, checked, figures);
    }
    return std::move(checked.answer.modules);
}

/// A module that two files of the command line claim to be: nothing can be checked then.
bool report_duplicate_module(const project::Configuration& configuration) {
    std::map<std::string, std::string> paths;
    for (const modules::Source& source : configuration.sources) {
        if (!source.path) continue;
        const std::string& path = *source.path;
        const auto [other, is_new] = paths.emplace(source.module, path);
        if (is_new) continue;
        print(stderr, path + ": error: Duplicate module named \"" + source.module +
                          "\" (also at \"" + other->second + "\")");
        for (const char* advice :
             {"See https://mypy.readthedocs.io/en/stable/running_mypy.html#mapping-file-paths-to-"
              "modules for more info",
              "Common resolutions include:", "a) using `--exclude` to avoid checking one of them,",
              "b) adding `__init__.py` somewhere,",
              "c) using `--explicit-package-bases` or adjusting `MYPYPATH`"}) {
            const bool is_item = advice[1] == ')';
            print(stderr, path + ": note: " + (is_item ? "    " : "") + advice);
        }
        return true;
    }
    return false;
}

int run(project::Configuration configuration, const project::Setup& setup, const OwnOptions& own) {
    const std::shared_ptr<const config::ModuleOptions> options = configuration.options;
    const config::Options& global = *options->global();
    Printer printer(global);
    printer.totals.files_checked = configuration.sources.size();
    project::RunSettings settings;
    settings.program_order = true;
    settings.checked_once = true;
    settings.blockers_stop = true;
    settings.cache = true;
    if (global.num_workers > 0) settings.workers = static_cast<unsigned>(global.num_workers);
    project::Figures figures;
    ChromeTrace trace;
    if (!own.trace.empty()) settings.trace = &trace;
    const std::vector<std::string> modules =
        find_or_check(std::move(configuration), setup, settings, printer, figures);
    if (!printer.totals.blocked) note_unused_sections(*options, modules);
    if (global.error_summary && !global.output) print(stdout, render_summary(printer.totals));
    if (global.dump_type_stats) print(stdout, render_statistics(figures));
    std::fflush(stdout);
    if (!own.trace.empty() && !write_trace(trace, own.trace, settings.workers)) return kUsageError;
    if (printer.totals.blocked) return 2;
    return printer.totals.errors > 0 ? 1 : 0;
}

}  // namespace

int check(const std::vector<std::string>& arguments) {
    project::Setup setup;
    setup.root = working_directory();
    setup.arguments = arguments;
    const base::Result<OwnOptions> own = take_own_options(setup.arguments);
    if (!own) {
        print(stderr, own.error().message);
        return kUsageError;
    }
    project::Surroundings surroundings = project::real_surroundings(setup.root);
    if (own->paranoid) surroundings.ask_python = nullptr;
    auto configuration = project::configure(setup, surroundings, /*need_targets=*/true);
    if (!configuration) {
        print(stderr, configuration.error().message);
        return kUsageError;
    }
    configuration->trusts_stamps = !own->paranoid;
    if (configuration->show_help) {
        print(stdout, config::help_text("krait check"));
        print(stdout, own_help());
        return 0;
    }
    if (configuration->show_version) {
        print(stdout, std::string("krait ") + base::kVersion + " (with the typeshed of mypy " +
                          std::string(modules::typeshed_version()) + ")");
        return 0;
    }
    for (const std::string& warning : std::exchange(configuration->warnings, {})) {
        print(stderr, warning);
    }
    for (const std::string& notice : configuration->notices) print(stdout, notice);
    for (const std::string& error : configuration->build_errors) print(stderr, error);
    if (!configuration->build_errors.empty()) return kUsageError;
    if (report_duplicate_module(*configuration)) {
        Totals totals;
        totals.errors = totals.files_with_errors = 1;
        totals.blocked = true;
        const config::Options& global = *configuration->options->global();
        if (global.error_summary && !global.output) print(stdout, render_summary(totals));
        return kUsageError;
    }
    if (!own->verify_incremental) return run(std::move(*configuration), setup, *own);
    const int status = run(*configuration, setup, *own);
    return verify_incremental(*configuration, setup) > 0 ? kIncrementalDiffers : status;
}

}  // namespace krait::cli
