#include "server/feature_requests.h"

#include "protocol/convert.h"
#include "protocol/convert_code_actions.h"
#include "protocol/convert_hints.h"
#include "protocol/convert_navigation.h"
#include "protocol/convert_structure.h"
#include "server/asked_document.h"
#include "server/features/call_hierarchy.h"
#include "server/features/code_actions.h"
#include "server/features/completion.h"
#include "server/features/definition.h"
#include "server/features/document_symbols.h"
#include "server/features/folding_ranges.h"
#include "server/features/hover.h"
#include "server/features/implementation.h"
#include "server/features/inlay_hints.h"
#include "server/features/question.h"
#include "server/features/references.h"
#include "server/features/rename.h"
#include "server/features/rename_files.h"
#include "server/features/selection_ranges.h"
#include "server/features/semantic_tokens.h"
#include "server/features/signature_help.h"
#include "server/features/type_hierarchy.h"
#include "server/features/workspace_symbols.h"
#include "server/stub_files.h"
#include "server/uri.h"

namespace krait::server {

namespace {

using features::Question;
using protocol::Payload;
using protocol::RequestId;

/// An inspector must not outlive its program; a folder may be gone before its last question is
/// answered.
std::shared_ptr<project::Inspector> inspector_of(const Folder* folder) {
    if (folder == nullptr || !folder->program) return nullptr;
    struct Held {
        std::shared_ptr<project::Program> program;
        std::shared_ptr<project::Inspector> inspector;  // goes first
    };
    auto held = std::make_shared<Held>(Held{folder->program, folder->program->inspector()});
    project::Inspector* inspector = held->inspector.get();
    if (inspector == nullptr) return nullptr;
    return {std::move(held), inspector};
}

Question question_of(const Session& session, const Folder* folder) {
    Question question;
    question.program = inspector_of(folder);
    question.unit = session.documents.column_unit();
    question.sent_tokens = session.sent_tokens;
    question.client = &session.client.capabilities;
    std::map<std::string, features::OpenDocument> open;
    for (const auto& [path, document] : session.documents.all()) {
        open[path] = {document.uri, document.version, document.text};
    }
    question.open_documents =
        std::make_shared<const std::map<std::string, features::OpenDocument>>(std::move(open));
    question.uri_of = [open = question.open_documents](const std::string& path) {
        const auto known = open->find(path);
        return known != open->end() ? known->second.uri : document_uri(path);
    };
    return question;
}

using Encoded = tl::expected<std::string, protocol::ResponseError>;

template <class T>
Encoded encoded(const T& answer) {
    return protocol::encode(answer);
}
/// A feature that may refuse.
template <class T>
Encoded encoded(const protocol::Decoded<T>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return protocol::encode(*answer);
}

/// Takes parts of an answer, which must be a list; empty if the client didn't ask for parts.
template <class List>
std::function<void(const List&)> parts_of(const Session& session, const RequestJob& job,
                                          const CellPlaces& places, const Payload& payload) {
    if (!protocol::progress_tokens(payload).partial_result) return {};
    return [send = session.environment.send_part, number = job.number, places](const List& found) {
        send({number, protocol::encode(places.into_cells(found)), true});
    };
}

void ask_about_cell(Question& question, const Cell& cell) {
    const std::uint32_t code = cell.first_line + (cell.starts_with_magic ? 1 : 0);
    question.part = {question.text->line_start(code), question.text->line_start(cell.end_line())};
    question.sent_tokens = nullptr;  // those are of whole documents
}

/// A request about a document, whose parameters name it `text_document`. One that isn't open has
/// nothing to be asked about: null.
template <class Params, auto answer, Effort effort = Effort::Quick>
void about_document(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    const AskedDocument asked = asked_document(session, params->text_document.uri);
    if (asked.document == nullptr) return session.client.answer(id, "null");
    session.asked_about = asked.path;
    Question question = question_of(session, session.folders.of_file(asked.path));
    question.path = asked.path;
    question.uri = asked.document->uri;
    question.text = asked.document->text;
    if (asked.cell) ask_about_cell(question, *asked.cell);
    const CellPlaces places(open_notebooks(session), asked.cell);
    places.into_module(*params);
    RequestJob job = session.requests.begin(id, effort, asked.path, asked.document->revision);
    question.token = job.token;
    if constexpr (std::is_invocable_v<decltype(answer), const Question&, const Params&,
                                      const features::FoundLocations&>) {
        auto parts = parts_of<std::vector<protocol::Location>>(session, job, places, payload);
        job.answer = [question = std::move(question), params = std::move(*params),
                      parts = std::move(parts), places] {
            return encoded(places.into_cells(answer(question, params, parts)));
        };
    } else {
        job.answer = [question = std::move(question), params = std::move(*params), places] {
            return encoded(places.into_cells(answer(question, params)));
        };
    }
    session.environment.run_request(std::move(job));
}

/// A request about a file that need not be open: one that an answer has named before.
template <class Params, auto answer>
void about_file(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    const AskedDocument asked = asked_document(session, params->text_document.uri);
    if (asked.path.empty()) return session.client.answer(id, "null");
    if (asked.document != nullptr) {
        return about_document<Params, answer, Effort::Thorough>(session, id, payload);
    }
    Question question = question_of(session, session.folders.of_file(asked.path));
    question.path = asked.path;
    question.uri = params->text_document.uri;
    RequestJob job = session.requests.begin(id, Effort::Thorough, {}, 0);
    question.token = job.token;
    job.answer = [question = std::move(question), params = std::move(*params),
                  places = CellPlaces(open_notebooks(session), {})]() mutable -> Encoded {
        question.text = features::text_as_loaded(question);
        if (!question.text) return "null";
        return encoded(places.into_cells(answer(question, params)));
    };
    session.environment.run_request(std::move(job));
}

/// A request about something in the answer to an earlier one, which was about a document.
template <class Params, auto answer>
void about_answer(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    Question question = question_of(session, session.folders.of_file(session.asked_about));
    RequestJob job = session.requests.begin(id, Effort::Quick, {}, 0);
    question.token = job.token;
    job.answer = [question = std::move(question), params = std::move(*params)] {
        return encoded(answer(question, params));
    };
    session.environment.run_request(std::move(job));
}

/// For a request about the workspace as a whole.
struct AllFolders {
    std::vector<Question> questions;
    std::vector<std::string> roots;  // parallel

