#include "server/command_line.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/version.h"
#include "cli/cache_command.h"
#include "cli/check.h"
#include "cli/doctor.h"
#include "cli/graph.h"
#include "server/server.h"

namespace krait::server {

namespace {

/// `krait cache` with its subcommands; `request.action` is the one that was named.
CLI::App* add_cache_command(CLI::App& app, cli::CacheRequest& request) {
    using cli::CacheAction;
    CLI::App* cache = app.add_subcommand("cache", "Look after the cache of earlier checks");
    cache->require_subcommand(1);
    cache->add_option("--cache-dir", request.folder,
                      "Its folder; else the one that is configured, or .krait_cache");
    const auto add = [&](const char* name, const char* text, CacheAction action) {
        CLI::App* command = cache->add_subcommand(name, text);
        command->fallthrough();
        command->callback([&request, action] { request.action = action; });
        return command;
    };
    add("stat", "How large it is, and what is in it", CacheAction::Stat)
        ->add_flag("--json", request.json, "For programs");
    add("gc", "Remove what was not used for longest", CacheAction::Shrink)
        ->add_option("--size", request.megabytes, "Megabytes to keep")
        ->required();
    add("verify", "Read everything, and remove what is damaged", CacheAction::Verify);
    add("clear", "Delete it", CacheAction::Clear);
    add("export", "Copy it to a folder, as one file", CacheAction::Export)
        ->add_option("folder", request.others, "Where to")
        ->required()
        ->expected(1);
    for (const char* name : {"import", "merge"}) {
        add(name, "Add what other caches hold", CacheAction::Import)
            ->add_option("caches", request.others, "Folders, or files named krait.db")
            ->required();
    }
    return cache;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    // Everything after these is mypy's language, which knows options that CLI11 would refuse.
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (command == "check") return cli::check({argv + 2, argv + argc});
    if (command == "graph") return cli::graph({argv + 2, argv + argc});
    if (command == "doctor") return cli::doctor({argv + 2, argv + argc});
    CLI::App app("A Python type checker and language server.", "krait");
    app.set_version_flag("--version", std::string("krait ") + base::kVersion);
    app.require_subcommand(1);
    app.add_subcommand("check", "Check files, with mypy's arguments");
    app.add_subcommand("graph", "Show cycles of imports, and what would break them");
    app.add_subcommand("doctor", "Say what is found here, and what is wrong with it");
    cli::CacheRequest request;
    const CLI::App* cache = add_cache_command(app, request);
    ServerOptions options;
    CLI::App* server = app.add_subcommand("server", "Speak the Language Server Protocol");
    bool stdio = true;
    server->add_flag("--stdio", stdio, "On standard input and output, as always");
    server->add_option("--log-file", options.log_file, "Log to this file, not standard error");
    server->add_option("--log-level", options.log_level, "trace, debug, info, warning or error")
        ->capture_default_str();
    server->add_option("--trace", options.trace,
                       "Write what was done when to this file, at the end");
    server->add_option("-n,--num-workers", options.workers, "Worker threads; 0: one per core");
    // Sent along by vscode-languageclient; `processId` of `initialize` says the same.
    std::string ignored;
    server->add_option("--clientProcessId", ignored)->group("");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (cache->parsed()) {
        request.folder = cli::cache_folder(request.folder);
        return cli::cache_command(request);
    }
    return run_server(options);
}

}  // namespace krait::server
