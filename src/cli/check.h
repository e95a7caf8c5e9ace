// check.h
//
// `krait check`: the command line's front door.

#pragma once

#include <string>
#include <vector>

namespace krait::cli {

/// Checks what mypy's `arguments` name and prints as mypy does. The process's exit code.
[[nodiscard]] int check(const std::vector<std::string>& arguments);

}  // namespace krait::cli
