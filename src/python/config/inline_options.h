// inline_options.h
//
// `# mypy: disallow-any-generics, python-version=3.12` lines: options for the one module that they
// stand in. Read by the same rules as a configuration file's section.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "python/config/options.h"

namespace krait::config {

/// What follows "# mypy: " on a line that starts with it; lines count from 1.
struct ConfigComment {
    std::uint32_t line = 0;
    std::string text;
    friend bool operator==(const ConfigComment&, const ConfigComment&) = default;
};

[[nodiscard]] std::vector<ConfigComment> find_config_comments(std::string_view source);

struct InlineOptions {
    OptionChanges changes;  ///< for apply_changes(); empty if there was no comment
    /// Errors at lines; mypy reports them without an error code of their own (misc).
    std::vector<ConfigComment> errors;
};

[[nodiscard]] InlineOptions read_config_comments(std::span<const ConfigComment> comments);

}  // namespace krait::config
