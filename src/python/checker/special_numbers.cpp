// special_numbers.cpp: what is known of an integer beyond its class: the value behind a sign, the
// type of a power with a written exponent, and enum.member() of a known value.

#include "python/checker/expressions.h"
#include "python/checker/facts.h"
#include "python/checker/special_calls.h"

namespace krait::checker {

namespace {

/// The number that a sign makes of a known one.
types::LiteralValue signed_value(types::LiteralValue value, bool is_negative) {
    std::string_view text = base::text_of(value.text);
    if (!is_negative || text == "0") return value;
    value.text =
        base::intern(text.starts_with('-') ? std::string(text.substr(1)) : concat({"-", text}));
    return value;
}

/// `-1` and `+1` know their value as `1` does.
TypePtr signed_result(CheckContext& ck, const CheckedCall& call, bool is_negative) {
    TypePtr operand = call.object_type;
    const auto* literal = types::as<LiteralType>(operand);
    const auto* instance = types::as<Instance>(operand);
    if (instance != nullptr) literal = instance->last_known_value;
    if (literal == nullptr || literal->value.kind != types::LiteralKind::Int ||
        !is_instance_of(ck, literal->fallback, "builtins.int")) {
        return call.callee.ret_type;
    }
    const LiteralType* result =
        types::make_literal(ck.cx, signed_value(literal->value, is_negative), *literal->fallback);
    if (instance == nullptr || is_literal_context(ck)) return result;
    return types::modified(ck.cx, *instance,
                           [&](Instance& copy) { copy.last_known_value = result; });
}

/// `3` or `-3`, as it is written.
bool is_written_integer(CheckContext& ck, NodeId node) {
    if (!is_kind(ck, node, NodeKind::UnaryOp)) return is_kind(ck, node, NodeKind::Int);
    syntax::UnaryOpView sign = ck.tree.unary_op(node);
    return sign.op == syntax::UnaryOperator::USub && is_kind(ck, sign.operand, NodeKind::Int);
}

}  // namespace

TypePtr int_negated_result(CheckContext& ck, const CheckedCall& call) {
    return signed_result(ck, call, true);
}

TypePtr int_unchanged_result(CheckContext& ck, const CheckedCall& call) {
    return signed_result(ck, call, false);
}

TypePtr int_power_result(CheckContext& ck, const CheckedCall& call) {
    const bool without_modulo = call.map.size() == 2 && call.count(0) == 1 && call.count(1) == 0;
    if (!without_modulo || !is_written_integer(ck, call.node(0))) return call.callee.ret_type;
    const auto* exponent = types::as<LiteralType>(try_getting_literal(ck, call.type(0)));
    if (exponent == nullptr) return call.callee.ret_type;
    const bool is_negative = base::text_of(exponent->value.text).starts_with('-');
    return named_type(ck, is_negative ? known::builtins_float : known::builtins_int);
}

TypePtr enum_member_result(CheckContext& ck, const CheckedCall& call) {
    const auto* made = proper_as<Instance>(ck, call.callee.ret_type);
    if (call.count(0) == 0 || made == nullptr || made->args.size() != 1) {
        return call.callee.ret_type;
    }
    const auto* value = proper_as<Instance>(ck, call.type(0));
    if (value == nullptr || value->last_known_value == nullptr) return call.callee.ret_type;
    return types::with_args(ck.cx, *made, ck.cx.arena.copy(std::vector<TypePtr>{value}));
}

}  // namespace krait::checker
