// own_options.h
//
// What `krait check` understands beside mypy's command line: options that mypy has no word for.
// They are taken out before mypy's arguments are read, so that those stay mypy's to the letter.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/annotations.h"

namespace krait::cli {

struct OwnOptions {
    std::string trace;           ///< a file for a Chrome trace; empty: none
    std::optional<CiHost> host;  ///< whose annotations are wanted instead of mypy's lines
    bool verify_incremental = false;
    bool paranoid = false;  ///< contents are compared, not the files' sizes and times
};

/// Takes Krait's own options out of `arguments`. Fails if one lacks its value.
[[nodiscard]] base::Result<OwnOptions> take_own_options(std::vector<std::string>& arguments);

/// What --help says of them, after mypy's.
[[nodiscard]] std::string_view own_help();

}  // namespace krait::cli
