#include "cli/own_options.h"

namespace krait::cli {

namespace {

/// The host in `--output HOST` or `--output=HOST` at `at`, which moves to the last word that is
/// taken. mypy has an option of this name, with values of its own.
std::optional<CiHost> take_host(const std::vector<std::string>& arguments, std::size_t& at) {
    const std::string_view word = arguments[at];
    if (word.starts_with("--output=")) return ci_host(word.substr(9));
    if (word != "--output" || at + 1 == arguments.size()) return std::nullopt;
    const std::optional<CiHost> host = ci_host(arguments[at + 1]);
    if (host) ++at;
    return host;
}

}  // namespace

base::Result<OwnOptions> take_own_options(std::vector<std::string>& arguments) {
    OwnOptions options;
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--") {  // files from here on
            rest.insert(rest.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i),
                        arguments.end());
            break;
        }
        if (const std::optional<CiHost> host = take_host(arguments, i)) {
            options.host = host;
        } else if (argument == "--verify-incremental") {
            options.verify_incremental = true;
        } else if (argument == "--paranoid") {
            options.paranoid = true;
        } else if (argument.starts_with("--trace=")) {
            options.trace = argument.substr(8);
        } else if (argument == "--trace" && i + 1 < arguments.size()) {
            options.trace = arguments[++i];
        } else {
            rest.push_back(argument);
            continue;
        }
        if (argument.starts_with("--trace") && options.trace.empty()) {
            return base::fail("krait: error: --trace needs the name of a file");
        }
    }
    if (!rest.empty() && rest.back() == "--trace") {
        return base::fail("krait: error: --trace needs the name of a file");
    }
    arguments = std::move(rest);
    return options;
}

std::string_view own_help() {
    return "Krait's own options:\n"
           "  --output HOST         Annotations for a CI host in place of lines: github, gitlab "
           "(a\n"
           "                        Code Quality report) or azure\n"
           "  --trace FILE          Write what every worker did, and when, as a Chrome trace\n"
           "                        (chrome://tracing, Perfetto)\n"
           "  --paranoid            Read every file, whatever its size and times say, and ask the\n"
           "                        Python interpreter anew\n"
           "  --verify-incremental  Then make small edits of every file, in memory, and report "
           "where\n"
           "                        checking them incrementally differs from checking anew\n";
}

}  // namespace krait::cli
