#include "cli/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/version.h"
#include "cache/database.h"
#include "cache/upkeep.h"
#include "project/result_cache.h"
#include "python/config/command_line.h"
#include "python/modules/embedded_typeshed.h"
#include "python/modules/sources.h"

namespace krait::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHelp =
    "usage: krait doctor [mypy's arguments]\n\n"
    "Says what a check here, or an editor's server, finds: configuration, interpreter, typeshed,\n"
    "cache and files; and what is wrong with each. The exit status is 1 if something is.\n";

std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

Finding about_program() {
    Finding finding{"Program", std::string("krait ") + base::kVersion, {}, {}};
    std::error_code ignored;
    const fs::path here = fs::read_symlink("/proc/self/exe", ignored);
    if (!here.empty()) finding.found += ", " + here.string();
    return finding;
}

Finding about_configuration(const config::CommandLine& line, const std::string& root) {
    Finding finding{"Configuration", "", {}, line.warnings};
    if (line.options.config_file && !line.options.config_file->empty()) {
        finding.found = config::absolute_path(*line.options.config_file, root) + ", " +
                        counted(line.sections.size(), "section") + " for single modules";
    } else {
        finding.found = "none: mypy's defaults";
        std::string looked;
        for (const std::string& file : line.config_files) {
            looked += (looked.empty() ? "" : ", ") + file;
        }
        if (!looked.empty()) finding.details.push_back("looked for: " + looked);
    }
    return finding;
}

/// What a check takes the program to run on.
std::string assumed(const config::Options& options) {
    return "checked for: Python " + options.python_version.text() + ", " + options.platform;
}

Finding about_interpreter(config::Options& options, const project::Surroundings& surroundings,
                          const std::string& root) {
    Finding finding{"Interpreter", "not asked (--no-site-packages)", {}, {}};
    if (options.no_site_packages && options.python_version_given) {
        finding.details.push_back(assumed(options));
        return finding;
    }
    const std::optional<std::string> executable = modules::find_python(
        options.python_executable, root, *surroundings.files, surroundings.environment);
    if (!executable) {
        finding.found = "none";
        finding.problems.push_back(
            "No Python interpreter was found (no active virtual environment, no .venv or venv in "
            "this folder or above, no python3 on PATH), so installed packages can't be seen. Name "
            "one with --python-executable or python_executable in the configuration.");
        return finding;
    }
    finding.found = *executable;
    const auto python = surroundings.ask_python ? surroundings.ask_python(*executable, "")
                                                : modules::ask_python(*executable);
    if (!python) {
        finding.problems.push_back(python.error().message);
        return finding;
    }
    finding.found += ", Python " + python->version.text();
    if (python->version < config::kOldestPython) {
        finding.problems.push_back("The oldest Python that is checked for is " +
                                   config::kOldestPython.text() + ".");
    }
    modules::adopt_python(options, *python);
    finding.details.push_back(assumed(options));
    for (const std::string& folder : python->site_packages) {
        finding.details.push_back("packages: " + folder);
    }
    return finding;
}

Finding about_typeshed(const config::Options& options, const base::FileSystem& files) {
    Finding finding{"Typeshed", "", {}, {}};
    if (options.custom_typeshed_dir && !options.custom_typeshed_dir->empty()) {
        finding.found = *options.custom_typeshed_dir + " (--custom-typeshed-dir)";
    } else {
        finding.found = "embedded, of mypy " + std::string(modules::typeshed_version()) + ", " +
                        counted(modules::typeshed_files().size(), "file");
    }
    const auto versions = modules::stdlib_versions(options, files);
    if (!versions) finding.problems.push_back(versions.error().message);
    return finding;
}

Finding about_new_cache(const fs::path& folder) {
    Finding finding{"Cache", folder.string() + ", made by the first check", {}, {}};
    fs::path above = folder;
    std::error_code ignored;
    while (!above.empty() && !fs::exists(above, ignored)) above = above.parent_path();
    if (!fs::is_directory(above, ignored)) {
        finding.problems.push_back("The folder of the cache can't be made: " + above.string() +
                                   " is a file.");
    } else if (::access(above.c_str(), W_OK | X_OK) != 0) {
        finding.problems.push_back("The folder of the cache can't be made: " + above.string() +
                                   " can't be written. --cache-dir names another folder.");
    }
    return finding;
}

