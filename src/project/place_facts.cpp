#include "project/place_facts.h"

#include <algorithm>

#include "python/syntax/place.h"
#include "python/syntax/tree_walk.h"
#include "python/types/context.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::project {

using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::as;
using types::ClassInfo;
using types::Definition;
using types::TypePtr;
using Nodes = std::vector<NodeId>;

namespace {

constexpr unsigned kMaxUnionDepth = 16;

base::TextRange named_at(std::uint32_t start, base::Name name) {
    return {start, start + static_cast<std::uint32_t>(base::text_of(name).size())};
}

/// Names are renamed in the tree where one name is two variables: the text knows the written one.
base::TextRange word_from(const InspectedUnit& unit, std::uint32_t start) {
    return syntax::word_at(unit.text().text(), start);
}

const Definition* definition_of(InspectedUnit& unit, const types::Symbol* symbol) {
    return symbol == nullptr ? nullptr : unit.cx().reader.definition(symbol->target);
}

const Definition* published_definition(InspectedUnit& unit, NodeId node) {
    const auto& definitions = unit.bindings().definitions;
    if (const auto found = definitions.find(node); found != definitions.end()) {
        return found->second;
    }
    const auto path = unit.parsed->outline.paths.find(node);
    if (path == unit.parsed->outline.paths.end()) return nullptr;
    const symbols::DefId id = unit.symbols().def(unit.module->record->id, path->second);
    return unit.cx().reader.definition(id);
}

const Definition* bound(const InspectedUnit& unit, NodeId node) {
    const auto found = unit.bindings().names.find(node);
    return found == unit.bindings().names.end() ? nullptr : found->second.definition;
}

const Definition* module_definition(InspectedUnit& unit, std::string_view dotted) {
    types::Reader& reader = unit.cx().reader;
    const base::ModuleId id = reader.find_module(unit.module->record->id, base::intern(dotted));
    return id == base::ModuleId::None ? nullptr : reader.module(id);
}

/// The module that `from ...name import` names.
std::string absolute_name(const InspectedUnit& unit, const syntax::ImportFromView& from) {
    std::string name(base::text_of(from.module));
    if (from.level == 0) return name;
    std::string package(base::text_of(unit.module->record->name));
    std::uint32_t up = from.level - (unit.module->record->is_package ? 1 : 0);
    for (; up > 0; --up) {
        const std::size_t dot = package.rfind('.');
        if (dot == std::string::npos) return name;
        package.resize(dot);
    }
    return name.empty() ? package : package + "." + name;
}

const Definition* member_of_definition(InspectedUnit& unit, const Definition* owner,
                                       base::Name name) {
    if (const auto* module = as<types::ModuleInfo>(owner)) {
        if (const types::Symbol* symbol = unit.cx().reader.module_symbol(module->id.module, name)) {
            return definition_of(unit, symbol);
        }
        return module_definition(unit, std::string(base::text_of(module->fullname)) + "." +
                                           std::string(base::text_of(name)));
    }
    if (const auto* info = as<ClassInfo>(owner)) {
        return definition_of(unit, types::find_member(unit.cx(), *info, name).symbol);
    }
    return nullptr;
}

/// An expression of names and dots, such as annotations are made of.
const Definition* resolve(InspectedUnit& unit, const Nodes& nodes, NodeId expression,
                          unsigned depth = 0) {
    if (const Definition* known = bound(unit, expression)) return known;
    const Tree& tree = unit.tree();
    if (tree.is(expression, NodeKind::Name)) return look_up(unit, nodes, tree.name(expression));
    if (!tree.is(expression, NodeKind::Attribute) || depth > 50) return nullptr;
    const syntax::AttributeView view = tree.attribute(expression);
    return member_of_definition(unit, resolve(unit, nodes, view.value, depth + 1), view.attr);
}

void add(std::vector<Referent>& referents, const Definition* definition,
         base::Name parameter = base::Name::Empty) {
    const Referent referent{definition, parameter};
    const bool known = std::find(referents.begin(), referents.end(), referent) != referents.end();
    if (definition != nullptr && !known) referents.push_back(referent);
}

/// `super().name`: the first base that has it.
void add_super_member(InspectedUnit& unit, const Nodes& nodes, base::Name name,
                      std::vector<Referent>& found) {
    const ClassInfo* info = nullptr;
    for (NodeId node : nodes) {
        if (!unit.tree().is(node, NodeKind::ClassDef)) continue;
        info = as<ClassInfo>(published_definition(unit, node));
    }
    if (info == nullptr || info->mro.empty()) return;
    for (symbols::DefId base : info->mro.subspan(1)) {
        const auto* above = as<ClassInfo>(unit.cx().reader.definition(base));
        if (above == nullptr) continue;
        if (const types::Symbol* symbol = unit.cx().reader.own_member(*above, name)) {
            return add(found, definition_of(unit, symbol));
        }
    }
}

bool is_super_call(const Tree& tree, NodeId node) {
    if (!tree.is(node, NodeKind::Call)) return false;
    const NodeId func = tree.call(node).func;
    return tree.is(func, NodeKind::Name) && base::text_of(tree.name(func)) == "super";
}

void add_attribute(InspectedUnit& unit, const Nodes& nodes, NodeId node,
                   std::vector<Referent>& found) {
    if (const Definition* known = bound(unit, node)) return add(found, known);
    const syntax::AttributeView view = unit.tree().attribute(node);
    if (is_super_call(unit.tree(), view.value)) {
        return add_super_member(unit, nodes, view.attr, found);
    }
    if (const TypePtr type = unit.type_of(view.value)) {
        for (const FoundMember& member : find_members(unit.cx(), type, view.attr)) {
            add(found, member.definition);
        }
        const base::ModuleId module = module_of_type(unit.cx(), type, unit.module->record->id);
        if (found.empty() && module != base::ModuleId::None) {
            add(found, member_of_definition(unit, unit.cx().reader.module(module), view.attr));
        }
    }
    if (found.empty()) add(found, resolve(unit, nodes, node));
}

/// `f(name=...)`: the parameter of what is called.
void add_keyword(InspectedUnit& unit, const Nodes& nodes, NodeId keyword,
                 std::vector<Referent>& found) {
    if (nodes.size() < 2 || !unit.tree().is(nodes[nodes.size() - 2], NodeKind::Call)) return;
    const base::Name name = unit.tree().keyword(keyword).arg;
    const TypePtr callee =
        types::get_proper(unit.cx(), unit.type_of(unit.tree().call(nodes[nodes.size() - 2]).func));
    for (const types::CallableType* item : types::FunctionItems(callee)) {
        if (!types::argument_by_name(item->parameters, name)) continue;
        const Definition* called = unit.cx().reader.definition(item->definition);
        if (called == nullptr && types::is_type_obj(unit.cx(), item)) {
            called = types::type_object(unit.cx(), item);  // a constructor that nobody wrote
        }
        add(found, called, name);
    }
}

/// `import a.b.c as d`, `from m import x as y`: the part that the offset is in.
void add_import(InspectedUnit& unit, const Nodes& nodes, NodeId alias, std::uint32_t offset,
                std::vector<Referent>& found) {
    const Tree& tree = unit.tree();
    const syntax::AliasView view = tree.alias(alias);
    const NodeId statement = nodes.size() < 2 ? NodeId::None : nodes[nodes.size() - 2];
    if (statement != NodeId::None && tree.is(statement, NodeKind::ImportFrom)) {
        const std::string from = absolute_name(unit, tree.import_from(statement));
        const Definition* module = module_definition(unit, from);
        const Definition* known = member_of_definition(unit, module, view.name);
        return add(found, known != nullptr ? known : bound(unit, alias));
    }
    std::string_view dotted = base::text_of(view.name);
    const std::size_t into = offset > view.name_start ? offset - view.name_start : 0;
    const bool in_name = view.asname == base::Name::Empty || offset < view.asname_start;
    if (in_name && into < dotted.size()) dotted = dotted.substr(0, dotted.find('.', into));
    add(found, module_definition(unit, dotted));
}

void add_imported_module(InspectedUnit& unit, NodeId statement, std::uint32_t offset,
                         std::vector<Referent>& found) {
    const syntax::ImportFromView view = unit.tree().import_from(statement);
    const std::string_view written = base::text_of(view.module);
    if (offset < view.module_start || offset > view.module_start + written.size()) return;
    std::string name = absolute_name(unit, view);
    const std::size_t cut = written.find('.', offset - view.module_start);
    if (cut != std::string_view::npos) name.resize(name.size() - (written.size() - cut));
    add(found, module_definition(unit, name));
}

/// In a string, most likely of an annotation: the dotted name around the offset.
void add_in_string(InspectedUnit& unit, const Nodes& nodes, std::uint32_t offset,
                   std::vector<Referent>& found) {
    const std::string_view text = unit.text().text();
    const base::TextRange word = syntax::word_at(text, offset);
    std::uint32_t start = word.start;
    while (start > 1 && text[start - 1] == '.') {
        const base::TextRange before = syntax::word_at(text, start - 1);
        if (before.start == before.end) return;
        start = before.start;
    }
    const Definition* now = nullptr;
    while (start <= word.start) {
        const base::TextRange part = syntax::word_at(text, start);
        const base::Name name = base::intern(text.substr(part.start, part.end - part.start));
        now = start == word.start && now == nullptr ? look_up(unit, nodes, name)
              : now == nullptr                      ? look_up(unit, nodes, name)
                                                    : member_of_definition(unit, now, name);
        if (now == nullptr) return;
        start = part.end + 1;
    }
    add(found, now);
}

bool is_annotation_place(const Tree& tree, const Nodes& nodes) {
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        const NodeId parent = nodes[i - 1];
        if (tree.is(parent, NodeKind::Arg) && tree.arg(parent).annotation == nodes[i]) return true;
        if (tree.is(parent, NodeKind::AnnAssign) &&
            tree.ann_assign(parent).annotation == nodes[i]) {
            return true;
        }
        if ((tree.is(parent, NodeKind::FunctionDef) ||
             tree.is(parent, NodeKind::AsyncFunctionDef)) &&
            tree.function(parent).returns == nodes[i]) {
            return true;
        }
    }
    return false;
}

