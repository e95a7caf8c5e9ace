// server.h
//
// `krait server`: a session on standard input and output.

#pragma once

#include <string>

namespace krait::server {

struct ServerOptions {
    unsigned workers = 0;  ///< 0: one per core
    std::string log_file;  ///< empty: standard error
    std::string log_level = "warning";
    std::string trace;  ///< a file for a Chrome trace of all jobs; empty: none
};

/// Runs until the session is over. The process's exit code.
[[nodiscard]] int run_server(const ServerOptions& options);

}  // namespace krait::server
