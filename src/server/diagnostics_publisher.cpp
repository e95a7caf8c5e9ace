#include "server/diagnostics_publisher.h"

#include <algorithm>

#include "server/features/diagnostics.h"
#include "server/notebook_diagnostics.h"
#include "server/uri.h"

namespace krait::server {

using protocol::DiagnosticMode;

void DiagnosticsPublisher::accept(project::FileDiagnostics result) {
    const Document* document = documents_.find(result.path);
    if (document != nullptr) {
        if (result.version == document->revision) publish(result, document);
        return;
    }
    if (result.version) return;  // for a text that is closed by now
    auto closing = closing_.find(result.path);
    if (closing != closing_.end()) {
        if (result.text && result.text == closing->second) return;  // likewise
        closing_.erase(closing);
    }
    if (mode_ == DiagnosticMode::OpenFilesOnly) {
        clear(result.path);
        held_back_[result.path] = std::move(result);
    } else {
        publish(result, nullptr);
    }
}

void DiagnosticsPublisher::publish(const project::FileDiagnostics& result,
                                   const Document* document) {
    if (document != nullptr) {
        heard_[result.path] = document->revision;
        if (document->cells) return publish_cells(result, *document);
    }
    auto at = shown_.find(result.path);
    bool known = at != shown_.end();
    if (!known && document == nullptr && result.diagnostics.empty()) return;

    protocol::PublishDiagnosticsParams params;
    // A closed file keeps the spelling that its editor gave it.
    params.uri = document != nullptr ? document->uri
                 : known             ? at->second.uri
                                     : uri_of_path(result.path);
    if (document != nullptr) params.version = document->version;
    params.diagnostics =
        features::to_protocol(result.diagnostics, result.text.get(), params.uri,
                              {documents_.column_unit(), client_.capabilities.publish_diagnostics});
    show(result.path, params, document != nullptr ? document->revision : 0, false);
}

void DiagnosticsPublisher::publish_cells(const project::FileDiagnostics& result,
                                         const Document& notebook) {
    clear(result.path);  // what was shown while the file was no notebook
    std::set<std::string> gone = std::exchange(cells_[result.path], {});
    for (const auto& params : diagnostics_of_cells(
             result, notebook,
             {documents_.column_unit(), client_.capabilities.publish_diagnostics})) {
        show(params.uri, params, notebook.revision, true);
        gone.erase(params.uri);
        cells_[result.path].insert(params.uri);
    }
    for (const std::string& uri : gone) clear(uri);
}

void DiagnosticsPublisher::show(const std::string& path,
                                const protocol::PublishDiagnosticsParams& params,
                                std::int32_t revision, bool of_cell) {
    if (pulls_ != nullptr) {
        const std::string items = encode(params.diagnostics);
        const std::string id =
            params.diagnostics.empty() ? DiagnosticsPulls::kNothing : base::digest_of(items).hex();
        pulls_->put(path, {params.uri, params.version, revision, items, id, !is_pulled(of_cell)});
    }
    std::string encoded = encode(params);

    const auto at = shown_.find(path);
    const bool known = at != shown_.end();
    if (known && at->second.uri != params.uri) clear(path);
    Shown& shown = shown_[path];
    Shown now{params.uri, params.version, base::digest_of(encoded), params.diagnostics.empty(),
              of_cell};
    // Without a version the set itself decides; the version is part of the encoded text.
    bool same = known && shown.uri == now.uri && shown.digest == now.digest;
    bool both_empty = revision == 0 && shown.empty && now.empty;
    shown = std::move(now);
    if (is_pulled(of_cell) || same || (known && both_empty)) return;
    client_.notify("textDocument/publishDiagnostics", encoded, "diagnostics " + params.uri);
}

void DiagnosticsPublisher::clear(const std::string& path) {
    auto at = shown_.find(path);
    if (at == shown_.end()) return;
    if (pulls_ != nullptr) pulls_->clear(path);
    if (!is_pulled(at->second.of_cell) && !at->second.empty) {
        client_.notify("textDocument/publishDiagnostics",
                       encode(protocol::PublishDiagnosticsParams{at->second.uri, {}, {}}),
                       "diagnostics " + at->second.uri);
    }
    shown_.erase(at);
}

void DiagnosticsPublisher::let_pull_cells() {
    if (pulls_ == nullptr || cells_are_pulled_) return;
    cells_are_pulled_ = true;
    pulls_->push_no_more();
    for (const auto& [uri, shown] : shown_) {
        if (!shown.of_cell || shown.empty) continue;
        client_.notify("textDocument/publishDiagnostics",
                       encode(protocol::PublishDiagnosticsParams{uri, shown.version, {}}),
                       "diagnostics " + uri);
    }
}

void DiagnosticsPublisher::opened(const std::string& path) {
    closing_.erase(path);
    held_back_.erase(path);
}

void DiagnosticsPublisher::closed(const std::string& path, base::SourceTextPtr text) {
    heard_.erase(path);
    if (const auto cells = cells_.extract(path)) {
        for (const std::string& uri : cells.mapped()) clear(uri);
    }
    if (mode_ == DiagnosticMode::OpenFilesOnly) {
        clear(path);
    } else {
        closing_[path] = std::move(text);
    }
}

void DiagnosticsPublisher::idle() {
    std::map<std::string, base::SourceTextPtr> silent;
    silent.swap(closing_);
    for (const auto& [path, text] : silent) clear(path);
}

void DiagnosticsPublisher::set_mode(DiagnosticMode mode) {
    if (mode == mode_) return;
    mode_ = mode;
    if (mode == DiagnosticMode::Workspace) {
        std::map<std::string, project::FileDiagnostics> results;
        results.swap(held_back_);
        for (auto& [path, result] : results) publish(result, nullptr);
        return;
    }
    std::vector<std::string> paths;
    for (const auto& [path, shown] : shown_) {
        if (!shown.of_cell && documents_.find(path) == nullptr) paths.push_back(path);
    }
    for (const std::string& path : paths) clear(path);
}

bool DiagnosticsPublisher::up_to_date() const {
    return std::all_of(documents_.all().begin(), documents_.all().end(), [&](const auto& entry) {
        auto at = heard_.find(entry.first);
        return at != heard_.end() && at->second == entry.second.revision;
    });
}

}  // namespace krait::server
