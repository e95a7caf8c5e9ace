// report.cpp
//
// The one place through which this room speaks. mypy says nothing about functions without
// annotations unless told to check them, apart from what no Python would accept; and it reports the
// same thing again in every round, which is why equal diagnostics are dropped at the end.

#include "python/semantic/state.h"

namespace krait::semantic {

namespace {

bool in_checked_function(const Analyzer& a) {
    if (a.cx.options.check_untyped_defs || a.functions.empty()) return true;
    for (auto frame = a.functions.rbegin(); frame != a.functions.rend(); ++frame) {
        if (!frame->is_lambda) return !frame->is_dynamic;
    }
    return true;
}

messages::Diagnostic diagnostic_at(const Analyzer& a, Place place, std::string message,
                                   const char* code) {
    messages::Diagnostic diagnostic;
    base::LineColumn start = a.module.text->position(place.start, base::ColumnUnit::Utf8);
    base::LineColumn end = a.module.text->position(place.end, base::ColumnUnit::Utf8);
    diagnostic.line = start.line + 1;
    diagnostic.column = start.column + 1;
    diagnostic.end_line = end.line + 1;
    diagnostic.end_column = end.column + 1;
    diagnostic.code = code;
    diagnostic.message = std::move(message);
    return diagnostic;
}

}  // namespace

void fail(Analyzer& a, Place place, std::string message, const char* code, bool serious,
          bool blocker) {
    if (a.quiet || (!serious && !in_checked_function(a))) return;
    // What blocks has no code, unless one is named.
    if (blocker && code == codes::kMisc) code = codes::kNone;
    messages::Diagnostic diagnostic = diagnostic_at(a, place, std::move(message), code);
    diagnostic.blocker = blocker;
    a.module.diagnostics.push_back(std::move(diagnostic));
}

void note(Analyzer& a, Place place, std::string message, const char* code) {
    if (a.quiet || !in_checked_function(a)) return;
    messages::Diagnostic diagnostic = diagnostic_at(a, place, std::move(message), code);
    diagnostic.severity = messages::Severity::Note;
    diagnostic.belongs_to_previous = true;
    a.module.diagnostics.push_back(std::move(diagnostic));
}

void not_understood(Analyzer& a) {
    ++a.cx.not_implemented;
}

}  // namespace krait::semantic
