#include "cli/check.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <thread>
#include <utility>

#include "base/version.h"
#include "cli/chrome_trace.h"
#include "cli/own_options.h"
#include "cli/printer.h"
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

std::string working_directory() {
    char folder[4096];
    return ::getcwd(folder, sizeof folder) != nullptr ? folder : "/";
}

bool write_trace(const ChromeTrace& trace, const std::string& path, unsigned workers) {
    const bool good = trace.write(path, workers);
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

/// mypy's lines about a module that two files of the command line claim to be: nothing can be
/// checked then. Empty if there is none.
std::vector<std::string> duplicate_module(const project::Configuration& configuration) {
    std::map<std::string, std::string> paths;
    for (const modules::Source& source : configuration.sources) {
        if (!source.path) continue;
        const std::string& path = *source.path;
        const auto [other, is_new] = paths.emplace(source.module, path);
        if (is_new) continue;
        std::vector<std::string> lines{path + ": error: Duplicate module named \"" + source.module +
                                       "\" (also at \"" + other->second + "\")"};
        for (const char* advice :
             {"See https://mypy.readthedocs.io/en/stable/running_mypy.html#mapping-file-paths-to-"
              "modules for more info",
              "Common resolutions include:", "a) using `--exclude` to avoid checking one of them,",
              "b) adding `__init__.py` somewhere,",
              "c) using `--explicit-package-bases` or adjusting `MYPYPATH`"}) {
            const bool is_item = advice[1] == ')';
            lines.push_back(path + ": note: " + (is_item ? "    " : "") + advice);
        }
        return lines;
    }
    return {};
}

int run(project::Configuration configuration, const project::Setup& setup, const OwnOptions& own) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    const std::shared_ptr<const config::ModuleOptions> options = configuration.options;
    const config::Options& global = *options->global();
    Printer printer(configuration, own.host);
    printer.totals.files_checked = configuration.sources.size();
    const std::vector<std::string> stopped_by = duplicate_module(configuration);
    if (!stopped_by.empty()) {
        printer.stop(stopped_by);
        return printer.finish(0);
    }
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
    const bool may_say_more = printer.is_text();
    if (!printer.totals.blocked && may_say_more) note_unused_sections(*options, modules);
    const int status = printer.finish(std::chrono::duration<double>(Clock::now() - start).count());
    if (global.dump_type_stats && may_say_more) print(stdout, render_statistics(figures));
    std::fflush(stdout);
    if (!own.trace.empty() && !write_trace(trace, own.trace, settings.workers)) return kUsageError;
    return status;
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
    if (!own->verify_incremental) return run(std::move(*configuration), setup, *own);
    const int status = run(*configuration, setup, *own);
    return verify_incremental(*configuration, setup) > 0 ? kIncrementalDiffers : status;
}

}  // namespace krait::cli
