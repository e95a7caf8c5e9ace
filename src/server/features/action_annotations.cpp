// action_annotations.cpp: what Krait has inferred, written down. A variable gets its type, a
// function what it returns. Where a check asks for the annotation, that is its quick fix; else a
// rewriting.

#include <algorithm>

#include "project/place_facts.h"
#include "python/syntax/place.h"
#include "python/syntax/words.h"
#include "python/types/factory.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "server/features/actions.h"
#include "server/features/later_uses.h"
#include "server/features/return_types.h"
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
using types::TypePtr;

/// Nobody wants to read more than this in an annotation.
constexpr std::size_t kLongestType = 120;

/// Where a variable is declared by its first assignment: what an annotation would be for.
struct Declaration {
    NodeId statement = NodeId::None;  ///< Assign
    NodeId target = NodeId::None;
};

std::optional<Declaration> declaration_at(const Tree& tree, std::uint32_t offset) {
    const auto nodes = syntax::nodes_at(tree, offset);
    const NodeId statement = innermost(nodes, tree, {NodeKind::Assign});
    if (statement == NodeId::None) return std::nullopt;
    const syntax::AssignView view = tree.assign(statement);
    const NodeId target = view.targets[0];
    const bool is_name = tree.is(target, NodeKind::Name) || tree.is(target, NodeKind::Attribute);
    const bool is_here = tree.start(target) <= offset && offset <= tree.end(target);
    const bool is_annotated = tree.type_comment(statement) != nullptr;
    if (view.targets.size() != 1 || !is_name || !is_here || is_annotated) return std::nullopt;
    if (tree.parenthesized(target)) return std::nullopt;
    return Declaration{statement, target};
}

/// In such a class an annotation makes a field of a variable, or is wrong.
bool means_more_in(InspectedUnit& unit, symbols::DefId owner) {
    const auto* info = types::as<types::ClassInfo>(unit.cx().reader.definition(owner));
    return info == nullptr || info->is_enum || info->dataclass != nullptr || info->is_named_tuple ||
           info->typed_dict != nullptr;
}

/// A base has said already what it is.
bool is_inherited(InspectedUnit& unit, const types::VarInfo& variable) {
    const auto* owner =
        types::as<types::ClassInfo>(unit.cx().reader.definition(variable.enclosing_class));
    if (owner == nullptr || owner->mro.empty()) return false;
    return std::ranges::any_of(owner->mro.subspan(1), [&](symbols::DefId base) {
        const auto* above = types::as<types::ClassInfo>(unit.cx().reader.definition(base));
        return above != nullptr && unit.cx().reader.own_member(*above, variable.name) != nullptr;
    });
}

/// An attribute of self is declared by its first assignment, in whichever method.
const types::VarInfo* attribute_of(InspectedUnit& unit, const Declaration& at) {
    const base::TextRange name = project::name_range(unit, at.target);
    const auto referents = project::facts_at(unit, name.start).referents;
    if (referents.size() != 1) return nullptr;
    const auto* variable = types::as<types::VarInfo>(referents[0].definition);
    if (variable == nullptr || variable->is_property || variable->is_final) return nullptr;
    const std::uint32_t line = unit.text().line_of(name.start) + 1;
    return unit.cx().reader.line_of(variable->id) == line ? variable : nullptr;
}

/// The variable that the target declares; null if an annotation isn't possible there.
const types::VarInfo* variable_of(InspectedUnit& unit, const Declaration& at) {
    const Tree& tree = unit.tree();
    if (tree.is(at.target, NodeKind::Attribute)) return attribute_of(unit, at);
    const auto fact = unit.bindings().names.find(at.target);
    if (fact == unit.bindings().names.end() || !fact->second.is_new_definition) return nullptr;
    const auto* variable = types::as<types::VarInfo>(fact->second.definition);
    if (variable == nullptr || !variable->is_inferred || variable->is_final) return nullptr;
    if (syntax::is_dunder(base::text_of(variable->name))) return nullptr;
    const auto nodes = syntax::nodes_at(tree, tree.start(at.target));
    const bool in_function =
        std::ranges::any_of(nodes, [&](NodeId node) { return is_function(tree.kind(node)); });
    using Scope = semantic::NameFact::Scope;
    // `global x; x = 1` in a function.
    if (in_function && fact->second.scope != Scope::Local) return nullptr;
    const bool in_class = !in_function && variable->enclosing_class;
    const bool is_told = in_class && (means_more_in(unit, variable->enclosing_class) ||
                                      is_inherited(unit, *variable));
    return is_told ? nullptr : variable;
}

