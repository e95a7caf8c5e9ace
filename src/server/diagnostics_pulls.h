// diagnostics_pulls.h
//
// For editors that ask for diagnostics instead of being sent them (LSP 3.17, Pull Diagnostics).
// Each set has a result id made of its content, so that what an editor has already is named, not
// sent again: to pull a workspace in which one file changed costs one file.
//
// A question about a document waits until the set for the text that is open now is there. One about
// the workspace waits until all is checked, and then until something differs from what the editor
// has: editors ask again as soon as they are answered. When a set changes that nobody waits for
// (an edit in one file breaks another), the editor is asked to ask: at once, but not again before
// it has answered, and for whatever changed meanwhile when all is checked.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/diagnostics.h"
#include "protocol/progress.h"
#include "server/client.h"

namespace krait::server {

/// Main thread only.
class DiagnosticsPulls {
public:
    explicit DiagnosticsPulls(Client& client) : client_(client) {}

    static constexpr std::size_t kReportsInPart = 100;
    static constexpr const char* kNothing = "none";  ///< the result id where nothing is shown

    /// What the publisher has to say of a file; nothing in it: nothing is shown for it.
    struct Set {
        std::string uri;
        std::optional<std::int32_t> version;
        std::int32_t revision = 0;  ///< of the document; 0: the file on disk
        std::string items;          ///< a JSON array
        std::string result_id;
        bool is_pushed = false;  ///< and so is no part of what is said of the workspace
    };
    void put(const std::string& path, Set set);
    void clear(const std::string& path);
    void push_no_more();

    /// `revision`: of the open document; 0 if it isn't open.
    void ask(const protocol::RequestId& id, const std::string& path, std::int32_t revision,
             std::optional<std::string> previous);
    /// `parts`: reports go under this token, kReportsInPart at a time, and not into the answer.
    void ask(const protocol::RequestId& id, std::vector<protocol::PreviousResultId> previous,
             bool done, std::optional<protocol::ProgressToken> parts = std::nullopt);

    void document_changed(const std::string& path, std::int32_t revision);
    /// Everything that was asked of the program is published.
    void idle();

    /// Whether there was such a request, which is refused.
    bool cancel(const protocol::RequestId& id);
    void refuse_all(const std::string& reason);

private:
    struct OfDocument {
        protocol::RequestId id;
        std::string path;
        std::int32_t revision;
        std::optional<std::string> previous;
    };
    struct OfWorkspace {
        protocol::RequestId id;
        std::vector<protocol::PreviousResultId> previous;
        std::optional<protocol::ProgressToken> parts;
    };
    /// Whether the answer for this document is there.
    bool answer(const OfDocument& question);
    /// False if there is no news and `may_wait`.
    bool answer(const OfWorkspace& question, bool may_wait);
    void send(const OfWorkspace& question, std::vector<protocol::WorkspaceReport> reports);
    void ask_to_pull();

    struct Told {
        std::string result_id;
        std::int32_t revision = 0;
    };
    Client& client_;
    std::map<std::string, Set> sets_;   // by path
    std::map<std::string, Told> told_;  // by path: the set that the editor has
    bool asked_to_pull_ = false;        // and it has not said yet that it heard
    std::vector<OfDocument> documents_;
    std::vector<OfWorkspace> workspaces_;
};

}  // namespace krait::server
