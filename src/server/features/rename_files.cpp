#include "server/features/rename_files.h"

#include <algorithm>

#include "project/scope_lookup.h"
#include "project/uses.h"
#include "python/syntax/place.h"
#include "server/features/asked_symbol.h"
#include "server/features/moved_imports.h"
#include "server/features/workspace_edits.h"

namespace krait::features {

namespace {

using project::LoadedModulePtr;
using project::Use;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

/// `a.b` as it is written, if an attribute is nothing but names and dots; else empty.
std::string dotted_text(const base::SourceText& text, const Tree& tree, NodeId node) {
    for (NodeId root = node; !tree.is(root, NodeKind::Name);) {
        if (!tree.is(root, NodeKind::Attribute)) return {};
        root = tree.attribute(root).value;
    }
    const base::TextRange range = tree.range(node);
    return std::string(text.text().substr(range.start, range.end - range.start));
}

class FileRename {
public:
    FileRename(const Question& question, const MovedModules& moves)
        : question_(question), moves_(moves), search_(search_of(question)) {}

    protocol::WorkspaceEdit run() {
        for (const LoadedModulePtr& module : project::workspace_modules(search_).modules) {
            search_.token.poll();
            const std::string name(base::text_of(module->record->name));
            if (moves_.find(name) != nullptr || mentions(*module)) move_names_in(module);
        }
        return std::move(made_);
    }

private:
    [[nodiscard]] bool mentions(const project::LoadedModule& module) const {
        const base::TextRange all{0, module.text->size()};
        return std::ranges::any_of(moves_.words(), [&](const std::string& word) {
            const base::TextRange at = syntax::find_word(module.text->text(), all, word);
            return at.start != at.end;
        });
    }

    /// Whether the module has something else of this name.
    [[nodiscard]] bool has_name(const LoadedModulePtr& module, const std::string& name) {
        const base::TextRange all{0, module->text->size()};
        const base::TextRange at = syntax::find_word(module->text->text(), all, name);
        return at.start != at.end;
    }

    void move_names_in(const LoadedModulePtr& module) {
        const bool had_tree = module->parsed_if_there() != nullptr;
        const project::ParsedPtr parsed = module->parsed();
        const auto keeps_name = [&](const std::string& leaf) { return has_name(module, leaf); };
        MovedImports imports = moved_imports(*module, *parsed->tree, moves_, keeps_name);
        std::vector<MovedText> edits = std::move(imports.edits);
        for (const auto& [old_name, moved] : moves_.all()) {
            add_uses(module, *parsed->tree, old_name, moved.name, imports, edits);
        }
        add_all(*module, std::move(edits));
        if (!had_tree) module->let_go();
    }

    /// Where code says the module's name, imports apart.
    void add_uses(const LoadedModulePtr& module, const Tree& tree, const std::string& old_name,
                  const std::string& new_name, const MovedImports& imports,
                  std::vector<MovedText>& edits) {
        const std::string old_leaf = leaf_of(old_name);
        const bool by_leaf = imports.renamed_leaves.contains(old_name);
        const bool by_path = imports.renamed_paths.contains(old_name);
        const bool is_sibling = parent_of(old_name) == parent_of(new_name);
        if (!by_leaf && !by_path && (!is_sibling || parent_of(old_name).empty())) return;
        const project::Sought sought = sought_module(old_name);
        if (sought.name.empty()) return;
        std::vector<std::string> others;
        for (const Use& use : project::uses_in(search_, module, sought, old_leaf, others)) {
            const NodeId node = use.nodes.back();
            if (tree.is(node, NodeKind::Name)) {
                if (by_leaf) edits.push_back({use.range, leaf_of(new_name)});
                const bool is_whole = by_path && old_leaf == old_name;
                if (!by_leaf && is_whole) edits.push_back({use.range, new_name});
            } else if (tree.is(node, NodeKind::Attribute)) {
                const bool is_whole = dotted_text(*module->text, tree, node) == old_name;
                if (is_whole && by_path) {
                    edits.push_back({tree.range(node), new_name});
                } else if (is_sibling) {
                    edits.push_back({use.range, leaf_of(new_name)});
                }
            } else if (tree.is(node, NodeKind::Str) && by_leaf &&
                       project::is_in_dunder_all(tree, use.nodes)) {
                edits.push_back({use.range, leaf_of(new_name)});
            }
        }
    }

    [[nodiscard]] project::Sought sought_module(const std::string& name) {
        const base::ModuleId id = question_.program->registry().find(base::intern(name));
        if (id == base::ModuleId::None) return {};
        const LoadedModulePtr module = question_.program->version(id);
        if (!module) return {};
        const project::HeldUnit unit = question_.program->unit(module, project::kPublished,
                                                               question_.token, project::Keep::No);
        if (!unit) return {};
        const types::ModuleInfo* info = unit->cx().reader.module(id);
        if (info == nullptr) return {};
        project::Sought sought = project::sought(*question_.program, *unit, {{info}});
        sought.name = leaf_of(name);
        return sought;
    }

    /// An edit within another one is part of it.
    void add_all(const project::LoadedModule& module, std::vector<MovedText> edits) {
        std::ranges::stable_sort(edits, [](const MovedText& left, const MovedText& right) {
            return std::pair(left.range.start, right.range.end) <
                   std::pair(right.range.start, left.range.end);
        });
        std::uint32_t end = 0;
        for (MovedText& edit : edits) {
            if (edit.range.start < end) continue;
            end = edit.range.end;
            add_edit(question_, made_, module.record->path, *module.text, edit.range,
                     std::move(edit.text));
        }
    }

    const Question& question_;
    const MovedModules& moves_;
    const project::UseSearch search_;
    protocol::WorkspaceEdit made_;
};

}  // namespace

protocol::Decoded<protocol::WorkspaceEdit> rename_files(const Question& question,
                                                        const std::vector<RenamedPath>& renames) {
    protocol::WorkspaceEdit none;
    none.names_versions = question.client->features.document_changes;
    if (!question.program) return none;
    const MovedModules moves(*question.program, renames);
    if (moves.empty()) return none;
    if (!project::workspace_modules(search_of(question)).is_complete) {
        return tl::unexpected(protocol::ResponseError{
            protocol::ErrorCode::RequestFailed,
            "Krait is still reading the workspace: imports can't follow the renamed file yet."});
    }
    protocol::WorkspaceEdit made = FileRename(question, moves).run();
    made.names_versions = none.names_versions;
    return made;
}

}  // namespace krait::features
