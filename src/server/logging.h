// logging.h
//
// Where logs go: to a file, or to standard error, which editors show as the server's output. Never
// to standard output, which belongs to the protocol.

#pragma once

#include <string>

namespace krait::server {

/// `file` empty: standard error. `level` as spdlog names it. Never fails: without the file,
/// standard error is used and says so.
void start_logging(const std::string& file, const std::string& level);

}  // namespace krait::server
