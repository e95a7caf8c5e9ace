#include "project/stored_results.h"

#include <algorithm>
#include <utility>

#include "python/messages/codes.h"

namespace krait::project {

using messages::Diagnostic;
namespace codes = messages::codes;

namespace {

/// A code's place in the table, from 1; 0 for none. Identities, not names: see messages/codes.h.
std::uint64_t number_of(const char* code) {
    const auto all = codes::all();
    const auto at = std::find_if(all.begin(), all.end(),
                                 [code](const codes::CodeInfo& info) { return info.code == code; });
    return at == all.end() ? 0 : static_cast<std::uint64_t>(at - all.begin()) + 1;
}

void store(base::ByteWriter& out, const Diagnostic& found) {
    out.number(found.line).number(found.column).number(found.end_line).number(found.end_column);
    out.number(static_cast<std::uint64_t>(found.severity)).number(number_of(found.code));
    out.text(found.message).flag(found.blocker).flag(found.belongs_to_previous);
    out.number(found.ignore_last_line).number(found.origin_line).number(found.origin_last_line);
    out.flag(found.only_once);
}

Diagnostic read_diagnostic(base::ByteReader& in) {
    const auto number = [&in] { return static_cast<std::uint32_t>(in.number()); };
    Diagnostic found;
    found.line = number();
    found.column = number();
    found.end_line = number();
    found.end_column = number();
    found.severity = in.flag() ? messages::Severity::Note : messages::Severity::Error;
    const std::uint64_t code = in.number();
    const auto all = codes::all();
    found.code = code == 0 || code > all.size() ? codes::kNone : all[code - 1].code;
    found.message = in.text();
    found.blocker = in.flag();
    found.belongs_to_previous = in.flag();
    found.ignore_last_line = number();
    found.origin_line = number();
    found.origin_last_line = number();
    found.only_once = in.flag();
    return found;
}

}  // namespace

void store_findings(base::ByteWriter& out, const Findings& findings) {
    out.number(findings.diagnostics.size());
    for (const Diagnostic& found : findings.diagnostics) store(out, found);
    out.number(findings.skipped_lines.size());
    for (const auto& [first, last] : findings.skipped_lines) out.number(first).number(last);
}

std::shared_ptr<Findings> read_findings(base::ByteReader& in) {
    std::vector<Diagnostic> diagnostics;
    for (std::size_t left = in.count(); left > 0; --left) {
        diagnostics.push_back(read_diagnostic(in));
    }
    auto findings = std::make_shared<Findings>(std::move(diagnostics));
    for (std::size_t left = in.count(); left > 0; --left) {
        const auto first = static_cast<std::uint32_t>(in.number());
        findings->skipped_lines.emplace_back(first, static_cast<std::uint32_t>(in.number()));
    }
    return in.failed() ? nullptr : findings;
}

void store_places(base::ByteWriter& out, const Skeleton& skeleton) {
    std::uint32_t before = 0;
    out.number(skeleton.lines.size());
    for (std::uint32_t line : skeleton.lines) out.number(line - std::exchange(before, line));
    before = 0;
    out.number(skeleton.suite_ends.size());
    for (const base::LineColumn& end : skeleton.suite_ends) {
        out.number(end.line - std::exchange(before, end.line)).number(end.column);
    }
    out.digest(skeleton.places);
}

std::shared_ptr<Skeleton> read_places(base::ByteReader& in) {
    auto skeleton = std::make_shared<Skeleton>();
    std::uint32_t line = 0;
    for (std::size_t left = in.count(); left > 0; --left) {
        skeleton->lines.push_back(line += static_cast<std::uint32_t>(in.number()));
    }
    line = 0;
    for (std::size_t left = in.count(); left > 0; --left) {
        line += static_cast<std::uint32_t>(in.number());
        skeleton->suite_ends.push_back({line, static_cast<std::uint32_t>(in.number())});
    }
    skeleton->places = in.digest();
    return in.failed() ? nullptr : skeleton;
}

bool StoredReads::match(const scheduler::Snapshot& snapshot) const {
    return image::match_stored(bytes_, SnapshotView(snapshot, registry_), registry_, table_);
}

}  // namespace krait::project
