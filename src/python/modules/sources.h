// sources.h
//
// What the arguments of a run, or the workspace of an editor, mean as modules: files and folders
// are turned into (module name, folder to search from) by crawling up to the top of their package,
// and the interpreter, MYPYPATH and typeshed complete the search paths.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/command_line.h"
#include "python/config/options.h"
#include "python/modules/finder.h"
#include "python/modules/python_environment.h"

namespace krait::modules {

/// One module that the program consists of because somebody asked for it.
struct Source {
    std::optional<std::string> path;  ///< as mypy prints it: relative if the argument was
    std::string module = "__main__";
    std::optional<std::string> text;      ///< of `-c`
    std::optional<std::string> base_dir;  ///< absolute: where its package is rooted
    friend bool operator==(const Source&, const Source&) = default;
};

/// Files and folders as given, in order. Fails in mypy's words: no Python files, an invalid package
/// name, an invalid regular expression in `exclude`. `mypypath` is the environment's MYPYPATH.
[[nodiscard]] base::Result<std::vector<Source>> sources_of_paths(
    const std::vector<std::string>& paths, const config::Options& options,
    const base::FileSystem& files, const std::vector<std::string>& mypypath = {});

/// What a whole command line asks for: its files, packages and modules, or program text. Fails in
/// mypy's words. Without an interpreter only the program's own packages are found.
[[nodiscard]] base::Result<std::vector<Source>> sources_of_command_line(
    const config::CommandLine& line, const PythonEnvironment* python,
    std::shared_ptr<const base::FileSystem> files, const std::vector<std::string>& mypypath);

/// What one file is called: (module, base folder).
struct ModuleName {
    std::string module;
    std::string base_dir;
    friend bool operator==(const ModuleName&, const ModuleName&) = default;
};
[[nodiscard]] base::Result<ModuleName> module_of_file(
    const std::string& path, const config::Options& options, const base::FileSystem& files,
    const std::vector<std::string>& mypypath = {});

/// Where the modules of a program are looked for. `python` may be absent. Fails in mypy's words if
/// MYPYPATH contains site-packages, or a custom typeshed isn't one.
[[nodiscard]] base::Result<SearchPaths> search_paths(const std::vector<Source>& sources,
                                                     const config::Options& options,
                                                     const PythonEnvironment* python,
                                                     const base::FileSystem& files,
                                                     const std::vector<std::string>& mypypath);

/// The VERSIONS of the typeshed that the options name, or of the embedded one.
[[nodiscard]] base::Result<StdlibVersions> stdlib_versions(const config::Options& options,
                                                           const base::FileSystem& files);

/// $MYPYPATH as a list.
[[nodiscard]] std::vector<std::string> mypypath_from_environment();

}  // namespace krait::modules
