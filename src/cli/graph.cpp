#include "cli/graph.h"

#include <unistd.h>

#include <cstdio>
#include <mutex>

#include "cli/graph_report.h"
#include "cli/shown.h"
#include "project/check_program.h"

namespace krait::cli {

namespace {

constexpr int kNothingToShow = 2;

constexpr const char* kHelp =
    "usage: krait graph [--format text|json|html] [--output FILE] [--measure]\n"
    "                   [files, folders and any of mypy's options]\n\n"
    "Shows which modules import each other in cycles, which import would have to go to break each\n"
    "cycle up best, and the chain of modules that decides how long a check takes.\n\n"
    "  --format FORMAT  text (as a rule), json, or html: a page to look at, in one file\n"
    "  --output FILE    write there instead of to the standard output\n"
    "  --measure        check the program and use the times it took, not the sizes of files\n";

struct GraphOptions {
    std::string format = "text";
    std::string output;
    bool measure = false;
    bool help = false;
};

base::Result<GraphOptions> take_options(std::vector<std::string>& arguments) {
    GraphOptions options;
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string word = arguments[i];
        std::string* value = nullptr;
        if (word == "--format" || word.starts_with("--format=")) value = &options.format;
        if (word == "--output" || word.starts_with("--output=")) value = &options.output;
        if (value != nullptr) {
            const std::size_t equals = word.find('=');
            if (equals == word.npos && i + 1 == arguments.size()) {
                return base::fail("krait: error: " + word + " needs a value");
            }
            *value = equals == word.npos ? arguments[++i] : word.substr(equals + 1);
        } else if (word == "--measure") {
            options.measure = true;
        } else if (word == "--help" || word == "-h") {
            options.help = true;
        } else {
            rest.push_back(std::move(word));
        }
    }
    if (options.format != "text" && options.format != "json" && options.format != "html") {
        return base::fail("krait: error: no such format: '" + options.format +
                          "' (there are text, json and html)");
    }
    arguments = std::move(rest);
    return options;
}

/// How long the interfaces of each module took, a cycle's time with its first module.
class Times final : public project::Trace {
public:
    void job(const scheduler::JobSpan& span, std::string module) override {
        if (span.kind != scheduler::JobKind::Interface) return;
        const std::lock_guard lock(mutex_);
        by_module[module] += span.end - span.start;
    }
    void revision(std::uint64_t, std::uint64_t) override {}

    std::map<std::string, std::uint64_t> by_module;  // to be read when the program is gone

private:
    std::mutex mutex_;
};

std::map<std::string, std::uint64_t> measure(const project::Configuration& configuration,
                                             const project::Setup& setup) {
    Times times;
    Shown shown(configuration.global());
    project::RunSettings settings;
    settings.workers = 1;  // times of jobs that don't get in each other's way
    settings.trace = &times;
    {
        auto program = project::make_program(configuration, setup, settings, shown);
        program->wait_until_idle();
    }
    return times.by_module;
}

bool write(const std::string& text, const std::string& path) {
    std::FILE* file = path.empty() ? stdout : std::fopen(path.c_str(), "w");
    if (file == nullptr) return false;
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    return (path.empty() ? std::fflush(file) : std::fclose(file)) == 0 && written;
}

int complain(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    return kNothingToShow;
}

}  // namespace

int graph(const std::vector<std::string>& arguments) {
    char folder[4096];
    project::Setup setup;
    setup.root = ::getcwd(folder, sizeof folder) != nullptr ? folder : "/";
    setup.arguments = arguments;
    const base::Result<GraphOptions> options = take_options(setup.arguments);
    if (!options) return complain(options.error().message);
    if (options->help) return write(kHelp, "") ? 0 : kNothingToShow;
    auto configuration =
        project::configure(setup, project::real_surroundings(setup.root), /*need_targets=*/false);
    if (!configuration) return complain(configuration.error().message);
    const GraphReport report = make_graph_report(
        project::load_import_graph(*configuration),
        options->measure ? measure(*configuration, setup) : std::map<std::string, std::uint64_t>());
    const std::string text = options->format == "json"   ? graph_as_json(report)
                             : options->format == "html" ? graph_as_html(report)
                                                         : graph_as_text(report);
    if (!write(text, options->output)) {
        return complain("krait: error: can't write to '" + options->output + "'");
    }
    return 0;
}

base::Result<std::string> graph_page(const project::Setup& setup) {
    const auto configuration =
        project::configure(setup, project::real_surroundings(setup.root), /*need_targets=*/false);
    if (!configuration) return tl::unexpected(configuration.error());
    return graph_as_html(make_graph_report(project::load_import_graph(*configuration), {}));
}

}  // namespace krait::cli
