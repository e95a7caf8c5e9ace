// python_environment.h
//
// Python is found, not assumed: which interpreter a program runs on, and what that interpreter says
// about its version and where its packages are. It is run once, with a few lines of its own
// language.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/options.h"
#include "python/config/paths.h"

namespace krait::modules {

/// What the interpreter says about itself.
struct PythonEnvironment {
    std::string executable;
    config::PythonVersion version;
    std::string platform;
    std::vector<std::string> sys_path;  ///< without the standard library, which is typeshed's
    std::vector<std::string> site_packages;
    friend bool operator==(const PythonEnvironment&, const PythonEnvironment&) = default;
};

/// Runs an interpreter and asks it. Fails in mypy's words.
[[nodiscard]] base::Result<PythonEnvironment> ask_python(const std::string& executable);

/// An interpreter for a program: `wanted` (an option or an editor's setting), the active virtual
/// environment, .venv or venv upward from `root`, python3 on PATH. Nothing if there is none.
[[nodiscard]] std::optional<std::string> find_python(const std::optional<std::string>& wanted,
                                                     const std::string& root,
                                                     const base::FileSystem& files,
                                                     const config::Environment& environment);

/// The options as they are for this interpreter: its version and platform, unless others were
/// given.
void adopt_python(config::Options& options, const PythonEnvironment& python);

}  // namespace krait::modules
