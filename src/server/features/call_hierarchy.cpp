#include "server/features/call_hierarchy.h"

#include <algorithm>
#include <map>

#include "python/syntax/place.h"
#include "python/syntax/tree_walk.h"
#include "python/types/context.h"
#include "server/features/asked_place.h"
#include "server/features/asked_symbol.h"
#include "server/features/hierarchy_items.h"

namespace krait::features {

namespace {

using project::Sought;
using project::Use;
using protocol::HierarchyItem;
using protocol::IncomingCall;
using protocol::OutgoingCall;
using syntax::NodeId;
using syntax::NodeKind;
using types::DefinitionKind;

bool is_callable(const project::Referent& referent) {
    if (referent.parameter != base::Name::Empty) return false;
    switch (referent.definition->kind) {
        case DefinitionKind::Function:
        case DefinitionKind::Overloaded:
        case DefinitionKind::Decorated:
        case DefinitionKind::Class:
            return true;
        default:
            return false;
    }
}

bool is_scope(const syntax::Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef);
}

/// The function around the end of `nodes`; None: it is called by the module itself.
NodeId caller_of(const syntax::Tree& tree, const std::vector<NodeId>& nodes) {
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
        if (is_scope(tree, *node)) return *node;
    }
    return NodeId::None;
}

bool is_called(const syntax::Tree& tree, const std::vector<NodeId>& nodes) {
    if (nodes.size() < 2) return false;
    const NodeId parent = nodes[nodes.size() - 2];
    return tree.is(parent, NodeKind::Call) && tree.call(parent).func == nodes.back();
}

void add_calls(const Question& question, const std::vector<Use>& uses,
               std::vector<IncomingCall>& calls) {
    const project::LoadedModulePtr& module = uses.front().module;
    const bool had_tree = module->parsed_if_there() != nullptr;
    const project::ParsedPtr parsed = module->parsed();
    std::map<NodeId, std::size_t> places;  // in `calls`, by caller
    for (const Use& use : uses) {
        if (!is_called(*parsed->tree, use.nodes)) continue;
        const NodeId caller = caller_of(*parsed->tree, use.nodes);
        const auto [place, is_new] = places.emplace(caller, calls.size());
        if (is_new) calls.push_back({item_of_node(question, module, caller), {}});
        calls[place->second].ranges.push_back(range_of(*module->text, use.range, question.unit));
    }
    if (!had_tree) module->let_go();
}

/// The name at the place, and for a constructor its class: that is what is called in the text.
std::vector<Sought> sought_at(const Question& question, protocol::Position position,
                              project::LoadedModulePtr& module) {
    std::vector<Sought> made;
    std::optional<AskedPlace> asked = asked_place(question, position);
    if (!asked || asked->facts.referents.empty()) return made;
    module = asked->module;
    made.push_back(project::sought(*question.program, *asked->unit, asked->facts.referents));
    const types::Definition& first = *asked->facts.referents.front().definition;
    const bool is_constructor = made[0].name == "__init__" || made[0].name == "__new__";
    if (is_constructor && first.enclosing_class) {
        const types::Definition* owner = asked->unit->cx().reader.definition(first.enclosing_class);
        if (owner != nullptr) {
            made.push_back(project::sought(*question.program, *asked->unit, {{owner}}));
        }
    }
    return made;
}

struct CallPlace {
    std::vector<NodeId> nodes;  ///< to what is called
    base::TextRange name;
};

/// The calls in a function's body, nested functions included, by place.
std::vector<CallPlace> calls_in(const project::InspectedUnit& unit, NodeId function) {
    const syntax::Tree& tree = unit.tree();
    std::vector<CallPlace> found;
    std::vector<NodeId> open{function};
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        if (tree.is(node, NodeKind::Call)) {
            const NodeId func = tree.call(node).func;
            const base::TextRange name = project::name_range(unit, func);
            if (name.start != name.end) {
                found.push_back({syntax::nodes_at(tree, name.start), name});
            }
        }
        syntax::for_each_child(tree, node, [&](NodeId child) { open.push_back(child); });
    }
    std::sort(found.begin(), found.end(), [](const CallPlace& left, const CallPlace& right) {
        return left.name.start < right.name.start;
    });
    return found;
}

void add_call(std::vector<OutgoingCall>& calls, HierarchyItem item, protocol::Range range) {
    for (OutgoingCall& known : calls) {
        if (known.to.uri != item.uri || known.to.selection_range != item.selection_range) continue;
        if (std::find(known.ranges.begin(), known.ranges.end(), range) == known.ranges.end()) {
            known.ranges.push_back(range);
        }
        return;
    }
    calls.push_back({std::move(item), {range}});
}

}  // namespace

std::vector<HierarchyItem> prepare_call_hierarchy(const Question& question,
                                                  const protocol::TextDocumentPositionParams& at) {
    std::vector<HierarchyItem> items;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return items;
    for (const project::Referent& referent : asked->facts.referents) {
        if (!is_callable(referent)) continue;
        if (auto item = hierarchy_item(question, *asked->unit, *referent.definition)) {
            items.push_back(std::move(*item));
        }
    }
    return items;
}

std::vector<IncomingCall> incoming_calls(const Question& question,
                                         const protocol::HierarchyItemParams& to) {
    std::vector<IncomingCall> calls;
    project::LoadedModulePtr module;
    for (const Sought& sought : sought_at(question, to.position, module)) {
        project::for_each_module_with_uses(
            search_of(question), module, sought,
            [&](const std::vector<Use>& uses) { add_calls(question, uses, calls); });
    }
    return calls;
}

std::vector<OutgoingCall> outgoing_calls(const Question& question,
                                         const protocol::HierarchyItemParams& from) {
    std::vector<OutgoingCall> calls;
    if (!question.program) return calls;
    const project::LoadedModulePtr module = question.program->version(question.path, question.text);
    if (!module) return calls;
    const project::ParsedPtr parsed = module->parsed();
    const auto nodes = syntax::nodes_at(
        *parsed->tree,
        module->text->offset({from.position.line, from.position.character}, question.unit));
    if (nodes.empty() || !is_scope(*parsed->tree, nodes.back())) return calls;
    const std::uint32_t inside = parsed->tree->function(nodes.back()).body_start;
    const project::HeldUnit unit = question.program->unit_at(module, inside, question.token);
    if (!unit) return calls;
    for (const CallPlace& call : calls_in(*unit, nodes.back())) {
        if (call.nodes.empty()) continue;
        for (const auto& referent : referents_of(*unit, call.nodes, call.name.start)) {
            if (!is_callable(referent)) continue;
            auto item = hierarchy_item(question, *unit, *referent.definition);
            if (!item) continue;
            add_call(calls, std::move(*item), range_of(*module->text, call.name, question.unit));
        }
    }
    return calls;
}

}  // namespace krait::features
