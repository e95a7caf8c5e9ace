// call_hierarchy.cpp: who calls a function, and whom it calls.

#include <algorithm>
#include <map>

#include "project/references.h"
#include "python/syntax/place.h"
#include "server/features/hierarchy.h"
#include "server/features/hierarchy_items.h"

namespace krait::features {

namespace {

using project::Reference;
using protocol::HierarchyItem;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

bool is_callable(const types::Definition& definition) {
    return definition.kind == types::DefinitionKind::Function ||
           definition.kind == types::DefinitionKind::Decorated ||
           definition.kind == types::DefinitionKind::Overloaded ||
           definition.kind == types::DefinitionKind::Class;
}

/// Whether the name at a place is what a call calls.
bool is_called(const Tree& tree, std::uint32_t offset) {
    const std::vector<NodeId> nodes = syntax::nodes_at(tree, offset);
    return nodes.size() > 1 && tree.is(nodes[nodes.size() - 2], NodeKind::Call) &&
           tree.call(nodes[nodes.size() - 2]).func == nodes.back();
}

/// The function or class around a place that has a path of its own; Empty: the module.
base::Name path_around(const project::Parsed& parsed, std::uint32_t offset) {
    const std::vector<NodeId> nodes = syntax::nodes_at(*parsed.tree, offset);
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const bool is_function = parsed.tree->is(nodes[i], NodeKind::FunctionDef) ||
                                 parsed.tree->is(nodes[i], NodeKind::AsyncFunctionDef);
        const auto path = parsed.outline.paths.find(nodes[i]);
        if (!is_function || path == parsed.outline.paths.end()) continue;
        // What is inside a function counts for that function.
        if (base::text_of(path->second).find("<locals>") == std::string_view::npos) {
            return path->second;
        }
    }
    return base::Name::Empty;
}

HierarchyItem module_item(const Question& question, const project::LoadedModulePtr& module) {
    HierarchyItem item;
    item.name = base::text_of(module->record->name);
    item.kind = protocol::SymbolShape::Module;
    item.uri = question.uri_of(module->record->path);
    item.data = {item.name, ""};
    return item;
}

}  // namespace

std::vector<HierarchyItem> prepare_call_hierarchy(const Question& question,
                                                  const protocol::TextDocumentPositionParams& at) {
    std::vector<HierarchyItem> items;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return items;
    for (const project::Referent& referent : asked->facts.referents) {
        if (referent.parameter != base::Name::Empty || !is_callable(*referent.definition)) continue;
        auto item = item_of(question, *asked->unit, *referent.definition);
        if (item) items.push_back(std::move(*item));
    }
    return items;
}

std::vector<protocol::IncomingCall> incoming_calls(const Question& question,
                                                   const protocol::HierarchyItemParams& of) {
    std::vector<protocol::IncomingCall> calls;
    project::ReferenceTarget target;
    {
        const std::optional<FoundItem> found = find_item(question, of.item);
        if (!found) return calls;
        target.module = found->module;
        target.word = base::text_of(found->definition->name);
        target.referents.push_back({found->definition});
        target.owner = found->unit.unit;
        target.ids.push_back(found->definition->id);
    }
    std::map<std::pair<std::string, std::string>, std::size_t> known;  // by module and path
    for (const Reference& one :
         project::find_references(*question.program, target, nullptr, question.token)) {
        const project::ParsedPtr parsed = one.module->parsed();
        if (!is_called(*parsed->tree, one.range.start)) continue;
        const base::Name path = path_around(*parsed, one.range.start);
        const std::pair key{one.module->record->path, std::string(base::text_of(path))};
        auto [at, is_new] = known.try_emplace(key, calls.size());
        if (is_new) {
            std::optional<HierarchyItem> item;
            project::HeldUnit unit =
                question.program->unit(one.module, project::kPublished, question.token);
            if (unit && path != base::Name::Empty) {
                const types::Definition* caller =
                    unit->cx().reader.definition(unit->symbols().def(one.module->record->id, path));
                if (caller != nullptr) item = item_of(question, *unit, *caller);
            }
            calls.push_back({item ? std::move(*item) : module_item(question, one.module), {}});
        }
        calls[at->second].from_ranges.push_back(
            range_of(*one.module->text, one.range, question.unit));
    }
    return calls;
}

std::vector<protocol::OutgoingCall> outgoing_calls(const Question& question,
                                                   const protocol::HierarchyItemParams& of) {
    std::vector<protocol::OutgoingCall> calls;
    project::LoadedModulePtr module;
    base::Name path = base::Name::Empty;
    {
        const std::optional<FoundItem> found = find_item(question, of.item);
        if (!found) return calls;
        module = found->module;
        path = base::intern(of.item.data.path);
    }
    const project::ParsedPtr parsed = module->parsed();
    const Tree& tree = *parsed->tree;
    const NodeId function = project::node_of_path(*parsed, path);
    if (function == NodeId::None || tree.is(function, NodeKind::ClassDef)) return calls;
    project::HeldUnit unit =
        question.program->unit_at(module, tree.function(function).body_start, question.token);
    if (!unit) return calls;
    std::map<std::pair<std::string, std::string>, std::size_t> known;
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        if (!tree.is(NodeId{i}, NodeKind::Call)) continue;
        const NodeId func = tree.call(NodeId{i}).func;
        const bool is_inside = tree.function(function).body_start <= tree.start(func) &&
                               tree.end(func) <= tree.end(function);
        const base::TextRange name =
            is_inside ? project::name_range(*unit, func) : base::TextRange();
        if (name.start == name.end) continue;
        const project::PlaceFacts facts = project::facts_at(*unit, name.start);
        for (const project::Referent& referent : facts.referents) {
            if (!is_callable(*referent.definition)) continue;
            auto item = item_of(question, *unit, *referent.definition);
            if (!item) continue;
            const std::pair key{item->data.module, item->data.path};
            auto [at, is_new] = known.try_emplace(key, calls.size());
            if (is_new) calls.push_back({std::move(*item), {}});
            calls[at->second].from_ranges.push_back(range_of(*module->text, name, question.unit));
        }
    }
    return calls;
}

}  // namespace krait::features
