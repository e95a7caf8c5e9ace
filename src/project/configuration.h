// configuration.h
//
// What a program is to be checked with: the command line's or an editor's wishes, completed by
// configuration files, the interpreter and typeshed. Made once, and again when one of these
// changes.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "project/program.h"
#include "python/config/options.h"
#include "python/config/paths.h"
#include "python/modules/finder.h"
#include "python/modules/python_environment.h"
#include "python/modules/sources.h"

namespace krait::project {

struct Configuration {
    std::string root;                               ///< absolute
    std::shared_ptr<const base::FileSystem> files;  ///< the disk as it is now, and typeshed
    std::shared_ptr<const config::ModuleOptions> options;
    std::vector<modules::Source> sources;  ///< the program's roots, in order
    std::shared_ptr<const modules::ModuleFinder> finder;
    std::vector<std::string> warnings;      ///< for stderr, whole sentences
    std::vector<std::string> notices;       ///< for stdout
    std::vector<std::string> build_errors;  ///< "mypy: error: ...": nothing is checked then
    bool show_help = false;
    bool show_version = false;
    /// A file that has the size and times that it had holds what it held (cache/stamps.h).
    bool trusts_stamps = true;

    [[nodiscard]] const config::Options& global() const { return *options->global(); }
};

/// Where configuration comes from; tests bring their own.
struct Surroundings {
    std::shared_ptr<const base::FileSystem> files;  ///< without typeshed
    config::Environment environment;
    /// What an interpreter says of itself; empty: it is started and asked. Gets the folder of the
    /// cache, empty if there is none.
    std::function<base::Result<modules::PythonEnvironment>(const std::string& executable,
                                                           const std::string& cache)>
        ask_python{};
};
[[nodiscard]] Surroundings real_surroundings(const std::string& root);

/// Fails in the words that are to be printed, exit status 2 (usage, unreadable configuration, no
/// files to check). With `need_targets` false (an editor) the root is checked where nothing else is
/// named.
[[nodiscard]] base::Result<Configuration> configure(const Setup& setup,
                                                    const Surroundings& surroundings,
                                                    bool need_targets);

}  // namespace krait::project
