#include "server/notebook_diagnostics.h"

#include <charconv>

#include "python/messages/codes.h"
#include "server/cell_places.h"
#include "server/ipython.h"

namespace krait::server {

namespace {

using messages::Diagnostic;

/// The name that isn't defined; empty if something else is wrong.
std::string_view undefined_name(const Diagnostic& diagnostic) {
    constexpr std::string_view kBefore = "Name \"";
    constexpr std::string_view kBehind = "\" is not defined";
    std::string_view text = diagnostic.message;
    if (!text.starts_with(kBefore) || !text.ends_with(kBehind)) return {};
    text.remove_prefix(kBefore.size());
    text.remove_suffix(kBehind.size());
    return text;
}

std::size_t indentation(std::string_view line) {
    return line.find_first_not_of(" \t\f");
}

/// By indentation: whether the line (from 0) is in the body of a function.
bool is_in_function(const base::SourceText& text, std::uint32_t line) {
    std::size_t inner = indentation(text.line_text(line));
    while (inner != 0 && inner != std::string_view::npos && line > 0) {
        const std::string_view above = text.line_text(--line);
        const std::size_t outer = indentation(above);
        if (outer == std::string_view::npos || outer >= inner) continue;
        const std::string_view code = above.substr(outer);
        if (code.starts_with("def ") || code.starts_with("async def ")) return true;
        inner = outer;
    }
    return false;
}

bool is_fine_in_a_cell(const Diagnostic& diagnostic, const Document& notebook) {
    if (diagnostic.code == messages::codes::kTopLevelAwait) return true;
    if (diagnostic.code == messages::codes::kNameDefined) {
        const std::string_view name = undefined_name(diagnostic);
        return !name.empty() && (notebook.cells->defines_unseen || is_name_of_ipython(name));
    }
    const bool is_asynchronous =
        diagnostic.message.starts_with("\"async ") &&
        diagnostic.message.find(" outside async function") != std::string::npos;
    return is_asynchronous && diagnostic.line > 0 &&
           !is_in_function(*notebook.text, diagnostic.line - 1);
}

std::vector<Diagnostic> without_fine_ones(const std::vector<Diagnostic>& all,
                                          const Document& notebook) {
    std::vector<Diagnostic> wrong;
    bool dropped = false;
    for (const Diagnostic& one : all) {
        const bool follows = one.severity == messages::Severity::Note && one.belongs_to_previous;
        if (!follows) dropped = is_fine_in_a_cell(one, notebook);
        if (!dropped) wrong.push_back(one);
    }
    return wrong;
}

/// "Already defined on line 12": nobody sees the module's lines.
void name_line_of_cell(std::string& message, const Cells& cells, const Cell& here) {
    constexpr std::string_view kBefore = " on line ";
    const std::size_t at = message.rfind(kBefore);
    if (at == std::string::npos) return;
    const std::size_t start = at + kBefore.size();
    std::uint32_t line = 0;
    const char* const end = message.data() + message.size();
    const auto number = std::from_chars(message.data() + start, end, line);
    if (number.ec != std::errc() || number.ptr != end || line == 0) return;
    const Cell* cell = cells.at_line(line - 1);
    if (cell == nullptr) return;
    message.resize(start);
    message += std::to_string(line - cell->first_line);
    if (cell != &here) message += " of another cell";
}

}  // namespace

std::vector<protocol::PublishDiagnosticsParams> diagnostics_of_cells(
    const project::FileDiagnostics& result, const Document& notebook,
    const features::DiagnosticStyle& style) {
    const auto found = features::to_protocol(without_fine_ones(result.diagnostics, notebook),
                                             notebook.text.get(), notebook.uri, style);
    std::vector<protocol::PublishDiagnosticsParams> sets;
    for (const Cell& cell : notebook.cells->all) {
        sets.push_back({cell.uri, cell.version, {}});
        for (const protocol::Diagnostic& one : found) {
            if (!cell.has_line(one.range.start.line)) continue;
            protocol::Diagnostic& here = sets.back().diagnostics.emplace_back(one);
            (void)to_cell(cell, here.range);
            name_line_of_cell(here.message, *notebook.cells, cell);
            std::erase_if(here.related_information, [&](auto& related) {
                const Cell* other = notebook.cells->at_line(related.location.range.start.line);
                if (other == nullptr) return true;
                related.location.uri = other->uri;
                return !to_cell(*other, related.location.range);
            });
        }
    }
    return sets;
}

}  // namespace krait::server