bool is_evaluated(NodeKind kind) {
    return kind == NodeKind::Name || kind == NodeKind::Attribute || kind == NodeKind::Keyword;
}

}  // namespace

base::TextRange name_range(const InspectedUnit& unit, NodeId node) {
    const Tree& tree = unit.tree();
    switch (tree.kind(node)) {
        case NodeKind::Name:
        case NodeKind::Identifier:
            return word_from(unit, tree.start(node));
        case NodeKind::Arg:
            // `*args` starts where its star is in some versions of the tree; the word decides.
            return word_from(unit, tree.start(node));
        case NodeKind::Keyword:
            if (tree.keyword(node).arg == base::Name::Empty) return {};
            return word_from(unit, tree.start(node));
        case NodeKind::Attribute:
            return word_from(unit, tree.attribute(node).attr_start);
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return word_from(unit, tree.function(node).name_start);
        case NodeKind::ClassDef:
            return word_from(unit, tree.class_def(node).name_start);
        case NodeKind::Alias: {
            const syntax::AliasView view = tree.alias(node);
            if (view.asname != base::Name::Empty) return word_from(unit, view.asname_start);
            return named_at(view.name_start, view.name);
        }
        case NodeKind::ExceptHandler:
            if (tree.except_handler(node).name == base::Name::Empty) return {};
            return word_from(unit, tree.except_handler(node).name_start);
        case NodeKind::MatchAs:
            if (tree.match_as(node).name == base::Name::Empty) return {};
            return word_from(unit, tree.match_as(node).name_start);
        case NodeKind::MatchStar:
            if (tree.match_star(node).name == base::Name::Empty) return {};
            return word_from(unit, tree.match_star(node).name_start);
        case NodeKind::TypeVar:
        case NodeKind::ParamSpec:
        case NodeKind::TypeVarTuple:
            return word_from(unit, tree.type_param(node).name_start);
        default:
            return {};
    }
}

