// action_optionals.cpp: None where an annotation of the workspace doesn't allow it: let it.

#include <algorithm>

#include "project/place_facts.h"
#include "python/syntax/place.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "server/features/actions.h"

namespace krait::features {

namespace {

using project::HeldUnit;
using project::InspectedUnit;
using protocol::CodeAction;
using protocol::KnownDiagnostic;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using Nodes = std::vector<NodeId>;

/// An annotation in the text.
struct AnnotationPlace {
    project::LoadedModulePtr module;
    NodeId node = NodeId::None;
};

/// The items of a union as a message prints it.
std::vector<std::string_view> items_of(std::string_view type) {
    std::vector<std::string_view> items;
    std::size_t depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < type.size(); ++i) {
        if (type[i] == '[' || type[i] == '(') ++depth;
        if ((type[i] == ']' || type[i] == ')') && depth > 0) --depth;
        if (depth > 0 || !type.substr(i).starts_with(" | ")) continue;
        items.push_back(type.substr(start, i - start));
        start = i + 3;
    }
    items.push_back(type.substr(start));
    return items;
}

/// Whether None alone is what is wrong. The messages end in what was got and what was expected.
bool lacks_only_none(std::string_view message) {
    message = message.substr(0, message.find('\n'));
    std::vector<std::string_view> parts;
    for (std::size_t i = 0;; ++i) {
        const std::string_view part = quoted(message, i);
        if (part.empty()) break;
        parts.push_back(part);
    }
    if (parts.size() < 2) return false;
    const std::vector<std::string_view> got = items_of(parts[parts.size() - 2]);
    const std::vector<std::string_view> expected = items_of(parts.back());
    const auto has = [](const auto& items, std::string_view one) {
        return std::ranges::find(items, one) != items.end();
    };
    return has(got, "None") && !has(expected, "None") &&
           std::ranges::all_of(
               got, [&](std::string_view one) { return one == "None" || has(expected, one); });
}

/// What is annotated at a place of a module: a parameter or a variable.
AnnotationPlace annotation_of(const project::DefinitionPlace& place) {
    if (place.module->record->is_library) return {};
    const project::ParsedPtr parsed = place.module->parsed();
    const Tree& tree = *parsed->tree;
    const Nodes nodes = syntax::nodes_at(tree, place.name.start);
    const NodeId node = innermost(nodes, tree, {NodeKind::Arg, NodeKind::AnnAssign});
    if (node == NodeId::None) return {};
    const bool is_arg = tree.is(node, NodeKind::Arg);
    return {place.module, is_arg ? tree.arg(node).annotation : tree.ann_assign(node).annotation};
}

AnnotationPlace annotation_of(const ActionSite& site, InspectedUnit& unit,
                              const project::Referent& referent) {
    const auto place = project::place_of(*site.question.program, unit, referent);
    return place ? annotation_of(*place) : AnnotationPlace{};
}

AnnotationPlace of_assignment(const ActionSite& site, InspectedUnit& unit, const Nodes& nodes,
                              std::uint32_t offset) {
    const Tree& tree = site.tree();
    const NodeId node =
        innermost(nodes, tree, {NodeKind::Arguments, NodeKind::AnnAssign, NodeKind::Assign});
    if (node == NodeId::None) return {};
    if (tree.is(node, NodeKind::Arguments)) {  // a default
        for (NodeId arg : tree.arguments(node).args) {
            const NodeId value = tree.arg(arg).default_value;
            const bool is_here = value != NodeId::None && tree.start(value) == offset;
            if (is_here) return {site.module, tree.arg(arg).annotation};
        }
        return {};
    }
    if (tree.is(node, NodeKind::AnnAssign)) {
        return {site.module, tree.ann_assign(node).annotation};
    }
    const NodeId target = tree.assign(node).targets[0];
    const bool is_name = tree.is(target, NodeKind::Name) || tree.is(target, NodeKind::Attribute);
    if (tree.assign(node).targets.size() != 1 || !is_name) return {};
    const std::uint32_t name = project::name_range(unit, target).start;
    const auto referents = project::facts_at(unit, name).referents;
    return referents.size() == 1 ? annotation_of(site, unit, referents[0]) : AnnotationPlace{};
}

/// The parameter that the argument at an offset is for.
AnnotationPlace of_argument(const ActionSite& site, InspectedUnit& unit, const Nodes& nodes,
                            std::uint32_t offset) {
    const Tree& tree = site.tree();
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (!tree.is(nodes[i], NodeKind::Call)) continue;
        const syntax::CallView call = tree.call(nodes[i]);
        const types::FunctionItems items(types::get_proper(unit.cx(), unit.type_of(call.func)));
        if (items.size() != 1) continue;
        base::Name name = base::Name::Empty;
        for (std::size_t at = 0; at < call.args.size() && at < items[0].parameters.size(); ++at) {
            if (tree.is(call.args[at], NodeKind::Starred)) break;
            if (types::is_star(items[0].parameters[at].kind)) break;
            if (tree.start(call.args[at]) == offset) name = items[0].parameters[at].name;
        }
        for (NodeId keyword : call.keywords) {
            const syntax::KeywordView view = tree.keyword(keyword);
            const bool is_here = tree.start(view.value) == offset || tree.start(keyword) == offset;
            if (is_here) name = view.arg;
        }
        if (name == base::Name::Empty) continue;
        const types::Definition* definition = types::type_object(unit.cx(), &items[0]);
        if (definition == nullptr && items[0].definition) {
            definition = unit.cx().reader.definition(items[0].definition);
        }
        if (definition == nullptr) {
            const std::uint32_t at = project::name_range(unit, call.func).start;
            const auto referents = project::facts_at(unit, at).referents;
            if (referents.size() == 1) definition = referents[0].definition;
        }
        if (definition == nullptr) return {};
        return annotation_of(site, unit, {definition, name});
    }
    return {};
}

