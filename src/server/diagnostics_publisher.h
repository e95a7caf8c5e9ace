// diagnostics_publisher.h
//
// Decides which results reach the client. The program reports sets for files as they are done, on
// its own time; meanwhile documents are edited, opened and closed. What holds for the client:
//
//   - A set for an open document is for the text that is open now, and carries its version. Results
//     for older texts are dropped: their positions are wrong.
//   - After a document was closed, nothing of its unsaved text stays. What the program says of the
//     file on disk takes its place; if it is done and has said nothing, the file isn't part of the
//     program, and the client is sent an empty set.
//   - A set that the client has already, for the same version, isn't sent again.
//   - A notebook's set is taken apart: each of its cells has one of its own. VS Code pulls only
//     for what has a tab; so cells' sets are pushed until a client asks for one.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/hash.h"
#include "project/program.h"
#include "server/client.h"
#include "server/diagnostics_pulls.h"
#include "server/documents.h"

namespace krait::server {

/// Main thread only.
class DiagnosticsPublisher {
public:
    DiagnosticsPublisher(Client& client, const Documents& documents)
        : client_(client), documents_(documents) {}

    /// Whether files that aren't open are published. Sets held back so far are sent now, or those
    /// sent are taken back.
    void set_mode(protocol::DiagnosticMode mode);

    /// From here on the client asks for diagnostics: they go to `pulls`.
    void let_pull(DiagnosticsPulls* pulls) { pulls_ = pulls; }
    [[nodiscard]] bool lets_pull() const { return pulls_ != nullptr; }
    /// From here on the client asks for cells' diagnostics, too.
    void let_pull_cells();

    void accept(project::FileDiagnostics result);
    void opened(const std::string& path);
    /// `text` is what was open; a late result for it is recognised by it.
    void closed(const std::string& path, base::SourceTextPtr text);
    /// The program has said all that it has to say for now.
    void idle();

    /// Whether every open document has had a set for the text that is open now.
    [[nodiscard]] bool up_to_date() const;

private:
    /// What the client has for a file.
    struct Shown {
        std::string uri;
        std::optional<std::int32_t> version;
        base::Digest digest;
        bool empty = true;
        bool of_cell = false;
    };
    void publish(const project::FileDiagnostics& result, const Document* document);
    void publish_cells(const project::FileDiagnostics& result, const Document& notebook);
    /// `revision`: of the document; 0: the file on disk.
    void show(const std::string& path, const protocol::PublishDiagnosticsParams& params,
              std::int32_t revision, bool of_cell);
    void clear(const std::string& path);

    Client& client_;
    const Documents& documents_;
    [[nodiscard]] bool is_pulled(bool of_cell) const {
        return pulls_ != nullptr && (!of_cell || cells_are_pulled_);
    }
    DiagnosticsPulls* pulls_ = nullptr;  // null: sets are pushed
    bool cells_are_pulled_ = false;
    protocol::DiagnosticMode mode_ = protocol::DiagnosticMode::Workspace;
    std::map<std::string, Shown> shown_;                  // by path, or by a cell's URI
    std::map<std::string, std::set<std::string>> cells_;  // those shown, by path of their notebook
    std::map<std::string, std::int32_t> heard_;           // by path: the newest revision
    // Closed, and the program hasn't spoken of the file on disk since; with the text that was open.
    std::map<std::string, base::SourceTextPtr> closing_;
    std::map<std::string, project::FileDiagnostics> held_back_;  // of closed files, by path
};

}  // namespace krait::server
