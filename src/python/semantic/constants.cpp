// constants.cpp
//
// Values of literal expressions, and of simple arithmetic on them: what `x: Final = 60 * 60` is.

#include "python/semantic/analysis.h"

namespace krait::semantic {

namespace {

std::optional<std::int64_t> as_integer(const Constant& constant) {
    if (constant.kind != Constant::Kind::Int) return std::nullopt;
    return std::stoll(constant.text);
}

std::optional<Constant> fold_integers(syntax::BinaryOperator op, std::int64_t left,
                                      std::int64_t right) {
    std::int64_t result = 0;
    bool overflow = true;
    switch (op) {
        case syntax::BinaryOperator::Add:
            overflow = __builtin_add_overflow(left, right, &result);
            break;
        case syntax::BinaryOperator::Sub:
            overflow = __builtin_sub_overflow(left, right, &result);
            break;
        case syntax::BinaryOperator::Mult:
            overflow = __builtin_mul_overflow(left, right, &result);
            break;
        case syntax::BinaryOperator::BitOr:
            return Constant{Constant::Kind::Int, std::to_string(left | right)};
        case syntax::BinaryOperator::BitAnd:
            return Constant{Constant::Kind::Int, std::to_string(left & right)};
        case syntax::BinaryOperator::BitXor:
            return Constant{Constant::Kind::Int, std::to_string(left ^ right)};
        case syntax::BinaryOperator::LShift:
            if (left < 0 || right < 0 || right > 62 || left > (INT64_MAX >> right)) {
                return std::nullopt;
            }
            return Constant{Constant::Kind::Int, std::to_string(left << right)};
        case syntax::BinaryOperator::FloorDiv: {
            if (right == 0 || (left == INT64_MIN && right == -1)) return std::nullopt;
            std::int64_t quotient = left / right;
            if (left % right != 0 && (left < 0) != (right < 0)) --quotient;
            return Constant{Constant::Kind::Int, std::to_string(quotient)};
        }
        default:
            return std::nullopt;
    }
    if (overflow) return std::nullopt;
    return Constant{Constant::Kind::Int, std::to_string(result)};
}

std::optional<Constant> fold_binary(syntax::BinaryOperator op, const Constant& left,
                                    const Constant& right) {
    bool strings = left.kind == Constant::Kind::Str && right.kind == Constant::Kind::Str;
    if (strings && op == syntax::BinaryOperator::Add) {
        return Constant{Constant::Kind::Str, left.text + right.text};
    }
    std::optional<std::int64_t> one = as_integer(left);
    std::optional<std::int64_t> other = as_integer(right);
    if (one && other) return fold_integers(op, *one, *other);
    auto is_number = [](const Constant& constant) {
        return constant.kind == Constant::Kind::Int || constant.kind == Constant::Kind::Float;
    };
    bool arithmetic = op == syntax::BinaryOperator::Add || op == syntax::BinaryOperator::Sub ||
                      op == syntax::BinaryOperator::Mult;
    // The value of a float is of no interest, that it is one is.
    if (arithmetic && is_number(left) && is_number(right)) {
        return Constant{Constant::Kind::Float, ""};
    }
    return std::nullopt;
}

std::optional<Constant> fold_name(Analyzer& a, NodeId node) {
    const auto* variable = types::as<VarInfo>(referent(a, node));
    if (variable == nullptr || !variable->is_final || !variable->final_value) return std::nullopt;
    if (variable->fullname != joined(a.module.name, ".", text(variable->name))) {
        return std::nullopt;
    }
    std::string value(text(variable->final_value->text));
    switch (variable->final_value->kind) {
        case types::LiteralKind::Int:
            if (value.size() > 18) return std::nullopt;
            return Constant{Constant::Kind::Int, value};
        case types::LiteralKind::Bool:
            return Constant{Constant::Kind::Bool, value};
        case types::LiteralKind::Str:
            return Constant{Constant::Kind::Str, value};
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Constant> fold_constant(Analyzer& a, NodeId node) {
    Depth depth(a);
    if (depth.exceeded()) return std::nullopt;
    switch (a.tree.kind(node)) {
        case NodeKind::Int:
            if (std::optional<std::int64_t> value = a.tree.int_value(node)) {
                return Constant{Constant::Kind::Int, std::to_string(*value)};
            }
            return std::nullopt;
        case NodeKind::True:
            return Constant{Constant::Kind::Bool, "True"};
        case NodeKind::False:
            return Constant{Constant::Kind::Bool, "False"};
        case NodeKind::Str:
            return Constant{Constant::Kind::Str, std::string(a.tree.str_value(node))};
        case NodeKind::Float:
            return Constant{Constant::Kind::Float, ""};
        case NodeKind::Name:
            return fold_name(a, node);
        case NodeKind::UnaryOp: {
            syntax::UnaryOpView unary = a.tree.unary_op(node);
            std::optional<Constant> value = fold_constant(a, unary.operand);
            if (!value) return std::nullopt;
            if (unary.op == syntax::UnaryOperator::UAdd) return value;
            if (unary.op != syntax::UnaryOperator::USub) return std::nullopt;
            if (value->kind == Constant::Kind::Float) return value;
            std::optional<std::int64_t> number = as_integer(*value);
            if (!number || *number == INT64_MIN) return std::nullopt;
            return Constant{Constant::Kind::Int, std::to_string(-*number)};
        }
        case NodeKind::BinOp: {
            syntax::BinOpView op = a.tree.bin_op(node);
            std::optional<Constant> left = fold_constant(a, op.left);
            std::optional<Constant> right = left ? fold_constant(a, op.right) : std::nullopt;
            return right ? fold_binary(op.op, *left, *right) : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

}  // namespace krait::semantic
