#include "project/configuration.h"

#include <utility>

#include "project/remembered_python.h"
#include "project/result_cache.h"
#include "python/config/command_line.h"
#include "python/config/option_table.h"
#include "python/modules/disk.h"
#include "python/modules/embedded_typeshed.h"

namespace krait::project {

namespace {

/// The interpreter's own word on version, platform and search path, where it is needed.
std::optional<modules::PythonEnvironment> environment_of_python(config::Options& options,
                                                                const Surroundings& surroundings,
                                                                Configuration& configuration) {
    if (options.no_site_packages && options.python_version_given) return std::nullopt;
    std::optional<std::string> executable =
        modules::find_python(options.python_executable, configuration.root, *configuration.files,
                             surroundings.environment);
    if (!executable) {
        configuration.warnings.push_back(
            "No Python interpreter was found: installed packages can't be seen, and the newest "
            "Python version is assumed. Name one with --python-executable.");
        return std::nullopt;
    }
    const bool may_remember = configuration.files->is_dir(configuration.root);
    base::Result<modules::PythonEnvironment> python =
        surroundings.ask_python
            ? surroundings.ask_python(*executable,
                                      may_remember ? cache_folder(options, configuration.root) : "")
            : modules::ask_python(*executable);
    if (!python) {
        configuration.warnings.push_back(python.error().message);
        return std::nullopt;
    }
    modules::adopt_python(options, *python);
    options.python_executable = *executable;
    return *python;
}

/// The roots of an editor's program, where configuration names none. An editor may name a folder
/// that isn't there (yet): then there are only the documents that it opens.
void default_to_root(config::CommandLine& line, const Configuration& configuration) {
    if (!configuration.files->is_dir(configuration.root)) return;
    if (line.files.empty() && line.packages.empty() && line.modules.empty() &&
        line.command.empty()) {
        line.files = {configuration.root};
    }
}

/// Files of folders that are programs of their own.
void leave_to_others(std::vector<modules::Source>& sources, const Setup& setup) {
    std::erase_if(sources, [&](const modules::Source& source) {
        return std::any_of(setup.others.begin(), setup.others.end(), [&](const auto& folder) {
            return source.path && source.path->starts_with(folder + "/");
        });
    });
}

void warn_of_options_without_effect(Configuration& configuration) {
    std::string names;
    for (const std::string& name : config::options_without_effect(*configuration.options)) {
        names += (names.empty() ? "" : ", ") + name;
    }
    if (names.empty()) return;
    configuration.warnings.push_back("These options are known but have no effect yet: " + names +
                                     ".");
}

}  // namespace

Surroundings real_surroundings(const std::string& root) {
    return {modules::make_snapshot_of(modules::make_disk(root)), config::process_environment(),
            ask_python_once};
}

base::Result<Configuration> configure(const Setup& setup, const Surroundings& surroundings,
                                      bool need_targets) {
    Configuration configuration;
    configuration.root = setup.root;
    configuration.files = modules::with_typeshed(surroundings.files);
    config::CommandLineContext context{*configuration.files, surroundings.environment};
    context.require_targets = need_targets;
    auto line = config::parse_command_line(setup.arguments, context);
    if (!line) return tl::unexpected(line.error());
    configuration.show_help = line->show_help;
    configuration.show_version = line->show_version;
    if (line->show_help || line->show_version) return configuration;
    configuration.warnings = line->warnings;
    configuration.notices = line->notices;
    configuration.build_errors = line->build_errors;
    if (!need_targets) default_to_root(*line, configuration);

    std::optional<modules::PythonEnvironment> python =
        environment_of_python(line->options, surroundings, configuration);
    configuration.options =
        std::make_shared<const config::ModuleOptions>(line->options, line->sections);
    std::vector<std::string> mypypath = modules::mypypath_from_environment();
    auto sources = modules::sources_of_command_line(*line, python ? &*python : nullptr,
                                                    configuration.files, mypypath);
    if (sources) {
        configuration.sources = std::move(*sources);
        leave_to_others(configuration.sources, setup);
    } else if (need_targets) {
        return tl::unexpected(sources.error());
    } else {
        // An editor goes on with the documents that it opens: an empty folder, say, is no mistake.
        configuration.warnings.push_back(sources.error().message);
    }
    auto paths = modules::search_paths(configuration.sources, configuration.global(),
                                       python ? &*python : nullptr, *configuration.files, mypypath);
    if (!paths) return tl::unexpected(paths.error());
    auto versions = modules::stdlib_versions(configuration.global(), *configuration.files);
    if (!versions) return tl::unexpected(versions.error());
    configuration.finder = std::make_shared<const modules::ModuleFinder>(
        std::move(*paths), configuration.files, configuration.options, std::move(*versions));
    warn_of_options_without_effect(configuration);
    return configuration;
}

}  // namespace krait::project