Finding about_cache(const config::Options& options, const std::string& root) {
    const fs::path folder = project::cache_folder(options, root);
    if (folder.empty()) {
        return {"Cache", "none, as configured: every check begins anew", {}, {}};
    }
    std::error_code ignored;
    if (!fs::exists(cache::database_file(folder), ignored)) return about_new_cache(folder);
    Finding finding{"Cache", folder.string(), {}, {}};
    auto database = cache::open_database(folder);
    if (!database) {
        finding.problems.push_back(database.error());
        return finding;
    }
    if (!database->warning.empty()) finding.problems.push_back(database->warning);
    const auto figures = cache::figures_of(*database);
    if (!figures) {
        finding.problems.push_back(figures.error().message);
        return finding;
    }
    char size[64];
    std::snprintf(size, sizeof size, ", %.1f MB",
                  static_cast<double>(figures->file_bytes) / (1024.0 * 1024.0));
    finding.found += size;
    if (!database->writable) {
        finding.problems.push_back("The cache can be read, but not written: " + folder.string() +
                                   ".");
    }
    return finding;
}

Finding about_files(const project::Configuration& configuration,
                    const std::vector<Finding>& others) {
    const std::size_t count = configuration.sources.size();
    Finding finding{"Files", counted(count, "file") + " to be checked", {}, {}};
    if (count > 0 && configuration.sources.front().path) {
        finding.details.push_back("the first: " + *configuration.sources.front().path +
                                  " (module " + configuration.sources.front().module + ")");
    }
    finding.problems = configuration.build_errors;
    for (const std::string& warning : configuration.warnings) {
        const bool said = std::any_of(others.begin(), others.end(), [&](const Finding& other) {
            return std::find(other.problems.begin(), other.problems.end(), warning) !=
                   other.problems.end();
        });
        const bool of_python = warning.starts_with("No Python interpreter");
        if (!said && !of_python) finding.problems.push_back(warning);
    }
    return finding;
}

}  // namespace

std::vector<Finding> examine(const project::Setup& setup,
                             const project::Surroundings& surroundings) {
    std::vector<Finding> findings{about_program()};
    findings.push_back({"Folder", setup.root, {}, {}});
    config::CommandLineContext context{*surroundings.files, surroundings.environment};
    context.program = "krait doctor";
    context.require_targets = false;
    auto line = config::parse_command_line(setup.arguments, context);
    if (!line) {
        findings.push_back({"Configuration", "not understood", {}, {line.error().message}});
        return findings;
    }
    findings.push_back(about_configuration(*line, setup.root));
    findings.push_back(about_interpreter(line->options, surroundings, setup.root));
    findings.push_back(about_typeshed(line->options, *modules::with_typeshed(surroundings.files)));
    findings.push_back(about_cache(line->options, setup.root));
    auto configuration = project::configure(setup, surroundings, /*need_targets=*/false);
    if (configuration) {
        findings.push_back(about_files(*configuration, findings));
    } else {
        findings.push_back({"Files", "not found", {}, {configuration.error().message}});
    }
    return findings;
}

std::string render_findings(const std::vector<Finding>& findings) {
    constexpr std::size_t kIndent = 16;
    std::string out;
    std::size_t problems = 0;
    for (const Finding& finding : findings) {
        out += finding.subject;
        out.append(kIndent - std::min(kIndent - 1, finding.subject.size()), ' ');
        out += finding.found + "\n";
        for (const std::string& detail : finding.details) {
            out += std::string(kIndent, ' ') + detail + "\n";
        }
        for (const std::string& problem : finding.problems) {
            out += std::string(kIndent, ' ') + "PROBLEM: " + problem + "\n";
        }
        problems += finding.problems.size();
    }
    return out + "\n" + (problems == 0 ? "Nothing is wrong." : counted(problems, "problem") + ".") +
           "\n";
}

int doctor(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
        if (argument != "--help" && argument != "-h") continue;
        std::fputs(kHelp, stdout);
        return 0;
    }
    std::error_code ignored;
    project::Setup setup;
    setup.root = fs::current_path(ignored).string();
    setup.arguments = arguments;
    project::Surroundings surroundings = project::real_surroundings(setup.root);
    surroundings.ask_python = nullptr;  // what is remembered might be what is wrong
    const auto findings = examine(setup, surroundings);
    std::fputs(render_findings(findings).c_str(), stdout);
    const bool wrong = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return !finding.problems.empty();
    });
    return wrong ? 1 : 0;
}

}  // namespace krait::cli
