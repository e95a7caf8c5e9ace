#include "server/command_line.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/check.h"
#include "cli/graph.h"
#include "server/server.h"
#include "base/version.h"

namespace krait::server {

int run_command_line(int argc, char** argv) {
    // Everything after these is mypy's language, which knows options that CLI11 would refuse.
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (command == "check") return cli::check({argv + 2, argv + argc});
    if (command == "graph") return cli::graph({argv + 2, argv + argc});
    CLI::App app("A Python type checker and language server.", "krait");
    app.set_version_flag("--version", std::string("krait ") + base::kVersion);
    app.require_subcommand(1);
    app.add_subcommand("check", "Check files, with mypy's arguments");
    app.add_subcommand("graph", "Show cycles of imports, and what would break them");
    ServerOptions options;
    CLI::App* server = app.add_subcommand("server", "Speak the Language Server Protocol");
    bool stdio = true;
    server->add_flag("--stdio", stdio, "On standard input and output, as always");
    server->add_option("--log-file", options.log_file, "Log to this file, not standard error");
    server->add_option("--log-level", options.log_level, "trace, debug, info, warning or error")
        ->capture_default_str();
    server->add_option("-n,--num-workers", options.workers, "Worker threads; 0: one per core");
    // Sent along by vscode-languageclient; `processId` of `initialize` says the same.
    std::string ignored;
    server->add_option("--clientProcessId", ignored)->group("");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run_server(options);
}

}  // namespace krait::server
