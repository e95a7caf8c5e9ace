#include "server/feature_requests.h"

#include "protocol/convert.h"
#include "protocol/convert_code_actions.h"
#include "protocol/convert_hints.h"
#include "protocol/convert_navigation.h"
#include "protocol/convert_structure.h"
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

Question question_of(const Session& session) {
    Question question;
    if (session.program) question.program = session.program->inspector();
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

/// A request about a document, whose parameters name it `text_document`. One that isn't open has
/// nothing to be asked about: null.
template <class Params, auto answer, Effort effort = Effort::Quick>
void about_document(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    const std::optional<std::string> path = document_path(params->text_document.uri);
    const Document* document = path ? session.documents.find(*path) : nullptr;
    if (document == nullptr) return session.client.answer(id, "null");
    Question question = question_of(session);
    question.path = *path;
    question.uri = document->uri;
    question.text = document->text;
    RequestJob job = session.requests.begin(id, effort, *path, document->revision);
    question.token = job.token;
    job.answer = [question = std::move(question), params = std::move(*params)] {
        return encoded(answer(question, params));
    };
    session.environment.run_request(std::move(job));
}

/// A request about a file that need not be open: one that an answer has named before.
template <class Params, auto answer>
void about_file(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    const std::optional<std::string> path = document_path(params->text_document.uri);
    if (!path) return session.client.answer(id, "null");
    if (session.documents.find(*path) != nullptr) {
        return about_document<Params, answer, Effort::Thorough>(session, id, payload);
    }
    Question question = question_of(session);
    question.path = *path;
    question.uri = params->text_document.uri;
    RequestJob job = session.requests.begin(id, Effort::Thorough, {}, 0);
    question.token = job.token;
    job.answer = [question = std::move(question),
                  params = std::move(*params)]() mutable -> Encoded {
        question.text = features::text_as_loaded(question);
        if (!question.text) return "null";
        return encoded(answer(question, params));
    };
    session.environment.run_request(std::move(job));
}

/// A request about no document in particular.
template <class Params, auto answer, Effort effort = Effort::Quick>
void about_program(Session& session, const RequestId& id, const Payload& payload) {
    protocol::Decoded<Params> params = protocol::decode<Params>(payload);
    if (!params) return session.client.refuse(id, params.error().code, params.error().message);
    Question question = question_of(session);
    RequestJob job = session.requests.begin(id, effort, {}, 0);
    question.token = job.token;
    job.answer = [question = std::move(question), params = std::move(*params)] {
        return encoded(answer(question, params));
    };
    session.environment.run_request(std::move(job));
}

protocol::Decoded<protocol::WorkspaceEdit> rename_files(const Question& question,
                                                        const protocol::RenameFilesParams& params) {
    std::vector<features::RenamedPath> renames;
    for (const protocol::FileRename& file : params.files) {
        const auto old_path = path_of_uri(file.old_uri);
        const auto new_path = path_of_uri(file.new_uri);
        if (old_path && new_path) renames.push_back({*old_path, *new_path});
    }
    return features::rename_files(question, renames);
}

struct FeatureEntry {
    std::string_view method;
    void (*run)(Session&, const RequestId&, const Payload&);
};

using Place = protocol::TextDocumentPositionParams;
using Item = protocol::HierarchyItemParams;

constexpr FeatureEntry kFeatures[] = {
    {"textDocument/hover", about_document<Place, features::hover>},
    {"textDocument/completion", about_document<protocol::CompletionParams, features::completion>},
    {"completionItem/resolve",
     about_program<protocol::CompletionItem, features::resolve_completion>},
    {"textDocument/definition", about_document<Place, features::definition>},
    {"textDocument/declaration", about_document<Place, features::declaration>},
    {"textDocument/typeDefinition", about_document<Place, features::type_definition>},
    {"textDocument/implementation",
     about_document<Place, features::implementation, Effort::Thorough>},
    {"textDocument/prepareTypeHierarchy", about_document<Place, features::prepare_type_hierarchy>},
    {"typeHierarchy/supertypes", about_file<Item, features::supertypes>},
    {"typeHierarchy/subtypes", about_file<Item, features::subtypes>},
    {"textDocument/prepareCallHierarchy", about_document<Place, features::prepare_call_hierarchy>},
    {"callHierarchy/incomingCalls", about_file<Item, features::incoming_calls>},
    {"callHierarchy/outgoingCalls", about_file<Item, features::outgoing_calls>},
    {"workspace/symbol",
     about_program<protocol::WorkspaceSymbolParams, features::workspace_symbols, Effort::Thorough>},
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
     about_document<protocol::ReferenceParams, features::references, Effort::Thorough>},
    {"textDocument/documentHighlight",
     about_document<Place, features::document_highlight, Effort::Thorough>},
    {"textDocument/prepareRename", about_document<Place, features::prepare_rename>},
    {"textDocument/rename",
     about_document<protocol::RenameParams, features::rename, Effort::Thorough>},
    {"workspace/willRenameFiles",
     about_program<protocol::RenameFilesParams, rename_files, Effort::Thorough>},
};

}  // namespace

bool ask_feature(Session& session, const protocol::Request& request) {
    for (const FeatureEntry& feature : kFeatures) {
        if (feature.method != request.method) continue;
        session.client.log_trace("Received request '" + request.method + "'.");
        feature.run(session, request.id, request.params);
        return true;
    }
    return false;
}

}  // namespace krait::server