const Definition* look_up(InspectedUnit& unit, const Nodes& nodes, base::Name name) {
    types::Reader& reader = unit.cx().reader;
    const Tree& tree = unit.tree();
    // A class's names are seen in its own suite, not in the functions there.
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (tree.is(nodes[i], NodeKind::Lambda)) break;
        const bool is_function = tree.is(nodes[i], NodeKind::FunctionDef) ||
                                 tree.is(nodes[i], NodeKind::AsyncFunctionDef);
        if (is_function && i + 1 < nodes.size() && syntax::is_statement(tree.kind(nodes[i + 1]))) {
            break;
        }
        if (!tree.is(nodes[i], NodeKind::ClassDef)) continue;
        const auto* info = as<ClassInfo>(published_definition(unit, nodes[i]));
        if (info == nullptr) break;
        if (const types::Symbol* symbol = reader.own_member(*info, name)) {
            return definition_of(unit, symbol);
        }
        break;
    }
    const base::ModuleId own = unit.module->record->id;
    if (const types::Symbol* symbol = reader.module_symbol(own, name)) {
        return definition_of(unit, symbol);
    }
    const base::ModuleId builtins = reader.find_module(own, base::intern("builtins"));
    if (builtins == base::ModuleId::None) return nullptr;
    return definition_of(unit, reader.module_symbol(builtins, name));
}

