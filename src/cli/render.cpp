#include "cli/render.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "python/messages/codes.h"

namespace krait::cli {

using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

namespace {

constexpr std::size_t kSourceIndent = 4;
constexpr std::size_t kTabStop = 8;

std::string place(std::string_view path, const Diagnostic& found, const config::Options& options) {
    std::string text(path);
    if (found.line == 0) return text;
    text += ':' + std::to_string(found.line);
    if (!options.show_column_numbers || found.column == 0) return text;
    text += ':' + std::to_string(found.column);
    if (options.show_error_end && found.end_line != 0 && found.end_column != 0) {
        text += ':' + std::to_string(found.end_line) + ':' + std::to_string(found.end_column - 1);
    }
    return text;
}

/// mypy shows the code of an error, and of notes that are no part of one.
bool shows_code(const Diagnostic& found, const config::Options& options) {
    if (options.hide_error_codes || *found.code == '\0') return false;
    std::string_view code = found.code;
    return found.severity == Severity::Error || code == codes::kAnnotationUnchecked ||
           code == codes::kDeprecated;
}

std::string expand_tabs(std::string_view line) {
    std::string expanded;
    for (char c : line) {
        if (c == '\t') {
            expanded.append(kTabStop - expanded.size() % kTabStop, ' ');
        } else {
            expanded += c;
        }
    }
    return expanded;
}

/// The source line with a marker below what is wrong.
void add_fragment(const Diagnostic& found, const base::SourceText& text,
                  std::vector<std::string>& lines) {
    if (found.line == 0 || found.line > text.line_count()) return;
    std::string_view line = text.line_text(found.line - 1);
    std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    std::size_t start = found.column == 0 ? 0 : found.column - 1;
    start = std::min(std::max(start, indent), line.size());
    std::size_t end = found.end_column == 0 ? 0 : found.end_column - 1;
    std::string shown = expand_tabs(line);
    std::size_t column = expand_tabs(line.substr(0, start)).size();
    std::size_t end_column = expand_tabs(line.substr(0, std::min(end, line.size()))).size();
    std::string marker = "^";
    if (found.end_line == found.line && end_column > column) {
        marker.append(end_column - column - 1, '~');
    } else if (found.end_line != found.line && shown.size() > column) {
        marker.append(shown.size() - column - 1, '~');
    }
    lines.push_back(std::string(kSourceIndent, ' ') + shown);
    lines.push_back(std::string(kSourceIndent + column, ' ') + marker);
}

std::string as_json(std::string_view path, const Diagnostic& found, const std::string& hint) {
    nlohmann::ordered_json line;
    line["file"] = path;
    line["line"] = found.line;
    line["column"] = found.column == 0 ? -1 : static_cast<int>(found.column) - 1;
    line["end_line"] = found.end_line;
    line["end_column"] = found.end_column == 0 ? -1 : static_cast<int>(found.end_column) - 1;
    line["message"] = found.message;
    line["hint"] = hint.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(hint);
    line["code"] =
        *found.code == '\0' ? nlohmann::ordered_json() : nlohmann::ordered_json(found.code);
    line["severity"] = found.severity == Severity::Error ? "error" : "note";
    // As Python's json.dumps writes it: ", " and ": ", all but ASCII escaped.
    std::string text = "{";
    for (auto item = line.begin(); item != line.end(); ++item) {
        if (item != line.begin()) text += ", ";
        text += '"' + item.key() +
                "\": " + item.value().dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    }
    return text + "}";
}

/// Notes at an error's line with its code are hints of that error in this format.
std::vector<std::string> render_json(std::string_view path,
                                     const std::vector<Diagnostic>& diagnostics) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        const Diagnostic& found = diagnostics[i];
        std::string hint;
        while (found.severity == Severity::Error && i + 1 < diagnostics.size()) {
            const Diagnostic& next = diagnostics[i + 1];
            bool same_place = next.line == found.line && next.column == found.column;
            if (next.severity != Severity::Note || !same_place) break;
            if (!hint.empty()) hint += '\n';
            hint += next.message;
            ++i;
        }
        lines.push_back(as_json(path, found, hint));
    }
    return lines;
}

std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<std::string> render(std::string_view display_path,
                                const std::vector<Diagnostic>& diagnostics,
                                const base::SourceText* text, const config::Options& options) {
    if (options.output == "json") return render_json(display_path, diagnostics);
    std::vector<std::string> lines;
    for (const Diagnostic& found : diagnostics) {
        std::string line = place(display_path, found, options);
        line += found.severity == Severity::Error ? ": error: " : ": note: ";
        line += found.message;
        if (shows_code(found, options)) line += "  [" + std::string(found.code) + "]";
        lines.push_back(std::move(line));
        if (options.pretty && found.severity == Severity::Error && text != nullptr) {
            add_fragment(found, *text, lines);
        }
    }
    return lines;
}

std::string render_summary(const Totals& totals) {
    if (totals.errors == 0) {
        return "Success: no issues found in " + counted(totals.files_checked, "source file");
    }
    std::string text = "Found " + counted(totals.errors, "error") + " in " +
                       counted(totals.files_with_errors, "file");
    if (totals.blocked) return text + " (errors prevented further checking)";
    return text + " (checked " + counted(totals.files_checked, "source file") + ")";
}

}  // namespace krait::cli
