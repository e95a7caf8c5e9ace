#include "server/features/later_uses.h"

#include <algorithm>
#include <vector>

#include "python/syntax/place.h"
#include "python/types/factory.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "server/features/statements.h"

namespace krait::features {

namespace {

using project::HeldUnit;
using project::InspectedUnit;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::TypePtr;

/// `x.append(value)`, `x[key] = value`.
struct Insertion {
    std::uint32_t start = 0;
    NodeId key = NodeId::None;
    NodeId value = NodeId::None;
};

/// The same name, or the same attribute of the same name.
bool is_same_variable(const Tree& tree, NodeId left, NodeId right) {
    if (tree.kind(left) != tree.kind(right)) return false;
    if (tree.is(left, NodeKind::Name)) return tree.name(left) == tree.name(right);
    if (!tree.is(left, NodeKind::Attribute)) return false;
    const syntax::AttributeView a = tree.attribute(left);
    const syntax::AttributeView b = tree.attribute(right);
    return a.attr == b.attr && tree.is(a.value, NodeKind::Name) &&
           tree.is(b.value, NodeKind::Name) && tree.name(a.value) == tree.name(b.value);
}

std::optional<Insertion> insertion_by_call(const Tree& tree, NodeId call, NodeId target) {
    const syntax::CallView view = tree.call(call);
    if (!tree.is(view.func, NodeKind::Attribute)) return std::nullopt;
    const syntax::AttributeView method = tree.attribute(view.func);
    if (!is_same_variable(tree, method.value, target)) return std::nullopt;
    const std::string_view name = base::text_of(method.attr);
    const bool is_one = name == "append" || name == "add" || name == "appendleft";
    if (is_one && view.args.size() == 1) {
        return Insertion{tree.start(call), NodeId::None, view.args[0]};
    }
    if (view.args.size() != 2) return std::nullopt;
    if (name == "insert") return Insertion{tree.start(call), NodeId::None, view.args[1]};
    if (name == "setdefault") return Insertion{tree.start(call), view.args[0], view.args[1]};
    return std::nullopt;
}

std::optional<Insertion> insertion_by_key(const Tree& tree, NodeId statement, NodeId target) {
    const syntax::AssignView view = tree.assign(statement);
    if (!tree.is(view.targets[0], NodeKind::Subscript)) return std::nullopt;
    const syntax::SubscriptView place = tree.subscript(view.targets[0]);
    if (!is_same_variable(tree, place.value, target)) return std::nullopt;
    return Insertion{tree.start(statement), place.slice, view.value};
}

/// Where the variable's name means the variable.
base::TextRange scope_of(const Tree& tree, NodeId target, std::uint32_t size) {
    base::TextRange scope{0, size};
    const bool is_name = tree.is(target, NodeKind::Name);
    for (NodeId node : syntax::nodes_at(tree, tree.start(target))) {
        const bool is_scope =
            is_name ? is_function(tree.kind(node)) : tree.is(node, NodeKind::ClassDef);
        if (is_scope) scope = tree.range(node);
    }
    return scope;
}

std::vector<Insertion> insertions(const Tree& tree, NodeId target, base::TextRange scope) {
    std::vector<Insertion> found;
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        const NodeId node{i};
        const NodeKind kind = tree.kind(node);
        if (kind != NodeKind::Call && kind != NodeKind::Assign) continue;
        if (tree.start(node) < scope.start || tree.end(node) > scope.end) continue;
        const auto one = kind == NodeKind::Call ? insertion_by_call(tree, node, target)
                                                : insertion_by_key(tree, node, target);
        if (one) found.push_back(*one);
    }
    std::ranges::sort(found, {}, &Insertion::start);
    return found;
}

/// What is put in, as far as it is known: literals are values of their classes.
TypePtr known_type(InspectedUnit& unit, NodeId expression) {
    const TypePtr type = types::get_proper(unit.cx(), unit.type_of(expression));
    if (type == nullptr || types::is<types::AnyType>(type)) return nullptr;
    if (const auto* literal = types::as<types::LiteralType>(type)) return literal->fallback;
    return type;
}

/// The container's arguments as one function's insertions say them; empty: they don't.
std::vector<TypePtr> arguments(InspectedUnit& unit, const std::vector<Insertion>& insertions,
                               std::size_t number, std::size_t count) {
    std::vector<TypePtr> keys;
    std::vector<TypePtr> values;
    for (const Insertion& one : insertions) {
        if (project::unit_around(*unit.parsed, one.start) != number) continue;
        if ((one.key != NodeId::None) != (count == 2)) continue;
        const TypePtr value = known_type(unit, one.value);
        const TypePtr key = count == 2 ? known_type(unit, one.key) : nullptr;
        if (value == nullptr || (count == 2 && key == nullptr)) continue;
        values.push_back(value);
        if (key != nullptr) keys.push_back(key);
    }
    if (values.empty()) return {};
    const TypePtr value = types::make_simplified_union(unit.cx(), values);
    if (count == 1) return {value};
    return {types::make_simplified_union(unit.cx(), keys), value};
}

/// The class of the container, and of how many things it is generic.
struct Container {
    symbols::DefId type;
    std::size_t parameters = 0;
};

Container container_of(const Question& question, const project::LoadedModulePtr& module,
                       NodeId statement) {
    const std::uint32_t offset = module->parsed()->tree->start(statement);
    const HeldUnit unit = question.program->unit_at(module, offset, question.token);
    if (!unit) return {};
    const NodeId value = unit->tree().assign(statement).value;
    const auto* made =
        types::as<types::Instance>(types::get_proper(unit->cx(), unit->type_of(value)));
    return made == nullptr ? Container{} : Container{made->type, made->args.size()};
}

}  // namespace

HeldUnit type_from_later_uses(const Question& question, const project::LoadedModulePtr& module,
                              NodeId statement, NodeId target, TypePtr& type) {
    type = nullptr;
    const Container container = container_of(question, module, statement);
    if (container.parameters != 1 && container.parameters != 2) return {};
    const project::ParsedPtr parsed = module->parsed();
    const base::TextRange scope = scope_of(*parsed->tree, target, module->text->size());
    const std::vector<Insertion> found = insertions(*parsed->tree, target, scope);
    std::vector<std::size_t> tried;
    for (const Insertion& one : found) {
        const std::size_t number = project::unit_around(*parsed, one.start);
        if (std::ranges::find(tried, number) != tried.end()) continue;
        tried.push_back(number);
        HeldUnit unit = question.program->unit(module, number, question.token);
        if (!unit) continue;
        const std::vector<TypePtr> args = arguments(*unit, found, number, container.parameters);
        if (args.empty()) continue;
        type = types::make_instance(unit->cx(), container.type, types::TypeList(args));
        return unit;
    }
    return {};
}

}  // namespace krait::features
