#include "project/definition_place.h"

#include <algorithm>

#include "python/syntax/place.h"
#include "python/syntax/variable_renaming.h"
#include "python/types/context.h"
#include "python/types/typeops.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::NodeList;
using syntax::Tree;
using types::as;
using types::Definition;

namespace {

/// A definition's name stands on its first line, or behind decorators.
constexpr std::uint32_t kMaxDecoratorLines = 40;

bool is_function(const Tree& tree, NodeId node) {
    return tree.is(node, NodeKind::FunctionDef) || tree.is(node, NodeKind::AsyncFunctionDef);
}

base::TextRange name_of_definition(const base::SourceText& text, const Tree& tree, NodeId node) {
    const std::uint32_t start =
        is_function(tree, node) ? tree.function(node).name_start : tree.class_def(node).name_start;
    return syntax::word_at(text.text(), start);
}

/// The first node in the unit that is bound to the definition, and whether it defines it.
std::pair<NodeId, bool> first_binding(const InspectedUnit& unit, const Definition& definition) {
    NodeId best = NodeId::None;
    bool best_defines = false;
    for (const auto& [node, fact] : unit.bindings().names) {
        if (fact.definition != &definition) continue;
        const NodeKind kind = unit.tree().kind(node);
        const bool defines = fact.is_new_definition || kind == NodeKind::Arg ||
                             kind == NodeKind::ExceptHandler || kind == NodeKind::MatchAs ||
                             kind == NodeKind::MatchStar;
        const bool better =
            best == NodeId::None || (defines && !best_defines) ||
            (defines == best_defines && unit.tree().start(node) < unit.tree().start(best));
        if (!better) continue;
        best = node;
        best_defines = defines;
    }
    return {best, best_defines};
}

/// What is bound in the unit itself, its text being at hand.
std::optional<DefinitionPlace> place_in_unit(const InspectedUnit& unit,
                                             const Definition& definition) {
    for (const auto& [node, made] : unit.bindings().definitions) {
        if (made != &definition || unit.tree().is(node, NodeKind::Lambda)) continue;
        return DefinitionPlace{unit.module, name_range(unit, node), node};
    }
    const bool is_local = definition.id.is_none() || definition.id.is_job_local();
    if (!is_local && definition.id.module != unit.module->record->id) return std::nullopt;
    const auto [node, defines] = first_binding(unit, definition);
    // What a function only uses is defined elsewhere.
    if (node == NodeId::None || (!is_local && !defines)) return std::nullopt;
    return DefinitionPlace{unit.module, name_range(unit, node), node};
}

std::optional<DefinitionPlace> place_on_line(const LoadedModulePtr& module, std::uint32_t line,
                                             std::string_view name) {
    const base::SourceText& text = *module->text;
    if (line == 0 || line > text.line_count()) return std::nullopt;
    name = syntax::unmangled(name);
    const std::uint32_t start = text.line_start(line - 1);
    const std::uint32_t end = text.line_start(line - 1 + kMaxDecoratorLines);
    base::TextRange range = syntax::find_word(text.text(), {start, end}, name);
    return DefinitionPlace{module, range, NodeId::None};
}

const Definition* constructor_of(InspectedUnit& unit, const types::ClassInfo& info) {
    const types::Member member = types::find_member(unit.cx(), info, base::intern("__init__"));
    return member ? unit.cx().reader.definition(member.symbol->target) : nullptr;
}

std::optional<DefinitionPlace> place_of_parameter(Inspector& inspector, InspectedUnit& unit,
                                                  const Referent& referent) {
    const Definition* function = referent.definition;
    if (const auto* info = as<types::ClassInfo>(function)) {
        // A field of a dataclass or the like, else a parameter of __init__.
        const types::Member field = types::find_member(unit.cx(), *info, referent.parameter);
        if (info->dataclass != nullptr && field) {
            function = unit.cx().reader.definition(field.symbol->target);
            return place_of(inspector, unit, {function});
        }
        function = constructor_of(unit, *info);
    }
    if (function == nullptr) return std::nullopt;
    std::optional<DefinitionPlace> place = place_of(inspector, unit, {function});
    if (!place) return std::nullopt;
    const ParsedPtr parsed = place->module->parsed();
    if (place->node == NodeId::None) {
        place->node = node_of_path(*parsed, unit.symbols().path_of(function->id));
    }
    const Tree& tree = *parsed->tree;
    if (place->node == NodeId::None || !is_function(tree, place->node)) return place;
    for (NodeId arg : tree.arguments(tree.function(place->node).args).args) {
        if (tree.arg(arg).name != referent.parameter) continue;
        place->name = syntax::word_at(place->module->text->text(), tree.start(arg));
        place->node = arg;
    }
    return place;
}

std::string own_documentation(Inspector& inspector, InspectedUnit& unit,
                              const Definition& definition) {
    if (const auto* overloaded = as<types::OverloadedInfo>(&definition)) {
        std::vector<const Definition*> parts(overloaded->items.begin(), overloaded->items.end());
        if (overloaded->implementation != nullptr) parts.push_back(overloaded->implementation);
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            std::string text = own_documentation(inspector, unit, **part);
            if (!text.empty()) return text;
        }
        return {};
    }
    if (const auto* module = as<types::ModuleInfo>(&definition)) {
        const LoadedModulePtr loaded = inspector.version(module->id.module);
        if (!loaded) return {};
        const ParsedPtr parsed = loaded->parsed();
        return std::string(docstring_of(*parsed->tree, parsed->tree->body()));
    }
    const bool documented = definition.kind == types::DefinitionKind::Function ||
                            definition.kind == types::DefinitionKind::Decorated ||
                            definition.kind == types::DefinitionKind::Class;
    if (!documented) return {};
    std::optional<DefinitionPlace> place = place_of(inspector, unit, {&definition});
    if (!place) return {};
    const ParsedPtr parsed = place->module->parsed();
    NodeId node = place->node;
    if (node == NodeId::None) node = node_of_path(*parsed, unit.symbols().path_of(definition.id));
    if (node == NodeId::None) return {};
    const Tree& tree = *parsed->tree;
    const NodeList body = is_function(tree, node)             ? tree.function(node).body
                          : tree.is(node, NodeKind::ClassDef) ? tree.class_def(node).body
                                                              : NodeList();
    return std::string(docstring_of(tree, body));
}

}  // namespace

