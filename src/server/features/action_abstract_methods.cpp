// action_abstract_methods.cpp: what a class must define before it can be instantiated, as stubs.
// Asked for at a class, or where it is instantiated in vain.

#include <algorithm>

#include "project/place_facts.h"
#include "python/syntax/place.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "server/features/actions.h"
#include "server/features/method_stub.h"
#include "server/features/statements.h"
#include "server/features/written_type.h"

namespace krait::features {

namespace {

using project::HeldUnit;
using project::InspectedUnit;
using protocol::CodeAction;
using protocol::KnownDiagnostic;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::ClassInfo;

/// A class of the workspace in the text.
struct ClassPlace {
    project::LoadedModulePtr module;
    NodeId node = NodeId::None;
};

const ClassInfo* class_of(InspectedUnit& unit, NodeId node) {
    const auto referents = project::referents_of(unit, {node}, unit.tree().start(node));
    return referents.empty() ? nullptr : types::as<ClassInfo>(referents[0].definition);
}

/// The class whose head is at an offset.
ClassPlace class_at(const ActionSite& site, std::uint32_t offset) {
    const Tree& tree = site.tree();
    const auto nodes = syntax::nodes_at(tree, offset);
    const NodeId node = innermost(nodes, tree, {NodeKind::ClassDef});
    if (node == NodeId::None || tree.has_error(node)) return {};
    const syntax::ClassView view = tree.class_def(node);
    const bool in_head = !view.body.empty() && view.name_start <= offset &&
                         offset < tree.start(view.body[0]) &&
                         site.text().line_of(offset) == site.text().line_of(view.name_start);
    return in_head ? ClassPlace{site.module, node} : ClassPlace{};
}

/// The class that a call makes in vain.
ClassPlace class_called_at(const ActionSite& site, std::uint32_t offset) {
    const HeldUnit unit = site.question.program->unit_at(site.module, offset, site.question.token);
    if (!unit) return {};
    const auto nodes = syntax::nodes_at(site.tree(), offset);
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (!site.tree().is(nodes[i], NodeKind::Call)) continue;
        const types::TypePtr callee =
            types::get_proper(unit->cx(), unit->type_of(site.tree().call(nodes[i]).func));
        const ClassInfo* info =
            callee == nullptr ? nullptr : types::type_object(unit->cx(), callee);
        if (info == nullptr) continue;
        const auto place = project::place_of(*site.question.program, *unit, {info});
        if (!place || place->module->record->is_library) return {};
        NodeId node = place->node;
        if (node == NodeId::None) {
            node =
                project::node_of_path(*place->module->parsed(), unit->symbols().path_of(info->id));
        }
        const bool is_class =
            node != NodeId::None && place->module->parsed()->tree->is(node, NodeKind::ClassDef);
        return is_class ? ClassPlace{place->module, node} : ClassPlace{};
    }
    return {};
}

/// Where a class's body takes more members.
struct Room {
    base::TextRange replaced;  ///< a body that says nothing; else empty, at the end of the class
    std::string before;
    std::string indentation;
};

bool says_nothing(const Tree& tree, NodeId statement) {
    return tree.is(statement, NodeKind::Pass) ||
           (tree.is(statement, NodeKind::Expr) &&
            tree.is(tree.expr_value(statement), NodeKind::Ellipsis));
}

std::string indentation_at(const base::SourceText& text, std::uint32_t offset) {
    const std::uint32_t start = text.line_start(text.line_of(offset));
    const std::string_view before = text.text().substr(start, offset - start);
    return std::string(before.substr(0, std::min(before.size(), before.find_first_not_of(" \t"))));
}

std::uint32_t end_of_line(const base::SourceText& text, std::uint32_t offset) {
    const std::uint32_t line = text.line_of(offset);
    return text.line_start(line) + static_cast<std::uint32_t>(text.line_text(line).size());
}

Room room_in(const base::SourceText& text, const Tree& tree, NodeId node) {
    const syntax::ClassView view = tree.class_def(node);
    const NodeId first = view.body[0];
    const NodeId last = view.body.back();
    const bool has_own_line = indentation_at(text, tree.start(first)).size() ==
                              tree.start(first) - text.line_start(text.line_of(tree.start(first)));
    Room room;
    room.indentation = has_own_line ? indentation_at(text, tree.start(first))
                                    : indentation_at(text, tree.start(node)) + "    ";
    if (says_nothing(tree, last)) {
        std::uint32_t start = tree.start(last);
        while (!has_own_line && start > 0 && text.text()[start - 1] == ' ') --start;
        room.replaced = {start, tree.end(last)};
        room.before = has_own_line ? "" : "\n" + room.indentation;
        return room;
    }
    const std::uint32_t end = end_of_line(text, tree.end(last));
    room.replaced = {end, end};
    room.before = "\n\n" + room.indentation;
    return room;
}

/// Lines of code, one below the other at an indentation; the first stands where the cursor is.
std::string indented(const std::vector<std::string>& lines, const std::string& indentation) {
    std::string text;
    for (const std::string& line : lines) {
        if (!text.empty()) text += line.empty() ? "\n" : "\n" + indentation;
        text += line;
    }
    return text;
}

/// In the order in which the bases declare them.
std::vector<base::Name> missing_members(InspectedUnit& unit, const ClassInfo& info) {
    std::vector<base::Name> names;
    const auto is_missing = [&](base::Name name) {
        return std::ranges::any_of(info.abstract_attributes,
                                   [&](const auto& attribute) { return attribute.name == name; });
    };
    for (symbols::DefId id : info.mro) {
        const auto* owner = types::as<ClassInfo>(unit.cx().reader.definition(id));
        if (owner == nullptr) continue;
        for (const types::Symbol& symbol : unit.cx().reader.own_members(*owner)) {
            const bool is_known = std::ranges::find(names, symbol.name) != names.end();
            if (!is_known && is_missing(symbol.name)) names.push_back(symbol.name);
        }
    }
    return names;
}

void make_edit(const ActionSite& site, CodeAction& action, InspectedUnit& unit,
               const ClassInfo& info, NodeId node) {
    const Tree& tree = unit.tree();
    const Room room = room_in(unit.text(), tree, node);
    TypeWriter writer(site.question, unit, tree.start(tree.class_def(node).body[0]));
    std::vector<std::string> lines;
    for (base::Name name : missing_members(unit, info)) {
        site.question.token.poll();
        std::vector<std::string> stub = stub_of_member(site.question, unit, info, name, writer);
        if (stub.empty()) continue;
        if (!lines.empty()) lines.emplace_back();
        lines.insert(lines.end(), stub.begin(), stub.end());
    }
    if (lines.empty()) return;
    const std::string& path = unit.module->record->path;
    add_edit(site.question, action.edit, path, unit.text(), room.replaced,
             room.before + indented(lines, room.indentation));
    for (ImportEdit& edit : import_edits(unit.text(), tree, writer.imports())) {
        add_edit(site.question, action.edit, path, unit.text(), edit.range, std::move(edit.text));
    }
}

void offer_for_class(ActionSite& site, const ClassPlace& place, std::string_view kind,
                     const KnownDiagnostic* about) {
    if (place.node == NodeId::None) return;
    // A class of a function is known in there only.
    const std::size_t number = project::unit_around(
        *place.module->parsed(), place.module->parsed()->tree->start(place.node));
    const HeldUnit unit = site.question.program->unit(
        place.module, number == project::kTopLevel ? project::kPublished : number,
        site.question.token);
    if (!unit) return;
    const ClassInfo* info = class_of(*unit, place.node);
    if (info == nullptr || info->abstract_attributes.empty()) return;
    // A class that declares abstract members itself means to be abstract.
    const bool is_own = std::ranges::any_of(info->abstract_attributes, [&](const auto& attribute) {
        return unit->cx().reader.own_member(*info, attribute.name) != nullptr;
    });
    if (info->is_protocol || (is_own && about == nullptr)) return;
    const std::string name(base::text_of(info->name));
    CodeAction action;
    if (site.lazily) {
        action.resolved_for = site.params.range;
    } else {
        make_edit(site, action, *unit, *info, place.node);
        if (action.edit.changes.empty()) return;
    }
    CodeAction& offered =
        site.offer("Implement the abstract members of `" + name + "`", kind, about);
    offered.edit = std::move(action.edit);
    offered.resolved_for = action.resolved_for;
}

}  // namespace

void offer_abstract_methods(ActionSite& site) {
    if (!site.module) return;
    bool has_fix = false;
    for (const KnownDiagnostic& diagnostic : site.params.diagnostics) {
        const bool is_about = diagnostic.source == "krait" && diagnostic.code == "abstract" &&
                              diagnostic.message.starts_with("Cannot instantiate");
        if (!is_about || !site.wants(kQuickFix)) continue;
        const std::uint32_t offset = site.range_of_diagnostic(diagnostic).start;
        offer_for_class(site, class_called_at(site, offset), kQuickFix, &diagnostic);
        has_fix = true;
    }
    if (!has_fix && site.wants(kRewrite)) {
        offer_for_class(site, class_at(site, site.range.start), kRewrite, nullptr);
    }
}

}  // namespace krait::features
