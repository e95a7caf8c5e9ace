#include "server/features/inlay_hints.h"

#include <algorithm>
#include <map>

#include "python/types/format.h"
#include "python/types/proper.h"
#include "python/types/signature.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using protocol::InlayHint;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
using types::TypePtr;

/// A type that is longer is no hint.
constexpr std::size_t kLongestType = 60;

/// Whether the text of a type means the type in Python.
bool can_be_written(std::string_view text) {
    return text.find_first_of("?<*\"") == std::string_view::npos &&
           text.find("def ") == std::string_view::npos && text.find(".<") == std::string_view::npos;
}

/// `x = 3`, `x = C(...)`: the type stands there already.
bool is_plain(InspectedUnit& unit, NodeId value) {
    const Tree& tree = unit.tree();
    if (syntax::is_constant(tree.kind(value)) || tree.is(value, NodeKind::JoinedStr) ||
        tree.is(value, NodeKind::Lambda)) {
        return true;
    }
    if (!tree.is(value, NodeKind::Call)) return false;
    const TypePtr callee = types::get_proper(unit.cx(), unit.type_of(tree.call(value).func));
    return callee != nullptr && types::is_function_like(callee) &&
           types::is_type_obj(unit.cx(), callee);
}

void add_type(const Question& question, InspectedUnit& unit, NodeId target, NodeId value,
              std::vector<InlayHint>& hints) {
    const auto fact = unit.bindings().names.find(target);
    if (fact == unit.bindings().names.end() || !fact->second.is_new_definition) return;
    const auto* variable = types::as<types::VarInfo>(fact->second.definition);
    if (variable == nullptr || !variable->is_inferred || variable->type == nullptr) return;
    if (value != NodeId::None && is_plain(unit, value)) return;
    const TypePtr type = types::get_proper(unit.cx(), variable->type);
    if (type == nullptr || types::is<types::AnyType>(type) || types::is<types::PartialType>(type) ||
        types::is_function_like(type)) {
        return;
    }
    const std::string text = types::format_type_bare(unit.cx(), variable->type);
    if (text.empty() || text.size() > kLongestType) return;
    InlayHint hint;
    hint.position = position_of(unit.text(), unit.tree().end(target), question.unit);
    hint.label = ": " + text;
    const bool is_name = unit.tree().is(target, NodeKind::Name);
    if (is_name && value != NodeId::None && can_be_written(text)) {
        hint.edits.push_back({{hint.position, hint.position}, hint.label});
    }
    hints.push_back(std::move(hint));
}

/// The name that an argument has anyway.
std::string_view own_name(const Tree& tree, NodeId argument) {
    if (tree.is(argument, NodeKind::Name)) return base::text_of(tree.name(argument));
    if (tree.is(argument, NodeKind::Attribute)) {
        return base::text_of(tree.attribute(argument).attr);
    }
    return {};
}

void add_parameters(const Question& question, InspectedUnit& unit, NodeId call,
                    std::vector<InlayHint>& hints) {
    const Tree& tree = unit.tree();
    const syntax::CallView view = tree.call(call);
    const auto* callee =
        types::as<types::CallableType>(types::get_proper(unit.cx(), unit.type_of(view.func)));
    if (callee == nullptr || callee->parameters.size() < 2) return;
    for (std::size_t i = 0; i < view.args.size(); ++i) {
        if (tree.is(view.args[i], NodeKind::Starred)) return;
        if (i >= callee->parameters.size() || !types::is_positional(callee->parameters[i].kind)) {
            return;
        }
        const std::string_view name = base::text_of(callee->parameters[i].name);
        if (name.empty() || name.starts_with("_") || own_name(tree, view.args[i]) == name) continue;
        InlayHint hint;
        hint.position = position_of(unit.text(), tree.start(view.args[i]), question.unit);
        hint.label = std::string(name) + "=";
        hint.kind = protocol::InlayHintKind::Parameter;
        hint.edits.push_back({{hint.position, hint.position}, hint.label});
        hints.push_back(std::move(hint));
    }
}

void add_hints(const Question& question, InspectedUnit& unit, NodeId node,
               std::vector<InlayHint>& hints) {
    const Tree& tree = unit.tree();
    switch (tree.kind(node)) {
        case NodeKind::Assign:
            for (NodeId target : tree.assign(node).targets) {
                add_type(question, unit, target, tree.assign(node).value, hints);
            }
            break;
        case NodeKind::For:
        case NodeKind::AsyncFor:
            add_type(question, unit, tree.for_loop(node).target, NodeId::None, hints);
            break;
        case NodeKind::WithItem:
            if (tree.with_item(node).target != NodeId::None) {
                add_type(question, unit, tree.with_item(node).target, NodeId::None, hints);
            }
            break;
        case NodeKind::Call:
            add_parameters(question, unit, node, hints);
            break;
        default:
            break;
    }
}

bool can_have_hints(NodeKind kind) {
    return kind == NodeKind::Assign || kind == NodeKind::For || kind == NodeKind::AsyncFor ||
           kind == NodeKind::WithItem || kind == NodeKind::Call;
}

}  // namespace

std::vector<InlayHint> inlay_hints(const Question& question, const protocol::InlayHintParams& in) {
    std::vector<InlayHint> hints;
    if (!question.program) return hints;
    const auto module = question.program->version(question.path, question.text);
    if (!module) return hints;
    const std::uint32_t start = offset_of(question, in.range.start);
    const std::uint32_t end = offset_of(question, in.range.end);
    const project::ParsedPtr parsed = module->parsed();
    const Tree& tree = *parsed->tree;
    std::map<std::size_t, std::vector<NodeId>> by_unit;
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        const NodeId node{i};
        if (!can_have_hints(tree.kind(node)) || tree.start(node) > end || tree.end(node) < start) {
            continue;
        }
        by_unit[project::unit_around(*parsed, tree.start(node))].push_back(node);
    }
    for (const auto& [number, nodes] : by_unit) {
        question.token.poll();
        project::HeldUnit unit = question.program->unit(module, number, question.token);
        if (!unit) continue;
        for (NodeId node : nodes) add_hints(question, *unit, node, hints);
    }
    const auto before = [](const InlayHint& left, const InlayHint& right) {
        return std::pair(left.position.line, left.position.character) <
               std::pair(right.position.line, right.position.character);
    };
    std::ranges::sort(hints, before);
    return hints;
}

}  // namespace krait::features
