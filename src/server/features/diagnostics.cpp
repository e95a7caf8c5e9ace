#include "server/features/diagnostics.h"

#include <algorithm>

namespace krait::features {

namespace {

using protocol::DiagnosticSeverity;
using protocol::DiagnosticTag;

bool is_name_byte(char c) {
    auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           byte >= 0x80;
}

/// The end of what stands at `start`, for a diagnostic that doesn't know: the name there, or one
/// character, or the line's rest where even the column isn't known.
std::uint32_t guessed_end(const base::SourceText& text, std::uint32_t start, bool column_known) {
    std::uint32_t line = text.line_of(start);
    std::string_view rest = text.line_text(line);
    rest.remove_prefix(std::min<std::size_t>(start - text.line_start(line), rest.size()));
    if (!column_known) return start + static_cast<std::uint32_t>(rest.size());
    std::size_t length = 0;
    while (length < rest.size() && is_name_byte(rest[length])) ++length;
    return start + static_cast<std::uint32_t>(std::max<std::size_t>(length, !rest.empty()));
}

/// Lines and columns count from 1, columns in bytes; 0 is unknown.
std::uint32_t byte_offset(const base::SourceText& text, std::uint32_t line, std::uint32_t column) {
    std::uint32_t first = column > 0 ? column - 1 : 0;
    if (column == 0 && line > 0) {  // the line's first character that isn't space
        std::size_t indent = text.line_text(line - 1).find_first_not_of(" \t\f");
        if (indent != std::string_view::npos) first = static_cast<std::uint32_t>(indent);
    }
    return text.offset({line > 0 ? line - 1 : 0, first}, base::ColumnUnit::Utf8);
}

protocol::Position position(const base::SourceText& text, std::uint32_t offset,
                            base::ColumnUnit unit) {
    base::LineColumn at = text.position(offset, unit);
    return {at.line, at.column};
}

protocol::Range range_of(const messages::Diagnostic& diagnostic, const base::SourceText* text,
                         base::ColumnUnit unit) {
    if (text == nullptr) {
        protocol::Position start{std::max(diagnostic.line, 1U) - 1,
                                 std::max(diagnostic.column, 1U) - 1};
        protocol::Position end{std::max(diagnostic.end_line, 1U) - 1,
                               std::max(diagnostic.end_column, 1U) - 1};
        bool knows_end = diagnostic.end_line != 0 && diagnostic.end_column != 0;
        return {start, knows_end ? end : start};
    }
    std::uint32_t start = byte_offset(*text, diagnostic.line, diagnostic.column);
    std::uint32_t end = 0;
    if (diagnostic.end_column != 0) {
        std::uint32_t end_line = diagnostic.end_line != 0 ? diagnostic.end_line : diagnostic.line;
        end = byte_offset(*text, end_line, diagnostic.end_column);
    }
    if (end <= start) end = guessed_end(*text, start, diagnostic.column != 0);
    return {position(*text, start, unit), position(*text, end, unit)};
}

std::vector<DiagnosticTag> tags_of(std::string_view code,
                                   const protocol::PublishDiagnosticsCapability& client) {
    DiagnosticTag tag{};
    if (code == "unused-ignore" || code == "unreachable") {
        tag = DiagnosticTag::Unnecessary;
    } else if (code == "deprecated") {
        tag = DiagnosticTag::Deprecated;
    } else {
        return {};
    }
    const std::vector<std::int32_t>& shown = client.tags;
    bool known = std::find(shown.begin(), shown.end(), static_cast<int>(tag)) != shown.end();
    return known ? std::vector{tag} : std::vector<DiagnosticTag>{};
}

protocol::Diagnostic converted(const messages::Diagnostic& diagnostic, protocol::Range range,
                               const DiagnosticStyle& style) {
    bool is_note = diagnostic.severity == messages::Severity::Note;
    protocol::Diagnostic out;
    out.range = range;
    out.severity = is_note ? DiagnosticSeverity::Information : DiagnosticSeverity::Error;
    out.code = diagnostic.code;
    if (style.client.code_description) out.code_description = code_link(diagnostic.code);
    out.source = "krait";
    out.message = diagnostic.message;
    out.tags = tags_of(diagnostic.code, style.client);
    return out;
}

}  // namespace

std::string code_link(std::string_view code) {
    if (code.empty()) return {};
    return "https://mypy.readthedocs.io/en/stable/_refs.html#code-" + std::string(code);
}

std::vector<protocol::Diagnostic> to_protocol(const std::vector<messages::Diagnostic>& diagnostics,
                                              const base::SourceText* text, const std::string& uri,
                                              const DiagnosticStyle& style) {
    std::vector<protocol::Diagnostic> out;
    out.reserve(diagnostics.size());
    for (const messages::Diagnostic& diagnostic : diagnostics) {
        protocol::Range range = range_of(diagnostic, text, style.column_unit);
        bool is_note = diagnostic.severity == messages::Severity::Note;
        if (!is_note || !diagnostic.belongs_to_previous || out.empty()) {
            out.push_back(converted(diagnostic, range, style));
        } else if (style.client.related_information) {
            out.back().related_information.push_back({{uri, range}, diagnostic.message});
        } else {
            out.back().message += "\nnote: " + diagnostic.message;
        }
    }
    return out;
}

}  // namespace krait::features
