// action_imports.cpp: `Name "x" is not defined`, where an import would define it.

#include <algorithm>

#include "python/syntax/place.h"
#include "server/features/actions.h"
#include "server/features/importable.h"

namespace krait::features {

namespace {

using protocol::CodeAction;
using protocol::KnownDiagnostic;
using syntax::NodeId;
using syntax::NodeKind;

/// Who has to choose from more has to know anyway.
constexpr std::size_t kMostOffers = 8;

void offer_for_name(ActionSite& site, const KnownDiagnostic& diagnostic) {
    std::string name(quoted(diagnostic.message, 0));
    name.resize(std::min(name.size(), name.find('.')));
    if (name.empty()) return;
    const project::HeldUnit unit =
        site.question.program->unit(site.module, project::kPublished, site.question.token);
    if (!unit) return;
    std::vector<NeededImport> imports = importable(site.question, *unit, name);
    const bool is_clear = imports.size() == 1;
    if (imports.size() > kMostOffers) imports.resize(kMostOffers);
    for (const NeededImport& import : imports) {
        CodeAction& action =
            site.offer("Add `" + statement_of(import) + "`", kQuickFix, &diagnostic);
        action.is_preferred = is_clear;
        site.import(action, {import});
    }
}

/// `import xml` and then `xml.dom`: a module of its own, which nobody has imported.
void offer_for_submodule(ActionSite& site, const KnownDiagnostic& diagnostic) {
    if (!diagnostic.message.starts_with("Module has no attribute")) return;
    const base::TextRange at = site.range_of_diagnostic(diagnostic);
    const auto nodes = syntax::nodes_at(site.tree(), at.start);
    for (NodeId node : nodes) {
        if (!site.tree().is(node, NodeKind::Attribute) || site.tree().end(node) > at.end) continue;
        const base::TextRange range = site.tree().range(node);
        const std::string module(site.text().text().substr(range.start, range.end - range.start));
        const bool is_dotted = module.find_first_of(" \t\r\n\\#()") == module.npos;
        if (!is_dotted || !module.ends_with("." + std::string(quoted(diagnostic.message, 0))))
            continue;
        if (!site.question.program->load_context().finder.find(module).found()) return;
        const NeededImport import{module, "", ""};
        CodeAction& action =
            site.offer("Add `" + statement_of(import) + "`", kQuickFix, &diagnostic);
        action.is_preferred = true;
        return site.import(action, {import});
    }
}

}  // namespace

void offer_imports(ActionSite& site) {
    if (!site.module) return;
    for (const KnownDiagnostic& diagnostic : site.params.diagnostics) {
        if (diagnostic.source != "krait") continue;
        site.question.token.poll();
        if (diagnostic.code == "name-defined") offer_for_name(site, diagnostic);
        if (diagnostic.code == "attr-defined") offer_for_submodule(site, diagnostic);
    }
}

}  // namespace krait::features
