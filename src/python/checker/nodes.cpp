// nodes.cpp: expressions of the tree and of the checker's own making, seen alike.

#include "python/checker/nodes.h"

#include <utility>

#include "python/checker/context.h"

namespace krait::checker {

NodeId SyntheticNodes::add(Synthetic node) {
    nodes_.push_back(std::make_unique<Synthetic>(std::move(node)));
    return NodeId{first_ + static_cast<std::uint32_t>(nodes_.size()) - 1};
}

NodeId make_value(CheckContext& ck, TypePtr type, NodeId at) {
    return ck.synthetic.add({.range = range_of(ck, at), .type = type, .origin = at});
}

NodeId make_operation(CheckContext& ck, NodeId left, syntax::BinaryOperator op, NodeId right,
                      NodeId at) {
    return ck.synthetic.add({.kind = SyntheticKind::Operation,
                             .range = range_of(ck, at),
                             .items = {left, right},
                             .op = op,
                             .origin = at});
}

NodeId make_tuple_expr(CheckContext& ck, std::vector<NodeId> items, base::TextRange range,
                       NodeId at) {
    return ck.synthetic.add(
        {.kind = SyntheticKind::Tuple, .range = range, .items = std::move(items), .origin = at});
}

NodeId make_list_expr(CheckContext& ck, std::vector<NodeId> items, NodeId at) {
    return ck.synthetic.add({.kind = SyntheticKind::List,
                             .range = range_of(ck, at),
                             .items = std::move(items),
                             .origin = at});
}

NodeId make_starred(CheckContext& ck, NodeId value, NodeId at) {
    return ck.synthetic.add({.kind = SyntheticKind::Starred,
                             .range = range_of(ck, at),
                             .items = {value},
                             .origin = at});
}

NodeId make_variable(CheckContext& ck, const types::Definition* definition, NodeId at) {
    return ck.synthetic.add({.kind = SyntheticKind::Variable,
                             .range = range_of(ck, at),
                             .definition = definition,
                             .origin = at});
}

NodeKind kind_of(const CheckContext& ck, NodeId id) {
    if (id == NodeId::None) return NodeKind::Invalid;
    if (!ck.synthetic.holds(id)) return ck.tree.kind(id);
    switch (ck.synthetic[id].kind) {
        case SyntheticKind::Value:
            return NodeKind::Invalid;
        case SyntheticKind::Operation:
            return NodeKind::BinOp;
        case SyntheticKind::Tuple:
            return NodeKind::Tuple;
        case SyntheticKind::List:
            return NodeKind::List;
        case SyntheticKind::Starred:
            return NodeKind::Starred;
        case SyntheticKind::Variable:
            return NodeKind::Name;
    }
    return NodeKind::Invalid;
}

base::TextRange range_of(const CheckContext& ck, NodeId id) {
    if (id == NodeId::None) return {};
    return ck.synthetic.holds(id) ? ck.synthetic[id].range : ck.tree.range(id);
}

std::span<const NodeId> elements_of(const CheckContext& ck, NodeId id) {
    if (ck.synthetic.holds(id)) return ck.synthetic[id].items;
    return ck.tree.elements(id);
}

NodeId starred_value(const CheckContext& ck, NodeId id) {
    return ck.synthetic.holds(id) ? ck.synthetic[id].items[0] : ck.tree.starred_value(id);
}

bool is_starred(const CheckContext& ck, NodeId id) {
    return is_kind(ck, id, NodeKind::Starred);
}

bool is_sequence_display(const CheckContext& ck, NodeId id) {
    NodeKind kind = kind_of(ck, id);
    return kind == NodeKind::List || kind == NodeKind::Tuple;
}

const types::Definition* definition_of(const CheckContext& ck, NodeId id) {
    if (id == NodeId::None) return nullptr;
    if (ck.synthetic.holds(id)) return ck.synthetic[id].definition;
    auto found = ck.bindings.names.find(id);
    return found == ck.bindings.names.end() ? nullptr : found->second.definition;
}

const VarInfo* variable_of(const CheckContext& ck, NodeId id) {
    return types::as<VarInfo>(definition_of(ck, id));
}

bool is_resolved_reference(const CheckContext& ck, NodeId id) {
    NodeKind kind = kind_of(ck, id);
    if (kind == NodeKind::Name) return true;
    return kind == NodeKind::Attribute && !is_unresolved_member(ck, id);
}

bool is_unresolved_member(const CheckContext& ck, NodeId id) {
    if (!is_kind(ck, id, NodeKind::Attribute)) return false;
    auto found = ck.bindings.names.find(id);
    return found == ck.bindings.names.end() ||
           found->second.scope == semantic::NameFact::Scope::Member;
}

Name fullname_of(const CheckContext& ck, NodeId id) {
    if (!is_resolved_reference(ck, id)) return Name::Empty;
    const types::Definition* definition = definition_of(ck, id);
    return definition == nullptr ? Name::Empty : definition->fullname;
}

bool refers_to(const CheckContext& ck, NodeId id, std::string_view fullname) {
    if (is_resolved_reference(ck, id)) {
        Name found = fullname_of(ck, id);
        if (found == Name::Empty) return false;
        if (base::text_of(found) == fullname) return true;
        const auto* alias = types::as<types::AliasInfo>(definition_of(ck, id));
        if (alias == nullptr) return false;
        const auto* target = types::as<types::Instance>(alias->target);
        if (target == nullptr) return false;
        const auto* info = types::as<ClassInfo>(ck.cx.reader.definition(target->type));
        return info != nullptr && base::text_of(info->fullname) == fullname;
    }
    return false;
}

NodeId collapse_walrus(const CheckContext& ck, NodeId id) {
    if (is_kind(ck, id, NodeKind::NamedExpr)) return ck.tree.named_expr(id).target;
    return id;
}

}  // namespace krait::checker
