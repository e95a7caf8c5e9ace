// command_line.h
//
// mypy's command line: what `krait check` accepts, and what it then works with after configuration
// files and the environment had their say.
//
// Read by a small parser of our own, driven by the option table. CLI11 can't be used for it: it has
// no pairs of flags that undo each other under unrelated names (--disallow-x/--allow-x), refuses
// unique prefixes of long flags, and words its errors differently, while scripts around mypy use
// all of these.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/options.h"
#include "python/config/paths.h"

namespace krait::config {

/// What a run was asked for. Exactly one of files, packages and modules together, command is given,
/// unless targets aren't required.
struct CommandLine {
    Options options;
    std::vector<ModuleSection> sections;
    Strings files;
    Strings packages;
    Strings modules;
    Strings command;       ///< lines of -c
    Strings warnings;      ///< for stderr: what is wrong in configuration files
    Strings notices;       ///< for stdout: deprecated flags and the like
    Strings build_errors;  ///< "mypy: error: ...": reported like blocking errors, exit 2
    Strings config_files;  ///< paths where a configuration file was looked for
    bool show_help = false;
    bool show_version = false;
};

struct CommandLineContext {
    const base::FileSystem& files;
    Environment environment;
    std::string program = "krait check";  ///< in messages about usage
    bool require_targets = true;
};

/// On failure the message is everything to be printed to stderr, without a newline at its end; the
/// exit status is 2 then.
[[nodiscard]] base::Result<CommandLine> parse_command_line(std::span<const std::string> arguments,
                                                           const CommandLineContext& context);

/// The text of --help: every flag that mypy documents or that is Krait's own, from the table.
[[nodiscard]] std::string help_text(const std::string& program);

}  // namespace krait::config
