// keys.cpp: which expressions denote the same narrowable place.

#include "python/checker/keys.h"

#include "python/checker/context.h"

namespace krait::checker {

std::size_t KeyTable::Hash::operator()(const Key& key) const noexcept {
    std::uint64_t mixed = key.first * 0x9E37'79B9'7F4A'7C15ull;
    mixed ^= (key.second + static_cast<std::uint64_t>(key.tag) * 31 + key.extra) *
             0xC2B2'AE3D'27D4'EB4Full;
    return static_cast<std::size_t>(mixed ^ (mixed >> 29));
}

KeyId KeyTable::intern(const Key& key) {
    auto [found, is_new] = ids_.try_emplace(key, static_cast<KeyId>(keys_.size()));
    if (is_new) keys_.push_back(key);
    return found->second;
}

std::vector<KeyId> KeyTable::subkeys(KeyId id) const {
    const Key& parts = key(id);
    switch (parts.tag) {
        case Tag::Variable:
        case Tag::Literal:
            return {};
        case Tag::Member:
            return {static_cast<KeyId>(parts.first)};
        case Tag::Index:
        case Tag::Operation:
        case Tag::Pair:
            break;
    }
    std::vector<KeyId> keys{static_cast<KeyId>(parts.first)};
    if (parts.second != 0) keys.push_back(static_cast<KeyId>(parts.second));
    return keys;
}

std::uint64_t KeyTable::number(const types::Definition* definition) {
    auto [by_pointer, is_new] = by_pointer_.try_emplace(definition, definitions_.size());
    if (!is_new) return by_pointer->second;
    if (!definition->id.is_none()) {
        auto [by_id, is_new_id] = by_id_.try_emplace(definition->id, definitions_.size());
        if (!is_new_id) return by_pointer->second = by_id->second;
    }
    definitions_.push_back(definition);
    return by_pointer->second;
}

const types::Definition* KeyTable::definition(std::uint64_t number) const {
    return definitions_[number];
}

const VarInfo* KeyTable::variable(KeyId id) const {
    const Key& parts = key(id);
    if (id == KeyId::None || parts.tag != Tag::Variable) return nullptr;
    return types::as<VarInfo>(definition(parts.first));
}

namespace {

using Tag = KeyTable::Tag;

std::uint64_t raw(KeyId key) {
    return static_cast<std::uint64_t>(key);
}
std::uint64_t raw(Name name) {
    return static_cast<std::uint64_t>(name);
}

KeyId literal_key(CheckContext& ck, types::LiteralKind kind, Name text) {
    return ck.keys.intern({Tag::Literal, static_cast<std::uint8_t>(kind), raw(text)});
}

KeyId sequence_key(CheckContext& ck, NodeId expr) {
    KeyId all = ck.keys.intern({Tag::Pair, static_cast<std::uint8_t>(kind_of(ck, expr))});
    for (NodeId element : elements_of(ck, expr)) {
        if (literalness(ck, element) != Literalness::Yes) return KeyId::None;
        all = ck.keys.intern({Tag::Pair, 0, raw(key_of(ck, element)), raw(all)});
    }
    return all;
}

KeyId name_key(CheckContext& ck, NodeId expr) {
    const types::Definition* definition = definition_of(ck, expr);
    if (definition == nullptr) return KeyId::None;
    const auto* variable = types::as<VarInfo>(definition);
    if (variable != nullptr && variable->is_final && variable->final_value) {
        return literal_key(ck, variable->final_value->kind, variable->final_value->text);
    }
    return ck.keys.intern({Tag::Variable, 0, ck.keys.number(definition)});
}

KeyId operation_key(CheckContext& ck, std::uint8_t op, NodeId left, NodeId right) {
    KeyId left_key = key_of(ck, left);
    if (left_key == KeyId::None) return KeyId::None;
    KeyId right_key = KeyId::None;
    if (right != NodeId::None) {
        right_key = key_of(ck, right);
        if (right_key == KeyId::None) return KeyId::None;
    }
    return ck.keys.intern({Tag::Operation, op, raw(left_key), raw(right_key)});
}

constexpr std::uint8_t kUnary = 64;

std::pair<NodeId, NodeId> operands(CheckContext& ck, NodeId expr) {
    if (ck.synthetic.holds(expr)) {
        return {ck.synthetic[expr].items[0], ck.synthetic[expr].items[1]};
    }
    syntax::BinOpView view = ck.tree.bin_op(expr);
    return {view.left, view.right};
}

}  // namespace

Literalness literalness(CheckContext& ck, NodeId expr) {
    switch (kind_of(ck, expr)) {
        case NodeKind::Int:
        case NodeKind::Float:
        case NodeKind::Complex:
        case NodeKind::Str:
        case NodeKind::Bytes:
            return Literalness::Yes;
        case NodeKind::Name: {
            const VarInfo* variable = variable_of(ck, expr);
            if (variable != nullptr && variable->is_final && variable->final_value) {
                return Literalness::Yes;
            }
            return definition_of(ck, expr) != nullptr ? Literalness::Type : Literalness::No;
        }
        case NodeKind::Attribute:
            return literalness(ck, ck.tree.attribute(expr).value);
        case NodeKind::UnaryOp:
            return literalness(ck, ck.tree.unary_op(expr).operand);
        case NodeKind::Starred:
            return literalness(ck, starred_value(ck, expr));
        case NodeKind::NamedExpr:
            return literalness(ck, ck.tree.named_expr(expr).target);
        case NodeKind::Subscript: {
            syntax::SubscriptView view = ck.tree.subscript(expr);
            if (literalness(ck, view.slice) != Literalness::Yes) return Literalness::No;
            return literalness(ck, view.value);
        }
        case NodeKind::BinOp: {
            auto [left, right] = operands(ck, expr);
            return std::min(literalness(ck, left), literalness(ck, right));
        }
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Set:
            return sequence_key(ck, expr) != KeyId::None ? Literalness::Yes : Literalness::No;
        default:
            return Literalness::No;
    }
}

KeyId key_of(CheckContext& ck, NodeId expr) {
    switch (kind_of(ck, expr)) {
        case NodeKind::Int:
        case NodeKind::Float:
        case NodeKind::Complex: {
            base::TextRange range = range_of(ck, expr);
            return literal_key(
                ck, types::LiteralKind::Int,
                base::intern(ck.source.text().substr(range.start, range.end - range.start)));
        }
        case NodeKind::Str:
            return literal_key(ck, types::LiteralKind::Str, base::intern(ck.tree.str_value(expr)));
        case NodeKind::Bytes:
            return literal_key(ck, types::LiteralKind::Bytes,
                               base::intern(ck.tree.bytes_value(expr)));
        case NodeKind::Name:
            return name_key(ck, expr);
        case NodeKind::Attribute: {
            syntax::AttributeView view = ck.tree.attribute(expr);
            KeyId value = key_of(ck, view.value);
            if (value == KeyId::None) return KeyId::None;
            return ck.keys.intern({Tag::Member, 0, raw(value), raw(view.attr)});
        }
        case NodeKind::UnaryOp: {
            syntax::UnaryOpView view = ck.tree.unary_op(expr);
            return operation_key(ck, kUnary + static_cast<std::uint8_t>(view.op), view.operand,
                                 NodeId::None);
        }
        case NodeKind::NamedExpr:
            return key_of(ck, ck.tree.named_expr(expr).target);
        case NodeKind::Subscript: {
            syntax::SubscriptView view = ck.tree.subscript(expr);
            if (literalness(ck, view.slice) != Literalness::Yes) return KeyId::None;
            KeyId value = key_of(ck, view.value);
            KeyId index = key_of(ck, view.slice);
            if (value == KeyId::None || index == KeyId::None) return KeyId::None;
            return ck.keys.intern({Tag::Index, 0, raw(value), raw(index)});
        }
        case NodeKind::BinOp: {
            auto [left, right] = operands(ck, expr);
            auto op = static_cast<std::uint8_t>(ck.synthetic.holds(expr) ? ck.synthetic[expr].op
                                                                         : ck.tree.bin_op(expr).op);
            return operation_key(ck, op, left, right);
        }
        case NodeKind::List:
        case NodeKind::Tuple:
        case NodeKind::Set:
            return sequence_key(ck, expr);
        default:
            return KeyId::None;
    }
}

}  // namespace krait::checker
