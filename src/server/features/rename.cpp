#include "server/features/rename.h"

#include <algorithm>

#include "project/scope_lookup.h"
#include "python/syntax/place.h"
#include "python/syntax/words.h"
#include "python/types/context.h"
#include "python/types/typeops.h"
#include "server/features/asked_symbol.h"
#include "server/features/workspace_edits.h"

namespace krait::features {

namespace {

using project::Sought;
using project::Use;
using protocol::ResponseError;
using protocol::WorkspaceEdit;
using syntax::NodeKind;

bool is_new_name(std::string_view name) {
    const base::TextRange word = syntax::word_at(name, 0);
    return !name.empty() && word.start == 0 && word.end == name.size() && !syntax::is_keyword(name);
}

std::string in_quotes(std::string_view name) {
    return "'" + std::string(name) + "'";
}

std::string word_of(const AskedSymbol& asked) {
    return std::string(
        asked.module->text->text().substr(asked.word.start, asked.word.end - asked.word.start));
}

/// Why it can't have another name; empty: it can.
std::string why_not(const AskedSymbol& asked) {
    const Sought& sought = asked.sought;
    const std::string word = word_of(asked);
    const bool is_alias = word != sought.name;  // `as word`: the workspace's own, whatever it means
    if (is_alias) return {};
    if (sought.is_module) return "A module is renamed by renaming its file.";
    if (sought.places.empty()) return in_quotes(word) + " is not defined in the workspace.";
    if (sought.library != nullptr) {
        const bool overrides = !sought.places[0].module->record->is_library;
        const std::string library =
            "library (" + std::string(base::text_of(sought.library->name)) + ").";
        return in_quotes(word) + (overrides ? " overrides a name of a " : " belongs to a ") +
               library;
    }
    if (word.starts_with("__") && word.ends_with("__")) {
        return in_quotes(word) + " has a meaning of its own in Python.";
    }
    return {};
}

/// Every use that is written as `word`, document by document.
std::vector<std::vector<Use>> uses_as(const Question& question, const AskedSymbol& asked,
                                      const std::string& word) {
    std::vector<std::vector<Use>> found;
    const project::UseSearch search = search_of(question);
    std::vector<std::string> others;
    if (word != asked.sought.name) {  // an alias belongs to its module
        found.push_back(project::uses_in(search, asked.module, asked.sought, word, others));
        return found;
    }
    const auto add = [&](std::vector<Use> uses) {
        std::erase_if(uses, [&](const Use& use) {
            return use.range.end - use.range.start != word.size() ||
                   use.module->text->text().substr(use.range.start, word.size()) != word;
        });
        if (!uses.empty()) found.push_back(std::move(uses));
    };
    project::for_each_module_with_uses(search, asked.module, asked.sought, add);
    return found;
}

/// What the new name already means at one of the places; empty: nothing there.
std::string clash_in(const Question& question, const std::vector<Use>& uses,
                     const std::string& name) {
    const project::LoadedModulePtr& module = uses.front().module;
    const project::HeldUnit unit =
        question.program->unit(module, project::kPublished, question.token, project::Keep::No);
    if (!unit) return {};
    const auto said = [&](const Use& use) {
        return in_quotes(name) + " already means something else at line " +
               std::to_string(module->text->line_of(use.range.start) + 1) + " of " +
               module->record->display_path + ".";
    };
    project::ScopeLookup scopes(*unit, name);
    for (const Use& use : uses) {
        const NodeKind kind = unit->tree().kind(use.nodes.back());
        if (kind == NodeKind::Attribute || kind == NodeKind::Keyword || kind == NodeKind::Str) {
            continue;
        }
        if (scopes.is_local(use.nodes)) return said(use);
        const auto* known = project::look_up(*unit, use.nodes, base::intern(name));
        if (known != nullptr && known->id.module == module->record->id) return said(use);
        const types::Symbol* symbol =
            unit->cx().reader.module_symbol(module->record->id, base::intern(name));
        if (symbol != nullptr && kind != NodeKind::FunctionDef && kind != NodeKind::Arg) {
            return said(use);
        }
    }
    return {};
}

/// A member's new name must be free in all classes that are concerned; empty: it is.
std::string clash_of_members(const Question& question, const std::vector<Use>& uses,
                             const std::string& name) {
    const project::LoadedModulePtr& module = uses.front().module;
    const project::HeldUnit unit =
        question.program->unit(module, project::kPublished, question.token, project::Keep::No);
    if (!unit) return {};
    for (const Use& use : uses) {
        if (!use.is_declaration && use.kind != project::UseKind::Write) continue;
        for (auto node = use.nodes.rbegin(); node != use.nodes.rend(); ++node) {
            if (!unit->tree().is(*node, NodeKind::ClassDef)) continue;
            const auto referents = project::referents_of(*unit, {*node}, unit->tree().start(*node));
            const auto* info =
                referents.empty() ? nullptr : types::as<types::ClassInfo>(referents[0].definition);
            if (info == nullptr) break;
            if (types::find_member(unit->cx(), *info, base::intern(name))) {
                return in_quotes(base::text_of(info->name)) + " already has a member " +
                       in_quotes(name) + ".";
            }
            break;
        }
    }
    return {};
}

/// A local name may not take what its function means by a name from outside.
std::string clash_of_local(const Question& question, const AskedSymbol& asked,
                           const std::string& name) {
    const project::LoadedModulePtr& module = asked.sought.places[0].module;
    const project::HeldUnit unit =
        question.program->unit(module, project::kPublished, question.token, project::Keep::No);
    if (!unit) return {};
    const auto around = syntax::nodes_at(unit->tree(), asked.sought.places[0].name.start);
    base::TextRange range{0, 0};
    for (syntax::NodeId node : around) {
        const NodeKind kind = unit->tree().kind(node);
        if (kind == NodeKind::FunctionDef || kind == NodeKind::AsyncFunctionDef) {
            range = unit->tree().range(node);
        }
    }
    base::TextRange at{range.start, range.start};
    while (true) {
        at = syntax::find_word(module->text->text(), {at.end, range.end}, name);
        if (at.start == at.end) return {};
        const auto nodes = syntax::nodes_at(unit->tree(), at.start);
        const NodeKind kind = nodes.empty() ? NodeKind::Invalid : unit->tree().kind(nodes.back());
        if (kind == NodeKind::Name || kind == NodeKind::Arg) {
            return in_quotes(name) + " is used at line " +
                   std::to_string(module->text->line_of(at.start) + 1) + " of the function.";
        }
    }
}

std::string clash(const Question& question, const AskedSymbol& asked,
                  const std::vector<std::vector<Use>>& found, const std::string& name) {
    if (asked.sought.is_local && !asked.sought.places.empty()) {
        return clash_of_local(question, asked, name);
    }
    for (const std::vector<Use>& uses : found) {
        if (uses.empty()) continue;
        std::string said = asked.sought.is_member ? clash_of_members(question, uses, name)
                                                  : clash_in(question, uses, name);
        if (!said.empty()) return said;
    }
    return {};
}

WorkspaceEdit edit_of(const Question& question, const std::vector<std::vector<Use>>& found,
                      const std::string& name) {
    WorkspaceEdit made;
    made.names_versions = question.client->features.document_changes;
    for (const std::vector<Use>& uses : found) {
        for (const Use& use : uses) {
            add_edit(question, made, use.module->record->path, *use.module->text, use.range, name);
        }
    }
    return made;
}

tl::unexpected<ResponseError> refused(std::string why) {
    return tl::unexpected(ResponseError{protocol::ErrorCode::RequestFailed, std::move(why)});
}

}  // namespace

protocol::Decoded<protocol::RenamePlace> prepare_rename(
    const Question& question, const protocol::TextDocumentPositionParams& at) {
    const std::optional<AskedSymbol> asked = asked_symbol(question, at.position);
    if (!asked) return refused("There is no name here.");
    if (std::string why = why_not(*asked); !why.empty()) return refused(std::move(why));
    return protocol::RenamePlace{range_of(*question.text, asked->word, question.unit),
                                 word_of(*asked)};
}

protocol::Decoded<WorkspaceEdit> rename(const Question& question,
                                        const protocol::RenameParams& params) {
    const std::optional<AskedSymbol> asked = asked_symbol(question, params.position);
    if (!asked) return refused("There is no name here.");
    if (std::string why = why_not(*asked); !why.empty()) return refused(std::move(why));
    if (!is_new_name(params.new_name)) {
        return refused(in_quotes(params.new_name) + " is no name in Python.");
    }
    const std::string word = word_of(*asked);
    if (word == params.new_name) return WorkspaceEdit{};
    const project::UseSearch search = search_of(question);
    const bool is_everywhere = !asked->sought.is_local || asked->sought.is_parameter;
    if (is_everywhere && !project::modules_with(search, word, asked->module).is_complete) {
        return refused("Krait is still reading the workspace; try again in a moment.");
    }
    const std::vector<std::vector<Use>> found = uses_as(question, *asked, word);
    std::string why = clash(question, *asked, found, params.new_name);
    if (!why.empty()) return refused(std::move(why));
    return edit_of(question, found, params.new_name);
}

}  // namespace krait::features
