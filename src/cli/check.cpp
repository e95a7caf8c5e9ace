#include "cli/check.h"

#include <unistd.h>

#include <cstdio>

#include "project/program.h"

namespace krait::cli {

namespace {

/// Prints sets as they come: the program hands them over in the order of the output.
class Printer final : public project::Listener {
public:
    void on_diagnostics(project::FileDiagnostics result) override {
        bool errors = false;
        for (const messages::Diagnostic& diagnostic : result.diagnostics) {
            bool error = diagnostic.severity == messages::Severity::Error;
            errors = errors || error;
            error_count += error;
            blocked = blocked || diagnostic.blocker;
            std::string code =
                *diagnostic.code != 0 ? "  [" + std::string(diagnostic.code) + "]" : std::string();
            std::printf("%s:%u: %s: %s%s\n", result.display_path.c_str(), diagnostic.line,
                        error ? "error" : "note", diagnostic.message.c_str(), code.c_str());
        }
        files_with_errors += errors;
    }
    void on_progress(const project::Progress&) override {}
    void on_idle() override {}
    void on_message(std::string_view text) override {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
    }

    unsigned error_count = 0;
    unsigned files_with_errors = 0;
    bool blocked = false;
};

}  // namespace

int check(const std::vector<std::string>& arguments) {
    char folder[4096] = "/";
    if (::getcwd(folder, sizeof folder) == nullptr) return 2;
    Printer printer;
    project::make_program({folder, arguments, 0}, printer)->wait_until_idle();
    if (printer.blocked) return 2;
    return printer.error_count > 0 ? 1 : 0;
}

}  // namespace krait::cli
