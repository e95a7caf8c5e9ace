// argument_parser.h
//
// The syntax of a command line by the rules of Python's argparse, apart from what the options mean:
// "--flag value", "--flag=value", unique prefixes of long flags, "-nvalue", clusters of short
// flags,
// "@file", "--". Positional arguments must stand together, as argparse wants it.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/option_table.h"

namespace krait::config {

/// One option as given.
struct ParsedArgument {
    const OptionInfo* option = nullptr;
    bool on = true;          ///< false: by a flag that turns it off
    std::string flag_names;  ///< "-n/--num-workers": for messages
    Strings values;
};

struct ParsedArguments {
    std::vector<ParsedArgument> options;  ///< in order
    Strings positionals;
};

/// Fails with argparse's message, without usage and program name.
[[nodiscard]] base::Result<ParsedArguments> parse_arguments(std::span<const std::string> arguments,
                                                            const base::FileSystem& files);

}  // namespace krait::config
