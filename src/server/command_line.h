// command_line.h
//
// Which of the two front doors: `krait server` or `krait check`.

#pragma once

namespace krait::server {

/// The process's exit code.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace krait::server
