#include "cli/printer.h"

#include <unistd.h>

namespace krait::cli {

void print(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
}

ProgressLine::ProgressLine()
    : shown_(::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0) {}

void ProgressLine::show(const project::Progress& progress) {
    if (!shown_) return;
    std::fprintf(stderr, "\r\033[K[%u/%u] %s", progress.modules_done, progress.modules_total,
                 progress.waiting_for.c_str());
    drawn_ = true;
}

void ProgressLine::clear() {
    if (drawn_) std::fputs("\r\033[K", stderr);
    drawn_ = false;
}

Printer::Printer(const project::Configuration& configuration, std::optional<CiHost> host)
    : configuration_(configuration), options_(*configuration.options->global()) {
    if (host) annotations_.emplace(*host);
}

void Printer::on_diagnostics(project::FileDiagnostics result) {
    if (result.diagnostics.empty()) return;
    progress_.clear();
    std::size_t errors = 0;
    bool of_no_line = false;
    for (const messages::Diagnostic& found : result.diagnostics) {
        errors += found.severity == messages::Severity::Error;
        totals.blocked = totals.blocked || found.blocker;
        of_no_line = of_no_line || (found.blocker && found.line == 0);
    }
    std::vector<std::string> lines;
    if (options_.show_error_context && !annotations_) lines = add_contexts(result);
    const std::vector<std::string> rendered =
        render(result.display_path, result.diagnostics, result.text.get(), options_);
    lines.insert(lines.end(), rendered.begin(), rendered.end());
    keep_for_report(totals.blocked ? "" : result.display_path, lines);
    junit_.serious = junit_.serious || of_no_line;  // the file can't be read
    std::FILE* stream = totals.blocked && !annotations_ ? stderr : stdout;
    for (const std::string& line :
         annotations_ ? annotations_->of_file(result.display_path, result.diagnostics) : lines) {
        print(stream, line);
    }
    std::fflush(stream);
    totals.errors += errors;
    if (errors > 0 && files_with_errors_.insert(result.display_path).second) {
        ++totals.files_with_errors;
    }
}

std::vector<std::string> Printer::add_contexts(project::FileDiagnostics& file) {
    if (!chains_) chains_.emplace(configuration_);
    if (file.text != nullptr) {
        file.diagnostics = with_scope_notes(std::move(file.diagnostics), *file.text);
    }
    return chains_->lines(file.display_path);
}

void Printer::on_message(std::string_view text) {
    progress_.clear();
    print(stderr, text);
}

void Printer::stop(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) print(stderr, line);
    keep_for_report("", lines);
    totals.errors = totals.files_with_errors = 1;
    totals.blocked = true;
}

void Printer::keep_for_report(const std::string& file, const std::vector<std::string>& lines) {
    if (!options_.junit_xml) return;
    if (junit_.files.empty() || junit_.files.back().first != file) {
        junit_.files.emplace_back(file, std::vector<std::string>());
    }
    std::vector<std::string>& kept = junit_.files.back().second;
    kept.insert(kept.end(), lines.begin(), lines.end());
}

int Printer::finish(double seconds) {
    if (annotations_) {
        for (const std::string& line : annotations_->rest()) print(stdout, line);
    }
    if (options_.error_summary && !options_.output && is_text()) {
        print(stdout, render_summary(totals));
    }
    junit_.seconds = seconds;
    if (auto written = write_junit_xml(junit_, options_); !written) {
        print(stderr, written.error().message);
        return 2;
    }
    if (totals.blocked) return 2;
    return totals.errors > 0 ? 1 : 0;
}

}  // namespace krait::cli
