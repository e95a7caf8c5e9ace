// config_file.h
//
// Finds and reads the configuration file: mypy.ini, .mypy.ini, pyproject.toml, setup.cfg upward
// from the working directory to the root of the repository, then the user's own; or the one named
// by
// --config-file. What is wrong in a file is told and skipped: a check is never refused for it.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/options.h"
#include "python/config/values.h"

namespace krait::config {

struct Configuration {
    Options options;
    std::vector<ModuleSection> sections;
    Strings messages;   ///< whole lines, as mypy prints them to stderr
    Strings looked_at;  ///< every path that was tried, found or not: to be watched
};

/// `config_file`: none to search; "" for no file at all.
[[nodiscard]] Configuration load_configuration(const std::optional<std::string>& config_file,
                                               const base::FileSystem& files,
                                               const Environment& environment);

/// "[mypy-a], [mypy-b]", or how the same is written in TOML: for the note on unused sections.
[[nodiscard]] std::string describe_sections(const std::optional<std::string>& config_file,
                                            Strings patterns);

// --- For the readers of file formats

/// A file's sections that concern mypy: "mypy", and "mypy-<pattern>" for modules.
using RawFile = std::vector<std::pair<std::string, RawSection>>;

/// Nothing if the file has no [tool.mypy]. Overrides become sections "mypy-<module>".
[[nodiscard]] base::Result<std::optional<RawFile>> read_pyproject(std::string_view text);

}  // namespace krait::config