std::vector<Referent> referents_of(InspectedUnit& unit, const Nodes& nodes, std::uint32_t offset) {
    std::vector<Referent> found;
    if (nodes.empty()) return found;
    const Tree& tree = unit.tree();
    const NodeId node = nodes.back();
    switch (tree.kind(node)) {
        case NodeKind::Name:
        case NodeKind::Identifier: {
            const base::Name name =
                tree.is(node, NodeKind::Name) ? tree.name(node) : tree.identifier(node);
            const Definition* known = bound(unit, node);
            add(found, known != nullptr ? known : look_up(unit, nodes, name));
            break;
        }
        case NodeKind::Attribute:
            add_attribute(unit, nodes, node, found);
            break;
        case NodeKind::Keyword:
            add_keyword(unit, nodes, node, found);
            break;
        case NodeKind::Alias:
            add_import(unit, nodes, node, offset, found);
            break;
        case NodeKind::ImportFrom:
            add_imported_module(unit, node, offset, found);
            break;
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
        case NodeKind::ClassDef:
            add(found, published_definition(unit, node));
            break;
        case NodeKind::Str:
            if (is_annotation_place(tree, nodes)) add_in_string(unit, nodes, offset, found);
            break;
        case NodeKind::Arg:
            if (const Definition* known = bound(unit, node)) {
                add(found, known);
            } else if (nodes.size() > 2) {  // seen from outside: by its function
                add(found, published_definition(unit, nodes[nodes.size() - 3]),
                    tree.arg(node).name);
            }
            break;
        default:
            add(found, bound(unit, node));
            break;
    }
    return found;
}

