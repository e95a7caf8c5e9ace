#include "server/features/hierarchy_items.h"

#include "python/syntax/place.h"

namespace krait::features {

namespace {

using protocol::HierarchyItem;
using protocol::SymbolKind;
using syntax::NodeKind;

SymbolKind kind_of_function(std::string_view name, bool is_method) {
    if (!is_method) return SymbolKind::Function;
    return name == "__init__" || name == "__new__" ? SymbolKind::Constructor : SymbolKind::Method;
}

bool is_method(const syntax::Tree& tree, syntax::NodeId node) {
    const auto nodes = syntax::nodes_at(tree, tree.start(node));
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        if (nodes[i] == node) return tree.is(nodes[i - 1], NodeKind::ClassDef);
    }
    return false;
}

}  // namespace

HierarchyItem item_of_node(const Question& question, const project::LoadedModulePtr& module,
                           syntax::NodeId node) {
    HierarchyItem item;
    item.uri = question.uri_of(module->record->path);
    item.detail = base::text_of(module->record->name);
    const project::ParsedPtr parsed = module->parsed();
    const syntax::Tree& tree = *parsed->tree;
    const base::SourceText& text = *module->text;
    if (node == syntax::NodeId::None) {
        item.name = item.detail;
        item.kind = SymbolKind::Module;
        return item;
    }
    const bool is_class = tree.is(node, NodeKind::ClassDef);
    const base::TextRange name = syntax::word_at(
        text.text(), is_class ? tree.class_def(node).name_start : tree.function(node).name_start);
    item.name = text.text().substr(name.start, name.end - name.start);
    item.kind = is_class ? SymbolKind::Class : kind_of_function(item.name, is_method(tree, node));
    item.range = range_of(text, syntax::whole_range(tree, node), question.unit);
    item.selection_range = range_of(text, name, question.unit);
    return item;
}

std::optional<HierarchyItem> hierarchy_item(const Question& question, project::InspectedUnit& unit,
                                            const types::Definition& definition) {
    const auto place = project::place_of(*question.program, unit, {&definition});
    if (!place || place->name.start == place->name.end) return std::nullopt;
    const bool had_tree = place->module->parsed_if_there() != nullptr;
    const project::ParsedPtr parsed = place->module->parsed();
    const auto nodes = syntax::nodes_at(*parsed->tree, place->name.start);
    HierarchyItem item;
    const NodeKind kind = nodes.empty() ? NodeKind::Invalid : parsed->tree->kind(nodes.back());
    const bool is_known = kind == NodeKind::ClassDef || kind == NodeKind::FunctionDef ||
                          kind == NodeKind::AsyncFunctionDef;
    if (is_known) {
        item = item_of_node(question, place->module, nodes.back());
    } else {  // a class that a call makes: NamedTuple(...), NewType(...)
        item = item_of_node(question, place->module, syntax::NodeId::None);
        item.name = base::text_of(definition.name);
        item.kind = SymbolKind::Class;
        item.range = range_of(*place->module->text, place->name, question.unit);
        item.selection_range = item.range;
    }
    if (!had_tree) place->module->let_go();
    return item;
}

}  // namespace krait::features
