#include "project/finish_module.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "python/messages/codes.h"

namespace krait::project {

using messages::Diagnostic;
using messages::Severity;
namespace codes = messages::codes;

namespace {

/// The ignore comments of a file and which of their codes were of use, by line.
struct Ignores {
    std::map<std::uint32_t, std::vector<std::string>> lines;
    std::map<std::uint32_t, std::vector<std::string>> used;
};

Ignores ignores_of(std::span<const syntax::TypeIgnore> comments) {
    Ignores ignores;
    for (const syntax::TypeIgnore& ignore : comments) {
        ignores.lines[ignore.line] = ignore.codes;
    }
    return ignores;
}

const codes::CodeInfo& info_of(const Diagnostic& found) {
    const codes::CodeInfo* info = codes::info(found.code);
    return info != nullptr ? *info : *codes::info(codes::kMisc);
}

bool enabled(const codes::CodeInfo& info, const config::Options& options) {
    return config::is_error_code_enabled(options, info.code);
}

bool covers(const std::vector<std::string>& ignored, const codes::CodeInfo& info) {
    const auto has = [&](const char* code) {
        return std::find(ignored.begin(), ignored.end(), code) != ignored.end();
    };
    return ignored.empty() || has(info.code) || (*info.parent != '\0' && has(info.parent));
}

/// The lines on which an ignore comment silences `found`, in the order in which mypy asks.
std::vector<std::uint32_t> ignore_lines(const Diagnostic& found) {
    std::vector<std::uint32_t> lines{found.line};
    for (std::uint32_t line = found.line + 1; line <= found.ignore_last_line; ++line) {
        lines.push_back(line);
    }
    if (found.origin_line != 0) {
        std::uint32_t last = std::max(found.origin_line, found.origin_last_line);
        for (std::uint32_t line = found.origin_line; line <= last; ++line) lines.push_back(line);
    }
    return lines;
}

/// True if a comment or an option silences `found`; notes which comment did.
bool silenced(const Diagnostic& found, const config::Options& options, Ignores& ignores) {
    if (found.blocker) return false;
    const codes::CodeInfo& info = info_of(found);
    if (!enabled(info, options)) return true;
    for (std::uint32_t line : ignore_lines(found)) {
        auto comment = ignores.lines.find(line);
        if (comment == ignores.lines.end() || !covers(comment->second, info)) continue;
        ignores.used[line].push_back(info.code);
        return true;
    }
    return false;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += ", ";
        text += part;
    }
    return text;
}

/// A comment on the line names other codes: perhaps the wrong ones.
void add_not_covered_note(const Diagnostic& found, const Ignores& ignores,
                          std::vector<Diagnostic>& kept) {
    auto comment = ignores.lines.find(found.line);
    if (comment == ignores.lines.end() || comment->second.empty() || found.blocker) return;
    Diagnostic note = found;
    note.severity = Severity::Note;
    note.code = codes::kNone;
    note.belongs_to_previous = false;
    note.message = "Error code \"" + std::string(info_of(found).code) +
                   "\" not covered by \"type: ignore[" + joined(comment->second) + "]\" comment";
    kept.push_back(std::move(note));
}

bool is_skipped(std::uint32_t line, const ModuleFindings& findings) {
    return std::any_of(
        findings.skipped_lines.begin(), findings.skipped_lines.end(),
        [line](const auto& range) { return range.first <= line && line <= range.second; });
}

/// Codes of `used` that are parts of the broader code `unused`, which could be named instead.
std::set<std::string> narrower_codes(const std::string& unused,
                                     const std::vector<std::string>& used) {
    std::set<std::string> narrower;
    for (const codes::CodeInfo& info : codes::all()) {
        if (unused == info.parent && std::find(used.begin(), used.end(), info.code) != used.end()) {
            narrower.insert(info.code);
        }
    }
    return narrower;
}

/// Could an error of a configured plugin be what a comment with this code is for ("": one without
/// codes)? Krait runs no plugins, so it can't tell; they report as [misc] or by codes of their own.
bool may_be_for_plugin(const std::string& code, const config::Options& options) {
    if (options.plugins.empty()) return false;
    if (code.empty() || code == codes::kMisc) return true;
    const auto& known = codes::all();
    return std::none_of(known.begin(), known.end(),
                        [&code](const codes::CodeInfo& info) { return code == info.code; });
}

void add_unused_ignores(const ModuleFindings& findings, Ignores& ignores,
                        std::vector<Diagnostic>& kept) {
    for (const auto& [line, named] : ignores.lines) {
        if (is_skipped(line, findings)) continue;
        const auto names = [&named](const std::string& code) {
            return std::find(named.begin(), named.end(), code) != named.end();
        };
        if (names(codes::kUnusedIgnore)) continue;
        const std::vector<std::string>& used = ignores.used[line];
        std::vector<std::string> unused;
        for (const std::string& code : named) {
            if (std::find(used.begin(), used.end(), code) != used.end()) continue;
            if (!may_be_for_plugin(code, findings.options)) unused.push_back(code);
        }
        if (named.empty() && may_be_for_plugin("", findings.options)) continue;
        if (named.empty() ? !used.empty() : unused.empty()) continue;
        std::string detail = named.size() > 1 ? "[" + joined(unused) + "]" : "";
        std::string message = "Unused \"type: ignore" + detail + "\" comment";
        for (const std::string& code : unused) {
            std::set<std::string> narrower = narrower_codes(code, used);
            if (narrower.empty()) continue;
            message += ", use narrower [" + joined({narrower.begin(), narrower.end()}) +
                       "] instead of [" + code + "] code";
        }
        kept.push_back(at_line(line, codes::kUnusedIgnore, message));
    }
}

void add_ignores_without_code(const ModuleFindings& findings, Ignores& ignores,
                              std::vector<Diagnostic>& kept) {
    for (const auto& [line, named] : ignores.lines) {
        if (is_skipped(line, findings) || !named.empty()) continue;
        const std::vector<std::string>& used = ignores.used[line];
        if (findings.options.warn_unused_ignores && used.empty()) continue;
        std::set<std::string> distinct(used.begin(), used.end());
        std::string hint;
        if (!distinct.empty()) {
            hint = " (consider \"type: ignore[" + joined({distinct.begin(), distinct.end()}) +
                   "]\" instead)";
        }
        kept.push_back(at_line(line, codes::kIgnoreWithoutCode,
                               "\"type: ignore\" comment without error code" + hint));
    }
}

/// Findings with the notes that belong to them, so that a sort does not part them.
auto place(const Diagnostic& found) {
    return std::tuple(found.line, found.column);
}

void sort_by_place(std::vector<Diagnostic>& found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

/// The same text twice on a line is said once; notes go with the error that they belong to.
std::vector<Diagnostic> without_duplicates(std::vector<Diagnostic> found) {
    std::vector<Diagnostic> kept;
    std::set<std::tuple<std::uint32_t, Severity, std::string>> seen;
    bool parent_kept = true;
    for (Diagnostic& one : found) {
        if (!one.belongs_to_previous) {
            parent_kept = seen.emplace(one.line, one.severity, one.message).second;
        }
        if (parent_kept) kept.push_back(std::move(one));
    }
    return kept;
}

std::vector<Diagnostic> blockers_of(const std::vector<Diagnostic>& found) {
    std::vector<Diagnostic> blockers;
    std::copy_if(found.begin(), found.end(), std::back_inserter(blockers),
                 [](const Diagnostic& one) { return one.blocker; });
    return blockers;
}

}  // namespace

Diagnostic at_line(std::uint32_t line, const char* code, std::string message) {
    Diagnostic made;
    made.line = line;
    made.end_line = line;
    made.code = code;
    made.message = std::move(message);
    return made;
}

std::vector<Diagnostic> finish_module(ModuleFindings findings) {
    std::vector<Diagnostic> blockers = blockers_of(findings.found);
    if (!blockers.empty()) {
        sort_by_place(blockers);
        return without_duplicates(std::move(blockers));
    }
    if (findings.options.ignore_errors || findings.ignores_whole_file) return {};

    Ignores ignores = ignores_of(findings.type_ignores);
    std::vector<Diagnostic> kept;
    bool parent_kept = true;
    for (Diagnostic& found : findings.found) {
        // A note without a parent is reported, and silenced, by itself.
        bool follows = found.belongs_to_previous && found.severity == Severity::Note;
        if (follows && !parent_kept) continue;
        bool keep = !silenced(found, findings.options, ignores);
        if (!follows) parent_kept = keep;
        if (!keep) continue;
        kept.push_back(found);
        if (found.code != nullptr && *found.code != '\0') {
            add_not_covered_note(found, ignores, kept);
        }
    }
    if (!findings.is_typeshed) {
        if (findings.options.warn_unused_ignores ||
            config::is_error_code_enabled(findings.options, codes::kUnusedIgnore)) {
            add_unused_ignores(findings, ignores, kept);
        }
        if (config::is_error_code_enabled(findings.options, codes::kIgnoreWithoutCode)) {
            add_ignores_without_code(findings, ignores, kept);
        }
    }
    sort_by_place(kept);
    return without_duplicates(std::move(kept));
}

}  // namespace krait::project
