#include "server/features/code_actions.h"

#include <algorithm>

#include "server/features/actions.h"

namespace krait::features {

using protocol::CodeAction;
using protocol::KnownDiagnostic;
using syntax::NodeId;

namespace {

bool is_sort_of(std::string_view kind, std::string_view wanted) {
    return wanted.empty() || kind == wanted ||
           (kind.starts_with(wanted) && kind[wanted.size()] == '.');
}

ActionSite site_of(const Question& question, const protocol::CodeActionParams& params) {
    ActionSite site{question, params, nullptr, nullptr, {}};
    if (question.program) site.module = question.program->version(question.path, question.text);
    site.parsed = site.module ? site.module->parsed() : features::parsed(question);
    site.range = {offset_of(question, params.range.start), offset_of(question, params.range.end)};
    return site;
}

void offer_all(ActionSite& site) {
    // The likeliest first: editors show them in this order.
    if (site.wants(kQuickFix)) {
        offer_imports(site);
        offer_optionals(site);
    }
    if (site.wants(kQuickFix) || site.wants(kRewrite)) {
        offer_annotations(site);
        offer_abstract_methods(site);
    }
    if (site.wants(kQuickFix)) offer_ignores(site);
    if (site.wants(kOrganizeImports)) offer_organized_imports(site);
}

}  // namespace

bool ActionSite::wants(std::string_view kind) const {
    return params.only.empty() || wants_by_name(kind);
}

bool ActionSite::wants_by_name(std::string_view kind) const {
    return std::any_of(params.only.begin(), params.only.end(),
                       [&](const std::string& wanted) { return is_sort_of(kind, wanted); });
}

base::TextRange ActionSite::range_of_diagnostic(const KnownDiagnostic& of) const {
    return {offset_of(question, of.range.start), offset_of(question, of.range.end)};
}

CodeAction& ActionSite::offer(std::string title, std::string_view kind,
                              const KnownDiagnostic* about) {
    CodeAction& action = found.emplace_back();
    action.title = std::move(title);
    action.kind = kind;
    if (about != nullptr) action.diagnostic = about->json;
    return action;
}

void ActionSite::import(CodeAction& action, const std::set<NeededImport>& needed) const {
    for (ImportEdit& edit : import_edits(text(), tree(), needed)) {
        replace(action, edit.range, std::move(edit.text));
    }
}

NodeId innermost(const std::vector<NodeId>& nodes, const syntax::Tree& tree,
                 std::initializer_list<syntax::NodeKind> kinds) {
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (std::find(kinds.begin(), kinds.end(), tree.kind(nodes[i])) != kinds.end()) {
            return nodes[i];
        }
    }
    return NodeId::None;
}

std::string_view quoted(std::string_view message, std::size_t index) {
    for (;; --index) {
        const std::size_t open = message.find('"');
        const std::size_t close = open == message.npos ? message.npos : message.find('"', open + 1);
        if (close == message.npos) return {};
        if (index == 0) return message.substr(open + 1, close - open - 1);
        message.remove_prefix(close + 1);
    }
}

std::vector<std::string> code_action_kinds() {
    return {std::string(kQuickFix), std::string(kRewrite), std::string(kOrganizeImports)};
}

protocol::CodeActionAnswer code_actions(const Question& question,
                                        const protocol::CodeActionParams& params) {
    protocol::CodeActionAnswer answer{question.uri, {}};
    const bool understood = question.client == nullptr || question.client->code_action_literals;
    if (!understood) return answer;
    ActionSite site = site_of(question, params);
    site.lazily = question.client != nullptr && question.client->features.resolves_edits;
    offer_all(site);
    answer.actions = std::move(site.found);
    return answer;
}

protocol::ResolvedCodeAction resolve_code_action(const Question& question,
                                                 const protocol::CodeActionResolveParams& params) {
    protocol::ResolvedCodeAction answer{std::nullopt, params.json};
    ActionSite site = site_of(question, params.asked);
    offer_all(site);
    for (CodeAction& action : site.found) {
        if (action.title == params.title) answer.action = std::move(action);
    }
    return answer;
}

}  // namespace krait::features