    /// What more than one folder finds is said by the one whose it is.
    [[nodiscard]] bool is_said_by(std::size_t folder, const std::string& uri) const {
        const std::string path = document_path(uri).value_or("");
        return innermost(roots, path).value_or(folder) == folder;
    }
};

/// Gets each folder's; empty if all are to come at the end.
using FoundSymbols = std::function<void(const std::vector<protocol::WorkspaceSymbol>&)>;

template <class Params, auto answer>
void about_workspace(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    RequestJob job = session.requests.begin(id, Effort::Thorough, {}, 0);
    const CellPlaces places(open_notebooks(session), {});
    AllFolders all;
    for (const auto& folder : session.folders.all()) {
        all.questions.push_back(question_of(session, folder.get()));
        all.questions.back().token = job.token;
        all.roots.push_back(folder->root);
    }
    if constexpr (std::is_invocable_v<decltype(answer), const AllFolders&, const Params&,
                                      const FoundSymbols&>) {
        auto parts =
            parts_of<std::vector<protocol::WorkspaceSymbol>>(session, job, places, payload);
        job.answer = [all = std::move(all), params = std::move(*params), parts = std::move(parts),
                      places] { return encoded(places.into_cells(answer(all, params, parts))); };
    } else {
        job.answer = [all = std::move(all), params = std::move(*params), places] {
            return encoded(places.into_cells(answer(all, params)));
        };
    }
    session.environment.run_request(std::move(job));
}

std::vector<protocol::WorkspaceSymbol> symbols(const AllFolders& all,
                                               const protocol::WorkspaceSymbolParams& params,
                                               const FoundSymbols& as_found) {
    std::vector<protocol::WorkspaceSymbol> found;
    for (std::size_t i = 0; i < all.questions.size(); ++i) {
        for (auto& symbol : features::workspace_symbols(all.questions[i], params)) {
            if (all.is_said_by(i, symbol.location.uri)) found.push_back(std::move(symbol));
        }
        if (as_found && !found.empty()) as_found(std::exchange(found, {}));
    }
    return found;
}

protocol::Decoded<protocol::WorkspaceEdit> rename_files(const AllFolders& all,
                                                        const protocol::RenameFilesParams& params) {
    std::vector<features::RenamedPath> renames;
    for (const protocol::FileRename& file : params.files) {
        const auto old_path = path_of_uri(file.old_uri);
        const auto new_path = path_of_uri(file.new_uri);
        if (old_path && new_path) renames.push_back({*old_path, *new_path});
    }
    protocol::WorkspaceEdit whole;
    for (std::size_t i = 0; i < all.questions.size(); ++i) {
        auto edit = features::rename_files(all.questions[i], renames);
        if (!edit) return edit;
        whole.names_versions = edit->names_versions;
        for (auto& [uri, changes] : edit->changes) {
            if (all.is_said_by(i, uri)) whole.changes[uri] = std::move(changes);
        }
        whole.versions.merge(edit->versions);
    }
    return whole;
}

struct FeatureEntry {
    std::string_view method;
    void (*run)(Session&, const RequestId&, const Payload&);
    std::string_view title = {};  ///< of its work, where that may last
};

using Place = protocol::TextDocumentPositionParams;
using Item = protocol::HierarchyItemParams;

constexpr FeatureEntry kFeatures[] = {
    {"textDocument/hover", about_document<Place, features::hover>},
    {"textDocument/completion", about_document<protocol::CompletionParams, features::completion>},
    {"completionItem/resolve",
     about_answer<protocol::CompletionItem, features::resolve_completion>},
    {"textDocument/definition", about_document<Place, features::definition>},
    {"textDocument/declaration", about_document<Place, features::declaration>},
    {"textDocument/typeDefinition", about_document<Place, features::type_definition>},
    {"textDocument/implementation",
     about_document<Place, features::implementation, Effort::Thorough>, "Finding implementations"},
    {"textDocument/prepareTypeHierarchy", about_document<Place, features::prepare_type_hierarchy>},
    {"typeHierarchy/supertypes", about_file<Item, features::supertypes>},
    {"typeHierarchy/subtypes", about_file<Item, features::subtypes>},
    {"textDocument/prepareCallHierarchy", about_document<Place, features::prepare_call_hierarchy>},
    {"callHierarchy/incomingCalls", about_file<Item, features::incoming_calls>},
    {"callHierarchy/outgoingCalls", about_file<Item, features::outgoing_calls>},
    {"workspace/symbol", about_workspace<protocol::WorkspaceSymbolParams, symbols>,
     "Finding symbols"},
    {"textDocument/signatureHelp", about_document<Place, features::signature_help>},
    {"textDocument/inlayHint",
     about_document<protocol::InlayHintParams, features::inlay_hints, Effort::Thorough>},
    {"textDocument/codeAction", about_document<protocol::CodeActionParams, features::code_actions>},
    {"codeAction/resolve",
     about_document<protocol::CodeActionResolveParams, features::resolve_code_action>},
    {"textDocument/documentSymbol",
     about_document<protocol::TextDocumentParams, features::document_symbols>},
    {"textDocument/foldingRange",
     about_document<protocol::TextDocumentParams, features::folding_ranges>},
    {"textDocument/selectionRange",
     about_document<protocol::SelectionRangeParams, features::selection_ranges>},
    {"textDocument/semanticTokens/full",
     about_document<protocol::TextDocumentParams, features::semantic_tokens>},
    {"textDocument/semanticTokens/range",
     about_document<protocol::SemanticTokensRangeParams, features::semantic_tokens_range>},
    {"textDocument/semanticTokens/full/delta",
     about_document<protocol::SemanticTokensDeltaParams, features::semantic_tokens_delta>},
    {"textDocument/references",
     about_document<protocol::ReferenceParams, features::references, Effort::Thorough>,
     "Finding references"},
    {"textDocument/documentHighlight",
     about_document<Place, features::document_highlight, Effort::Thorough>},
    {"textDocument/prepareRename", about_document<Place, features::prepare_rename>},
    {"textDocument/rename",
     about_document<protocol::RenameParams, features::rename, Effort::Thorough>, "Renaming"},
    {"workspace/willRenameFiles", about_workspace<protocol::RenameFilesParams, rename_files>},
};

}  // namespace

bool ask_feature(Session& session, const protocol::Request& request) {
    for (const FeatureEntry& feature : kFeatures) {
        if (feature.method != request.method) continue;
        session.client.log_trace("Received request '" + request.method + "'.");
        feature.run(session, request.id, request.params);
        session.requests.inform(request.id, protocol::progress_tokens(request.params),
                                std::string(feature.title), session.environment.clock());
        return true;
    }
    return false;
}

}  // namespace krait::server
