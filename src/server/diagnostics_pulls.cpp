#include "server/diagnostics_pulls.h"

#include <algorithm>
#include <utility>

namespace krait::server {

namespace {

constexpr const char* kNoItems = "[]";

}  // namespace

void DiagnosticsPulls::put(const std::string& path, Set set) {
    const Set& now = sets_[path] = std::move(set);
    std::erase_if(documents_, [&](const OfDocument& question) {
        return question.path == path && answer(question);
    });
    const auto told = told_.find(path);
    if (told == told_.end() || told->second.result_id == now.result_id) return;
    // Of a text that was edited since, the editor is about to ask by itself.
    if (asked_to_pull_ || told->second.revision != now.revision) return;
    told->second.result_id = now.result_id;
    ask_to_pull();
}

void DiagnosticsPulls::ask_to_pull() {
    asked_to_pull_ = true;
    client_.ask("workspace/diagnostic/refresh", "",
                [this](const protocol::Decoded<protocol::Payload>&) { asked_to_pull_ = false; });
}

void DiagnosticsPulls::clear(const std::string& path) {
    sets_.erase(path);
}

void DiagnosticsPulls::push_no_more() {
    for (auto& [path, set] : sets_) set.is_pushed = false;
}

bool DiagnosticsPulls::answer(const OfDocument& question) {
    const auto at = sets_.find(question.path);
    const bool there = at != sets_.end() && at->second.revision == question.revision;
    if (!there && question.revision != 0) return false;
    const std::string result_id = there ? at->second.result_id : kNothing;
    told_[question.path] = {result_id, question.revision};
    const bool unchanged = question.previous == result_id;
    client_.answer(question.id, unchanged ? protocol::encode_unchanged_report(result_id)
                                          : protocol::encode_full_report(
                                                result_id, there ? at->second.items : kNoItems));
    return true;
}

void DiagnosticsPulls::ask(const protocol::RequestId& id, const std::string& path,
                           std::int32_t revision, std::optional<std::string> previous) {
    OfDocument question{id, path, revision, std::move(previous)};
    if (!answer(question)) documents_.push_back(std::move(question));
}

bool DiagnosticsPulls::answer(const OfWorkspace& question, bool may_wait) {
    std::map<std::string, std::string> known;
    for (const protocol::PreviousResultId& one : question.previous) known[one.uri] = one.value;
    std::vector<protocol::WorkspaceReport> reports;
    bool news = false;
    for (const auto& [path, set] : sets_) {
        const auto before = known.find(set.uri);
        const bool unchanged = before != known.end() && before->second == set.result_id;
        if (before != known.end()) known.erase(before);
        if (set.is_pushed) continue;
        news = news || !unchanged;
        reports.push_back({set.uri, set.version, set.result_id, unchanged ? "" : set.items});
    }
    for (const auto& [uri, result_id] : known) {  // of which nothing is shown any more
        const bool unchanged = result_id == kNothing;
        news = news || !unchanged;
        reports.push_back({uri, std::nullopt, kNothing, unchanged ? "" : kNoItems});
    }
    if (!news && may_wait) return false;
    send(question, std::move(reports));
    return true;
}

void DiagnosticsPulls::send(const OfWorkspace& question,
                            std::vector<protocol::WorkspaceReport> reports) {
    if (question.parts) {
        for (std::size_t start = 0; start < reports.size(); start += kReportsInPart) {
            const std::size_t end = std::min(reports.size(), start + kReportsInPart);
            const std::vector<protocol::WorkspaceReport> part(reports.data() + start,
                                                              reports.data() + end);
            client_.notify("$/progress",
                           protocol::progress_params(*question.parts,
                                                     protocol::encode_workspace_reports(part)));
        }
        reports.clear();
    }
    client_.answer(question.id, protocol::encode_workspace_reports(reports));
}

void DiagnosticsPulls::ask(const protocol::RequestId& id,
                           std::vector<protocol::PreviousResultId> previous, bool done,
                           std::optional<protocol::ProgressToken> parts) {
    OfWorkspace question{id, std::move(previous), std::move(parts)};
    const bool first = question.previous.empty();
    if (!done || !answer(question, !first)) workspaces_.push_back(std::move(question));
}

void DiagnosticsPulls::document_changed(const std::string& path, std::int32_t revision) {
    std::erase_if(documents_, [&](OfDocument& question) {
        if (question.path != path) return false;
        question.revision = revision;
        return answer(question);
    });
    if (revision == 0) told_.erase(path);
}

void DiagnosticsPulls::idle() {
    std::erase_if(workspaces_, [&](const OfWorkspace& question) {
        return answer(question, !question.previous.empty());
    });
    bool stale = false;
    for (auto& [path, told] : told_) {
        const auto at = sets_.find(path);
        const std::string now = at != sets_.end() ? at->second.result_id : kNothing;
        stale = stale || now != told.result_id;
        told.result_id = now;  // it is asked for now, and needn't be again
    }
    if (stale) ask_to_pull();
}

bool DiagnosticsPulls::cancel(const protocol::RequestId& id) {
    const auto is_it = [&](const auto& question) { return question.id == id; };
    if (std::erase_if(documents_, is_it) + std::erase_if(workspaces_, is_it) == 0) return false;
    client_.refuse(id, protocol::ErrorCode::RequestCancelled, "Cancelled.");
    return true;
}

void DiagnosticsPulls::refuse_all(const std::string& reason) {
    for (const OfDocument& question : std::exchange(documents_, {})) {
        client_.refuse(question.id, protocol::ErrorCode::RequestCancelled, reason);
    }
    for (const OfWorkspace& question : std::exchange(workspaces_, {})) {
        client_.refuse(question.id, protocol::ErrorCode::RequestCancelled, reason);
    }
}

}  // namespace krait::server