AnnotationPlace annotation_for(const ActionSite& site, const KnownDiagnostic& diagnostic) {
    const std::uint32_t offset = site.range_of_diagnostic(diagnostic).start;
    const Nodes nodes = syntax::nodes_at(site.tree(), offset);
    if (diagnostic.code == "return-value") {
        const NodeId function =
            innermost(nodes, site.tree(), {NodeKind::FunctionDef, NodeKind::AsyncFunctionDef});
        if (function == NodeId::None) return {};
        return {site.module, site.tree().function(function).returns};
    }
    const HeldUnit unit = site.question.program->unit_at(site.module, offset, site.question.token);
    if (!unit) return {};
    return diagnostic.code == "assignment" ? of_assignment(site, *unit, nodes, offset)
                                           : of_argument(site, *unit, nodes, offset);
}

/// The part of an annotation that means the value: of `ClassVar[int]`, the `int`.
NodeId value_part(const Tree& tree, NodeId annotation) {
    if (!tree.is(annotation, NodeKind::Subscript)) return annotation;
    const syntax::SubscriptView view = tree.subscript(annotation);
    const base::Name name = tree.is(view.value, NodeKind::Name) ? tree.name(view.value)
                            : tree.is(view.value, NodeKind::Attribute)
                                ? tree.attribute(view.value).attr
                                : base::Name::Empty;
    for (std::string_view qualifier :
         {"ClassVar", "Final", "InitVar", "Required", "NotRequired", "ReadOnly"}) {
        if (base::text_of(name) == qualifier) return view.slice;
    }
    return annotation;
}

struct Insertions {
    base::TextRange before;
    base::TextRange after;
};

/// Around what is written; in a string, within its quotes.
Insertions around(const base::SourceText& text, const Tree& tree, NodeId node) {
    base::TextRange range = tree.range(node);
    if (tree.is(node, NodeKind::Str)) {
        const std::string_view written = text.text().substr(range.start, range.end - range.start);
        const std::size_t open = written.find_first_of("\"'");
        const bool is_long =
            written.substr(open).starts_with("\"\"\"") || written.substr(open).starts_with("'''");
        const std::uint32_t quotes = is_long ? 3 : 1;
        range.start += static_cast<std::uint32_t>(open) + quotes;
        range.end -= quotes;
    }
    return {{range.start, range.start}, {range.end, range.end}};
}

void offer_for(ActionSite& site, const KnownDiagnostic& diagnostic) {
    const AnnotationPlace place = annotation_for(site, diagnostic);
    if (place.node == NodeId::None || place.module->record->is_library) return;
    const project::ParsedPtr parsed = place.module->parsed();
    const Tree& tree = *parsed->tree;
    const NodeId node = value_part(tree, place.node);
    if (tree.is(node, NodeKind::Str) && tree.is_concatenated(node)) return;
    if (tree.is(node, NodeKind::Starred)) return;
    const HeldUnit unit = site.question.program->unit(place.module, project::kPublished,
                                                      site.question.token, project::Keep::No);
    if (!unit) return;
    const types::Symbol* optional =
        unit->cx().reader.module_symbol(place.module->record->id, base::intern("Optional"));
    const Insertions at = around(*place.module->text, tree, node);
    const std::string type(
        place.module->text->text().substr(at.before.start, at.after.start - at.before.start));
    const bool by_name = optional != nullptr;  // as the rest of the file does
    const std::string made = by_name ? "Optional[" + type + "]" : type + " | None";
    CodeAction& action = site.offer("Allow None: `" + made + "`", kQuickFix, &diagnostic);
    const std::string& path = place.module->record->path;
    const base::SourceText& text = *place.module->text;
    if (by_name) add_edit(site.question, action.edit, path, text, at.before, "Optional[");
    add_edit(site.question, action.edit, path, text, at.after, by_name ? "]" : " | None");
}

}  // namespace

void offer_optionals(ActionSite& site) {
    if (!site.module) return;
    for (const KnownDiagnostic& diagnostic : site.params.diagnostics) {
        const bool is_about = diagnostic.source == "krait" &&
                              (diagnostic.code == "assignment" || diagnostic.code == "arg-type" ||
                               diagnostic.code == "return-value");
        if (is_about && lacks_only_none(diagnostic.message)) offer_for(site, diagnostic);
    }
}

}  // namespace krait::features
