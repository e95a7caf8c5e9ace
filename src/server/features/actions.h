// actions.h
//
// What the files of code actions share: the place that is asked about, and the list that is made.
// Each sort of action is a function that adds its offers. An editor asks at every move of the
// cursor, so an offer looks at the function around it at most; a search through the workspace is
// for diagnostics, and for edits that somebody has asked for.

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/definition_place.h"
#include "protocol/code_actions.h"
#include "server/features/import_edits.h"
#include "server/features/question.h"
#include "server/features/workspace_edits.h"

namespace krait::features {

inline constexpr std::string_view kQuickFix = "quickfix";
inline constexpr std::string_view kRewrite = "refactor.rewrite";
inline constexpr std::string_view kOrganizeImports = "source.organizeImports";

struct ActionSite {
    const Question& question;
    const protocol::CodeActionParams& params;
    project::LoadedModulePtr module;  ///< null while nothing is known but the text
    project::ParsedPtr parsed;
    base::TextRange range;  ///< that is asked about
    bool lazily = false;    ///< edits that are dear are made when they are asked for
    std::vector<protocol::CodeAction> found{};

    [[nodiscard]] const syntax::Tree& tree() const { return *parsed->tree; }
    [[nodiscard]] const base::SourceText& text() const { return *question.text; }
    /// Whether this kind, or one that it is a sort of, was asked for.
    [[nodiscard]] bool wants(std::string_view kind) const;
    /// The same, and by name: not as one of all kinds.
    [[nodiscard]] bool wants_by_name(std::string_view kind) const;
    /// Where a diagnostic is about, in the text.
    [[nodiscard]] base::TextRange range_of_diagnostic(const protocol::KnownDiagnostic& of) const;
    /// `about`: the diagnostic that it settles; null: none.
    protocol::CodeAction& offer(std::string title, std::string_view kind,
                                const protocol::KnownDiagnostic* about);
    /// An edit of the document itself.
    void replace(protocol::CodeAction& action, base::TextRange where, std::string by) const {
        add_edit(question, action.edit, question.path, text(), where, std::move(by));
    }
    void import(protocol::CodeAction& action, const std::set<NeededImport>& needed) const;
};

/// The node of a kind around an offset, innermost; None: there is none.
[[nodiscard]] syntax::NodeId innermost(const std::vector<syntax::NodeId>& nodes,
                                       const syntax::Tree& tree,
                                       std::initializer_list<syntax::NodeKind> kinds);
/// What mypy puts into quotes: `quoted(message, 0)` of `Name "x" is not defined` is `x`.
[[nodiscard]] std::string_view quoted(std::string_view message, std::size_t index);

void offer_ignores(ActionSite& site);
void offer_imports(ActionSite& site);
void offer_annotations(ActionSite& site);
void offer_optionals(ActionSite& site);
void offer_abstract_methods(ActionSite& site);
void offer_organized_imports(ActionSite& site);

}  // namespace krait::features
