// check.h
//
// `krait check`: the command line's front door. It takes mypy's arguments, prints mypy's lines and
// ends with mypy's exit status: 0 nothing found, 1 errors, 2 nothing could be checked.

#pragma once

#include <string>
#include <vector>

namespace krait::cli {

/// Checks what mypy's `arguments` name. The process's exit status.
[[nodiscard]] int check(const std::vector<std::string>& arguments);

}  // namespace krait::cli