void annotate_variable(ActionSite& site, InspectedUnit& unit, const Declaration& at, TypePtr type,
                       std::string_view kind, const KnownDiagnostic* about) {
    const Tree& tree = unit.tree();
    const std::uint32_t end = tree.end(at.target);
    TypeWriter writer(site.question, unit, end);
    const std::optional<std::string> text = writer.write(type);
    if (!text || text->size() > kLongestType) return;
    const auto nodes = syntax::nodes_at(tree, tree.start(at.target));
    const bool in_function =
        std::ranges::any_of(nodes, [&](NodeId node) { return is_function(tree.kind(node)); });
    const std::string written = in_function ? *text : writer.evaluated(*text);
    const base::TextRange target = tree.range(at.target);
    const std::string name(unit.text().text().substr(target.start, target.end - target.start));
    CodeAction& action = site.offer("Annotate: `" + name + ": " + written + "`", kind, about);
    action.is_preferred = about != nullptr;
    site.replace(action, {end, end}, ": " + written);
    site.import(action, writer.imports());
}

/// Nobody checks there: an annotation would do nothing, and mypy says so.
bool is_unchecked(const ActionSite& site, std::uint32_t offset) {
    const Tree& tree = site.tree();
    if (site.module->options->check_untyped_defs) return false;
    const NodeId function = innermost(syntax::nodes_at(tree, offset), tree,
                                      {NodeKind::FunctionDef, NodeKind::AsyncFunctionDef});
    if (function == NodeId::None || tree.function(function).returns != NodeId::None) return false;
    if (tree.type_comment(function) != nullptr) return false;
    const syntax::NodeList args = tree.arguments(tree.function(function).args).args;
    return std::ranges::all_of(
        args, [&](NodeId arg) { return tree.arg(arg).annotation == NodeId::None; });
}

void offer_for_variable(ActionSite& site, std::uint32_t offset) {
    const std::optional<Declaration> at = declaration_at(site.tree(), offset);
    if (!at || is_unchecked(site, offset)) return;
    const HeldUnit unit = site.question.program->unit_at(site.module, offset, site.question.token);
    if (!unit) return;
    const types::VarInfo* variable = variable_of(*unit, *at);
    if (variable == nullptr || variable->type == nullptr ||
        types::is_any(unit->cx(), variable->type)) {
        return;
    }
    annotate_variable(site, *unit, *at, variable->type, kRewrite, nullptr);
}

/// `x = []`, which nothing near says more about.
void offer_for_need(ActionSite& site, const KnownDiagnostic& diagnostic) {
    const std::uint32_t offset = site.range_of_diagnostic(diagnostic).start;
    const std::optional<Declaration> at = declaration_at(site.tree(), offset);
    if (!at) return;
    TypePtr type = nullptr;
    const HeldUnit unit =
        type_from_later_uses(site.question, site.module, at->statement, at->target, type);
    if (!unit || type == nullptr) return;
    annotate_variable(site, *unit, *at, type, kQuickFix, &diagnostic);
}

/// The function whose head an offset is in.
NodeId function_at(const Tree& tree, std::uint32_t offset) {
    const auto nodes = syntax::nodes_at(tree, offset);
    const NodeId function =
        innermost(nodes, tree, {NodeKind::FunctionDef, NodeKind::AsyncFunctionDef});
    if (function == NodeId::None || tree.has_error(function)) return NodeId::None;
    const syntax::FunctionView view = tree.function(function);
    const bool in_head = view.name_start <= offset && offset < view.body_start;
    return in_head && view.returns == NodeId::None ? function : NodeId::None;
}

