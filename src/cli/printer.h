// printer.h
//
// What `krait check` writes while it runs: each module's diagnostics as they come (the program
// publishes them in mypy's order), in the form that was asked for; and what is kept of them for the
// end: the summary's figures and the JUnit report.

#pragma once

#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "cli/annotations.h"
#include "cli/error_contexts.h"
#include "cli/junit.h"
#include "cli/render.h"
#include "project/program.h"

namespace krait::cli {

/// A line.
void print(std::FILE* stream, std::string_view text);

/// "[12/340] checking rich.console", rewritten in place while a person watches a terminal.
class ProgressLine {
public:
    ProgressLine();
    void show(const project::Progress& progress);
    void clear();

private:
    bool shown_;
    bool drawn_ = false;
};

class Printer final : public project::Listener {
public:
    /// `host`: whose annotations take the place of mypy's lines; nothing: none.
    Printer(const project::Configuration& configuration, std::optional<CiHost> host);

    void on_diagnostics(project::FileDiagnostics result) override;
    void on_progress(const project::Progress& progress) override { progress_.show(progress); }
    void on_idle() override { progress_.clear(); }
    void on_message(std::string_view text) override;  // of the cache: all else was said before

    /// An error of the program, not of one file: mypy's `lines`, which stop the check.
    void stop(const std::vector<std::string>& lines);
    /// The last lines, and the JUnit report. The process's exit status.
    [[nodiscard]] int finish(double seconds);
    /// Whether lines may be added to the output.
    [[nodiscard]] bool is_text() const { return !annotations_ || !annotations_->is_document(); }

    Totals totals;

private:
    void keep_for_report(const std::string& file, const std::vector<std::string>& lines);

    /// The lines that lead to an error's line (--show-error-context), in `file` or returned.
    [[nodiscard]] std::vector<std::string> add_contexts(project::FileDiagnostics& file);

    const project::Configuration configuration_;
    const config::Options& options_;
    std::optional<ImportChains> chains_;
    std::optional<Annotations> annotations_;
    std::set<std::string> files_with_errors_;
    ProgressLine progress_;
    JunitRun junit_;
};

}  // namespace krait::cli