NodeId node_of_path(const Parsed& parsed, base::Name path) {
    for (const auto& [node, own] : parsed.outline.paths) {
        if (own == path) return node;
    }
    return NodeId::None;
}

std::optional<DefinitionPlace> place_of(Inspector& inspector, InspectedUnit& unit,
                                        const Referent& referent) {
    if (referent.parameter != base::Name::Empty) {
        return place_of_parameter(inspector, unit, referent);
    }
    const Definition& definition = *referent.definition;
    if (auto place = place_in_unit(unit, definition)) return place;
    if (definition.id.is_none() || definition.id.is_job_local()) return std::nullopt;
    const bool is_own = definition.id.module == unit.module->record->id;
    const LoadedModulePtr module = is_own ? unit.module : inspector.version(definition.id.module);
    if (!module) return std::nullopt;
    if (definition.kind == types::DefinitionKind::Module) {
        return DefinitionPlace{module, {}, NodeId::None};
    }
    const auto place_of_node = [&]() -> std::optional<DefinitionPlace> {
        const ParsedPtr parsed = module->parsed();
        const NodeId node = node_of_path(*parsed, unit.symbols().path_of(definition.id));
        if (node == NodeId::None) return std::nullopt;
        return DefinitionPlace{module, name_of_definition(*module->text, *parsed->tree, node),
                               node};
    };
    // Another module's tree may have been let go: its text is enough as a rule.
    if (is_own) {
        if (auto place = place_of_node()) return place;
    }
    const std::uint32_t line = unit.cx().reader.line_of(definition.id);
    auto place = place_on_line(module, line, base::text_of(definition.name));
    return place || is_own ? place : place_of_node();
}

std::string_view docstring_of(const Tree& tree, NodeList body) {
    if (body.empty() || !tree.is(body[0], NodeKind::Expr)) return {};
    const NodeId value = tree.expr_value(body[0]);
    return tree.is(value, NodeKind::Str) ? tree.str_value(value) : std::string_view();
}

std::string documentation_of(Inspector& inspector, InspectedUnit& unit,
                             const Definition& definition) {
    std::string text = own_documentation(inspector, unit, definition);
    if (!text.empty() || !definition.enclosing_class) return text;
    const auto* info =
        as<types::ClassInfo>(unit.cx().reader.definition(definition.enclosing_class));
    if (info == nullptr || info->mro.empty()) return text;
    for (symbols::DefId base : info->mro.subspan(1)) {
        const auto* above = as<types::ClassInfo>(unit.cx().reader.definition(base));
        if (above == nullptr) continue;
        const types::Symbol* symbol = unit.cx().reader.own_member(*above, definition.name);
        const Definition* overridden =
            symbol == nullptr ? nullptr : unit.cx().reader.definition(symbol->target);
        if (overridden == nullptr) continue;
        text = own_documentation(inspector, unit, *overridden);
        if (!text.empty()) break;
    }
    return text;
}

}  // namespace krait::project