/// A function that says nothing itself: abstract, of a protocol, of an overload.
bool is_only_declared(const Tree& tree, NodeId function) {
    const syntax::FunctionView view = tree.function(function);
    using Shape = syntax::BodyShape;
    if (view.facts.shape == Shape::Ellipsis || view.facts.shape == Shape::RaisesNotImplemented) {
        return true;
    }
    return std::ranges::any_of(view.decorators, [&](NodeId decorator) {
        const base::Name name = tree.is(decorator, NodeKind::Name) ? tree.name(decorator)
                                : tree.is(decorator, NodeKind::Attribute)
                                    ? tree.attribute(decorator).attr
                                    : base::Name::Empty;
        const std::string_view text = base::text_of(name);
        return text == "overload" || text.starts_with("abstract");
    });
}

void offer_for_function(ActionSite& site, std::uint32_t offset, std::string_view kind,
                        const KnownDiagnostic* about) {
    const Tree& tree = site.tree();
    const NodeId function = function_at(tree, offset);
    if (function == NodeId::None || is_only_declared(tree, function)) return;
    const syntax::FunctionView view = tree.function(function);
    if (tree.type_comment(function) != nullptr) return;
    const std::string name(base::text_of(view.name));
    const HeldUnit unit =
        site.question.program->unit_at(site.module, view.body_start, site.question.token);
    if (!unit) return;
    const bool makes_nothing = name == "__init__" || name == "__init_subclass__";
    const TypePtr type =
        makes_nothing ? types::make_none(unit->cx()) : returned_type(*unit, function);
    if (type == nullptr || types::is_any(unit->cx(), type)) return;
    std::uint32_t colon = view.body_start - 1;
    const std::string_view text = site.text().text();
    while (colon > 0 && (text[colon - 1] == ' ' || text[colon - 1] == '\t')) --colon;
    TypeWriter writer(site.question, *unit, view.name_start);
    const std::optional<std::string> written = writer.write(type);
    if (!written || written->size() > kLongestType) return;
    const std::string arrow = " -> " + writer.evaluated(*written);
    CodeAction& action = site.offer("Annotate the result:`" + arrow + "`", kind, about);
    action.is_preferred = about != nullptr;
    site.replace(action, {colon, colon}, arrow);
    site.import(action, writer.imports());
}

}  // namespace

void offer_annotations(ActionSite& site) {
    if (!site.module) return;
    if (site.wants(kQuickFix)) {
        for (const KnownDiagnostic& diagnostic : site.params.diagnostics) {
            if (diagnostic.source != "krait") continue;
            if (diagnostic.code == "var-annotated") offer_for_need(site, diagnostic);
            const bool lacks_result =
                diagnostic.code == "no-untyped-def" &&
                diagnostic.message.starts_with("Function is missing a return type annotation");
            if (!lacks_result) continue;
            const base::TextRange at = site.range_of_diagnostic(diagnostic);
            // The place is the `def`, with `async` and decorators or without.
            std::uint32_t offset = at.start;
            const auto nodes = syntax::nodes_at(site.tree(), offset);
            const NodeId function =
                innermost(nodes, site.tree(), {NodeKind::FunctionDef, NodeKind::AsyncFunctionDef});
            if (function == NodeId::None) continue;
            offset = site.tree().function(function).name_start;
            offer_for_function(site, offset, kQuickFix, &diagnostic);
        }
    }
    const bool has_fix = std::ranges::any_of(
        site.found, [](const CodeAction& action) { return action.title.starts_with("Annotate"); });
    if (!site.wants(kRewrite) || has_fix) return;
    offer_for_variable(site, site.range.start);
    offer_for_function(site, site.range.start, kRewrite, nullptr);
}

}  // namespace krait::features
