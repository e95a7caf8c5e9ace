// completion_strings.cpp: inside a string, where its text is one of a known few.

#include <algorithm>

#include "python/syntax/place.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "server/features/completion_parts.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using protocol::CompletionItemKind;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::TypePtr;

void add_values(InspectedUnit& unit, TypePtr type, CompletionItems& items, unsigned depth = 0) {
    type = types::get_proper(unit.cx(), type);
    if (type == nullptr || depth > 8) return;
    if (const auto* choice = types::as<types::UnionType>(type)) {
        for (TypePtr item : choice->items) add_values(unit, item, items, depth + 1);
    } else if (const auto* literal = types::as<types::LiteralType>(type)) {
        if (literal->value.kind == types::LiteralKind::Str) {
            items.add(base::text_of(literal->value.text), CompletionItemKind::Value, Rank::Own);
        }
    }
}

void add_keys(InspectedUnit& unit, TypePtr type, CompletionItems& items) {
    type = types::get_proper(unit.cx(), type);
    if (const auto* choice = types::as<types::UnionType>(type)) {
        for (TypePtr item : choice->items) add_keys(unit, item, items);
        return;
    }
    const auto* dict = types::as<types::TypedDictType>(type);
    if (dict == nullptr) return;
    for (const types::TypedDictItem& item : dict->items) {
        items.add(base::text_of(item.name), CompletionItemKind::Field, Rank::Own);
    }
}

void add_for_argument(InspectedUnit& unit, NodeId call, NodeId argument, CompletionItems& items) {
    const Tree& tree = unit.tree();
    const syntax::CallView view = tree.call(call);
    if (tree.is(view.func, NodeKind::Attribute)) {  // d.get("key")
        const std::string_view name = base::text_of(tree.attribute(view.func).attr);
        const bool takes_key = name == "get" || name == "pop" || name == "setdefault";
        if (takes_key && !view.args.empty() && view.args[0] == argument) {
            add_keys(unit, unit.type_of(tree.attribute(view.func).value), items);
        }
    }
    const TypePtr callee = types::get_proper(unit.cx(), unit.type_of(view.func));
    for (const types::CallableType* item : types::FunctionItems(callee)) {
        std::optional<types::FormalArgument> formal;
        for (std::size_t i = 0; i < view.args.size(); ++i) {
            if (view.args[i] != argument) continue;
            formal = types::argument_by_position(item->parameters, static_cast<std::int32_t>(i));
        }
        for (NodeId keyword : view.keywords) {
            if (tree.keyword(keyword).value != argument) continue;
            formal = types::argument_by_name(item->parameters, tree.keyword(keyword).arg);
        }
        if (formal) add_values(unit, formal->type, items);
    }
}

void add_for_comparison(InspectedUnit& unit, NodeId compare, NodeId string,
                        CompletionItems& items) {
    const syntax::CompareView view = unit.tree().compare(compare);
    std::vector<NodeId> others{view.left};
    others.insert(others.end(), view.comparators.begin(), view.comparators.end());
    for (NodeId other : others) {
        if (other != string) add_values(unit, unit.type_of(other), items);
    }
}

}  // namespace

bool complete_strings(CompletionPlace& place, CompletionItems& items) {
    const Tree& tree = place.tree();
    const std::vector<NodeId> nodes = syntax::nodes_at(tree, place.offset);
    if (nodes.size() < 2 || !tree.is(nodes.back(), NodeKind::Str)) return false;
    const NodeId string = nodes.back();
    if (place.offset == tree.start(string)) return false;
    const NodeId parent = nodes[nodes.size() - 2];
    switch (tree.kind(parent)) {
        case NodeKind::Subscript:
            add_keys(*place.unit, place.unit->type_of(tree.subscript(parent).value), items);
            break;
        case NodeKind::Call:
            add_for_argument(*place.unit, parent, string, items);
            break;
        case NodeKind::Keyword:
            if (nodes.size() > 2 && tree.is(nodes[nodes.size() - 3], NodeKind::Call)) {
                add_for_argument(*place.unit, nodes[nodes.size() - 3], string, items);
            }
            break;
        case NodeKind::Compare:
            add_for_comparison(*place.unit, parent, string, items);
            break;
        case NodeKind::MatchValue:
            for (NodeId node : nodes) {
                if (!tree.is(node, NodeKind::Match)) continue;
                add_values(*place.unit, place.unit->type_of(tree.match(node).subject), items);
            }
            break;
        case NodeKind::Assign:
        case NodeKind::AnnAssign: {
            const NodeId target = tree.is(parent, NodeKind::Assign)
                                      ? tree.assign(parent).targets[0]
                                      : tree.ann_assign(parent).target;
            for (const auto& found : project::referents_of(
                     *place.unit, syntax::nodes_at(tree, tree.start(target)), 0)) {
                add_values(*place.unit, types::type_of_definition(found.definition), items);
            }
            break;
        }
        default:
            break;
    }
    return true;
}

}  // namespace krait::features
