// reporter.cpp: diagnostics on their way through the filters.

#include "python/checker/reporter.h"

#include <algorithm>

#include "python/checker/context.h"
#include "python/checker/facts.h"
#include "python/checker/report.h"

namespace krait::checker {

using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

Filter::Filter(CheckContext& ck, FilterOptions options, LoopFindings* loop)
    : ck_(ck), options_(options), loop_(loop) {
    ck_.reporter.filters.push_back(this);
    if (loop_ != nullptr) loop_->rounds.emplace_back();
}

Filter::~Filter() {
    close();
}

void Filter::close() {
    if (!open_) return;
    open_ = false;
    ck_.reporter.filters.pop_back();
}

bool Reporter::keeps(Filter& filter, const Diagnostic& found) {
    const bool useless = found.code == codes::kUnreachable || found.code == codes::kRedundantExpr ||
                         found.code == codes::kRedundantCast;
    if (filter.loop_ != nullptr && useless) {
        LoopFindings::Round& round = filter.loop_->rounds.back();
        if (found.code == codes::kUnreachable) {
            round.unreachable_lines.emplace_back(found.line, found.end_line);
        }
        if (std::find(round.useless.begin(), round.useless.end(), found) == round.useless.end()) {
            round.useless.push_back(found);
        }
        return true;
    }
    if (found.code == codes::kDeprecated && !filter.options_.deprecated) return false;
    filter.has_errors_ = true;
    const bool holds = filter.options_.filter && filter.loop_ == nullptr;
    if (holds && filter.options_.save) filter.saved_.push_back(found);
    return holds;
}

bool Reporter::wants_text(const char* code) const {
    for (std::size_t i = filters.size(); i-- > 0;) {
        const Filter& filter = *filters[i];
        if (filter.loop_ != nullptr) continue;
        if (code == codes::kDeprecated && !filter.options_.deprecated) continue;
        if (filter.options_.filter) return filter.options_.save;
    }
    return true;
}

bool Reporter::prefers_simple() const {
    // Only the innermost: what it saves may be shown in another place than this.
    for (std::size_t i = filters.size(); i-- > 0;) {
        const Filter& filter = *filters[i];
        if (filter.loop_ == nullptr) return filter.options_.filter && !filter.options_.save;
    }
    return false;
}

bool Reporter::drops_revealed() const {
    return std::any_of(filters.begin(), filters.end(),
                       [](const Filter* filter) { return filter->options_.revealed; });
}

LoopFindings* Reporter::collects_revealed() const {
    for (std::size_t i = filters.size(); i-- > 0;) {
        if (filters[i]->loop_ != nullptr) return filters[i]->loop_;
    }
    return nullptr;
}

void Reporter::add(Diagnostic diagnostic) {
    for (std::size_t i = filters.size(); i-- > 0;) {
        if (keeps(*filters[i], diagnostic)) return;
    }
    diagnostics.push_back(std::move(diagnostic));
}

void Reporter::add_all(const Diagnostics& found) {
    for (const Diagnostic& diagnostic : found) add(diagnostic);
}

Diagnostic diagnostic_at(CheckContext& ck, NodeId at, Severity severity, const char* code,
                         std::string text) {
    base::TextRange range = range_of(ck, at);
    base::LineColumn start = ck.source.position(range.start, base::ColumnUnit::Utf8);
    base::LineColumn end = ck.source.position(range.end, base::ColumnUnit::Utf8);
    Diagnostic result;
    result.line = start.line + 1;
    result.column = start.column + 1;
    result.end_line = end.line + 1;
    result.end_column = end.column + 1;
    result.severity = severity;
    result.code = code == codes::kNone ? codes::kMisc : code;
    result.message = std::move(text);
    const bool whole =
        at != NodeId::None && (ck.synthetic.holds(at) || syntax::is_expression(ck.tree.kind(at)));
    result.ignore_last_line = whole ? result.end_line : result.line;
    return result;
}

void fail(CheckContext& ck, NodeId at, const char* code, std::string text) {
    ck.reporter.add(diagnostic_at(ck, at, Severity::Error, code, std::move(text)));
}

void fail(CheckContext& ck, NodeId at, const messages::Text& text) {
    fail(ck, at, text.code, std::string(text.text));
}

void fail(CheckContext& ck, NodeId at, const messages::Text& text,
          std::initializer_list<std::string_view> values) {
    fail(ck, at, text.code, messages::fill(text, values));
}

void note(CheckContext& ck, NodeId at, const char* code, std::string text) {
    ck.reporter.add(diagnostic_at(ck, at, Severity::Note, code, std::move(text)));
}

void fail_silently(CheckContext& ck, const char* code) {
    Diagnostic nothing;
    nothing.code = code == codes::kNone ? codes::kMisc : code;
    ck.reporter.add(std::move(nothing));
}

namespace {

bool in_lines(const LoopFindings::Round& round, std::uint32_t line) {
    return std::any_of(
        round.unreachable_lines.begin(), round.unreachable_lines.end(),
        [&](const auto& lines) { return lines.first <= line && line <= lines.second; });
}

}  // namespace

void report_loop_findings(CheckContext& ck, LoopFindings& findings) {
    Diagnostics reported;
    for (const LoopFindings::Round& round : findings.rounds) {
        for (const Diagnostic& found : round.useless) {
            if (std::find(reported.begin(), reported.end(), found) != reported.end()) continue;
            bool persists =
                std::all_of(findings.rounds.begin(), findings.rounds.end(), [&](const auto& other) {
                    return std::find(other.useless.begin(), other.useless.end(), found) !=
                               other.useless.end() ||
                           in_lines(other, found.line);
                });
            if (persists) reported.push_back(found);
        }
    }
    ck.reporter.add_all(reported);
    for (auto& [node, types] : findings.revealed) {
        report_reveal_type(ck, simplified_union(ck, types), node);
    }
}

std::string concat(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (std::string_view part : parts) size += part.size();
    std::string text;
    text.reserve(size);
    for (std::string_view part : parts) text += part;
    return text;
}

}  // namespace krait::checker
