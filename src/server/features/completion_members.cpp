// completion_members.cpp: what may stand behind a dot.

#include "python/syntax/place.h"
#include "python/types/context.h"
#include "server/features/completion_parts.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using project::MemberSource;
using syntax::NodeId;
using syntax::NodeKind;
using types::ClassInfo;

void add_class_members(InspectedUnit& unit, const ClassInfo& info, bool without_own,
                       CompletionItems& items) {
    types::Reader& reader = unit.cx().reader;
    bool is_own = true;
    for (symbols::DefId id : info.mro) {
        const bool skipped = is_own && without_own;
        const auto* owner = types::as<ClassInfo>(reader.definition(id));
        const Rank rank = is_own ? Rank::Own : Rank::Inherited;
        is_own = false;
        if (owner == nullptr || skipped) continue;
        for (const types::Symbol& symbol : reader.own_members(*owner)) items.add(symbol, rank);
    }
}

void add_members_of_type(InspectedUnit& unit, types::TypePtr type, CompletionItems& items) {
    const base::ModuleId module = project::module_of_type(unit.cx(), type, unit.module->record->id);
    if (module != base::ModuleId::None) return add_module_names(unit, module, items);
    for (const MemberSource& source : project::member_sources(unit.cx(), type)) {
        add_class_members(unit, *source.info, false, items);
        if (!source.is_class) continue;
        const types::Instance* metaclass = source.info->metaclass != nullptr
                                               ? source.info->metaclass
                                               : types::named_type(unit.cx(), "builtins.type");
        add_class_members(unit, types::class_info(unit.cx(), *metaclass), false, items);
    }
}

bool is_super_call(const syntax::Tree& tree, NodeId node) {
    if (!tree.is(node, NodeKind::Call)) return false;
    const NodeId func = tree.call(node).func;
    return tree.is(func, NodeKind::Name) && base::text_of(tree.name(func)) == "super";
}

const ClassInfo* class_around(CompletionPlace& place) {
    const ClassInfo* info = nullptr;
    for (NodeId node : place.nodes) {
        if (!place.tree().is(node, NodeKind::ClassDef)) continue;
        for (const project::Referent& found : project::referents_of(*place.unit, {node}, 0)) {
            info = types::as<ClassInfo>(found.definition);
        }
    }
    return info;
}

/// The attribute whose dot is right before the word.
NodeId attribute_at(const CompletionPlace& place, std::uint32_t dot) {
    const std::vector<NodeId> nodes = syntax::nodes_at(place.tree(), dot);
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (!place.tree().is(nodes[i], NodeKind::Attribute)) continue;
        const syntax::AttributeView view = place.tree().attribute(nodes[i]);
        if (place.tree().end(view.value) <= dot && dot < view.attr_start) return nodes[i];
    }
    return NodeId::None;
}

}  // namespace

void add_module_names(InspectedUnit& unit, base::ModuleId module, CompletionItems& items) {
    types::Reader& reader = unit.cx().reader;
    for (const types::Symbol& symbol : reader.module_symbols(module)) {
        if (!symbol.is_hidden) items.add(symbol, Rank::Own);
    }
}

bool complete_members(CompletionPlace& place, CompletionItems& items) {
    const std::string_view text = place.text();
    std::uint32_t dot = place.word.start;
    while (dot > 0 && (text[dot - 1] == ' ' || text[dot - 1] == '\t')) --dot;
    if (dot == 0 || text[dot - 1] != '.') return false;
    --dot;
    const NodeId attribute = attribute_at(place, dot);
    if (attribute == NodeId::None) return true;  // a number, or what can't be read
    const NodeId value = place.tree().attribute(attribute).value;
    if (is_super_call(place.tree(), value)) {
        const ClassInfo* info = class_around(place);
        if (info != nullptr) add_class_members(*place.unit, *info, true, items);
        return true;
    }
    if (const types::TypePtr type = place.unit->type_of(value)) {
        add_members_of_type(*place.unit, type, items);
        if (!items.list.items.empty()) return true;
    }
    // A module or a class in an annotation, or something that isn't reached.
    std::vector<NodeId> nodes = syntax::nodes_at(place.tree(), place.tree().end(value) - 1);
    for (const auto& found : project::referents_of(*place.unit, nodes, place.tree().end(value))) {
        if (const auto* info = types::as<ClassInfo>(found.definition)) {
            add_class_members(*place.unit, *info, false, items);
        } else if (const auto* module = types::as<types::ModuleInfo>(found.definition)) {
            add_module_names(*place.unit, module->id.module, items);
        } else if (types::TypePtr type = types::type_of_definition(found.definition)) {
            add_members_of_type(*place.unit, type, items);
        }
    }
    return true;
}

}  // namespace krait::features