PlaceFacts facts_at(InspectedUnit& unit, std::uint32_t offset) {
    PlaceFacts facts;
    const Nodes nodes = syntax::nodes_at(unit.tree(), offset);
    if (nodes.empty()) return facts;
    facts.word = syntax::word_at(unit.text().text(), offset);
    facts.node = nodes.back();
    if (facts.word.start == facts.word.end) return facts;
    const base::TextRange own = name_range(unit, facts.node);
    const NodeKind kind = unit.tree().kind(facts.node);
    const bool anywhere =
        kind == NodeKind::Alias || kind == NodeKind::ImportFrom || kind == NodeKind::Str;
    if (!anywhere && own != facts.word) return facts;
    facts.referents = referents_of(unit, nodes, offset);
    if (kind != NodeKind::Str && syntax::is_expression(kind)) {
        facts.type = unit.type_of(facts.node);
    }
    if (kind == NodeKind::Attribute) {
        facts.receiver = unit.type_of(unit.tree().attribute(facts.node).value);
    }
    return facts;
}

HeldUnit unit_about(Inspector& inspector, const LoadedModulePtr& module, std::uint32_t offset,
                    const base::CancellationToken& token) {
    const ParsedPtr parsed = module->parsed();
    const std::size_t around = unit_around(*parsed, offset);
    if (around != kTopLevel) {
        if (HeldUnit held = inspector.unit(module, around, token)) return held;
        return inspector.unit(module, kPublished, token);
    }
    const Nodes nodes = syntax::nodes_at(*parsed->tree, offset);
    const bool needs_types = !nodes.empty() && is_evaluated(parsed->tree->kind(nodes.back())) &&
                             !is_annotation_place(*parsed->tree, nodes);
    return inspector.unit(module, needs_types ? kTopLevel : kPublished, token);
}

namespace {

void add_sources(types::Context& cx, TypePtr type, std::vector<MemberSource>& found,
                 unsigned depth) {
    type = types::get_proper(cx, type);
    if (type == nullptr || depth > kMaxUnionDepth) return;
    if (const auto* items = as<types::UnionType>(type)) {
        for (TypePtr item : items->items) add_sources(cx, item, found, depth + 1);
        return;
    }
    if (const auto* of = as<types::TypeType>(type)) {
        std::vector<MemberSource> inner;
        add_sources(cx, of->item, inner, depth + 1);
        for (const MemberSource& one : inner) found.push_back({one.info, true});
        return;
    }
    if (types::is_function_like(type) && types::is_type_obj(cx, type)) {
        if (const ClassInfo* info = types::type_object(cx, type)) found.push_back({info, true});
        return;
    }
    if (types::is<types::NoneType>(type)) {
        if (const auto* none = as<ClassInfo>(types::find_qualified(cx, "types.NoneType"))) {
            found.push_back({none, false});
        }
        return;
    }
    if (const auto* variable = as<types::TypeVarType>(type)) {
        return add_sources(cx, types::values_or_bound(cx, *variable), found, depth + 1);
    }
    if (const types::Instance* instance = types::try_getting_instance_fallback(cx, type)) {
        found.push_back({&types::class_info(cx, *instance), false});
    }
}

}  // namespace

std::vector<MemberSource> member_sources(types::Context& cx, TypePtr type) {
    std::vector<MemberSource> found;
    add_sources(cx, type, found, 0);
    return found;
}

std::vector<FoundMember> find_members(types::Context& cx, TypePtr type, base::Name name) {
    std::vector<FoundMember> found;
    for (const MemberSource& source : member_sources(cx, type)) {
        types::Member member = types::find_member(cx, *source.info, name);
        if (!member && source.is_class && source.info->metaclass != nullptr) {
            member = types::find_member(cx, types::class_info(cx, *source.info->metaclass), name);
        }
        if (!member) continue;
        found.push_back({member.symbol, member.owner, cx.reader.definition(member.symbol->target)});
    }
    return found;
}

base::ModuleId module_of_type(types::Context& cx, TypePtr type, base::ModuleId from) {
    const auto* instance = as<types::Instance>(types::get_proper(cx, type));
    if (instance == nullptr || instance->extra == nullptr ||
        instance->extra->module == base::Name::Empty) {
        return base::ModuleId::None;
    }
    return cx.reader.find_module(from, instance->extra->module);
}

}  // namespace krait::project
