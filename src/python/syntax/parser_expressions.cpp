// parser_expressions.cpp: operators, by precedence climbing; and atoms.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

namespace {

/// The binary operator, `and`, `or` or comparison at a token; Lowest if it is none.
struct Operator {
    Precedence precedence = Precedence::Lowest;
    BinaryOperator binary = BinaryOperator::Add;
};

constexpr Operator operator_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::Or:
            return {Precedence::Or};
        case TokenKind::And:
            return {Precedence::And};
        case EqualEqual:
        case NotEqual:
        case Less:
        case Greater:
        case LessEqual:
        case GreaterEqual:
        case In:
        case Is:
            return {Precedence::Comparison};
        case Bar:
            return {Precedence::BitOr, BinaryOperator::BitOr};
        case Caret:
            return {Precedence::BitXor, BinaryOperator::BitXor};
        case Ampersand:
            return {Precedence::BitAnd, BinaryOperator::BitAnd};
        case LeftShift:
            return {Precedence::Shift, BinaryOperator::LShift};
        case RightShift:
            return {Precedence::Shift, BinaryOperator::RShift};
        case Plus:
            return {Precedence::Sum, BinaryOperator::Add};
        case Minus:
            return {Precedence::Sum, BinaryOperator::Sub};
        case TokenKind::Star:
            return {Precedence::Product, BinaryOperator::Mult};
        case At:
            return {Precedence::Product, BinaryOperator::MatMult};
        case Slash:
            return {Precedence::Product, BinaryOperator::Div};
        case Percent:
            return {Precedence::Product, BinaryOperator::Mod};
        case DoubleSlash:
            return {Precedence::Product, BinaryOperator::FloorDiv};
        case DoubleStar:
            return {Precedence::Power, BinaryOperator::Pow};
        default:
            return {};
    }
}

constexpr CompareOperator compare_operator(TokenKind kind) {
    switch (kind) {
        case EqualEqual:
            return CompareOperator::Eq;
        case NotEqual:
            return CompareOperator::NotEq;
        case Less:
            return CompareOperator::Lt;
        case Greater:
            return CompareOperator::Gt;
        case LessEqual:
            return CompareOperator::LtE;
        case GreaterEqual:
            return CompareOperator::GtE;
        case Is:
            return CompareOperator::Is;
        default:
            return CompareOperator::In;
    }
}

}  // namespace

/// `a, b` or just `a`.
NodeId Parser::expression_list(Allow allow) {
    std::uint32_t start = current_.start;
    NodeId first = expression(allow);
    if (at(Comma)) return tuple(first, start, false, allow);
    return first;
}

NodeId Parser::named_expression(Allow allow) {
    std::uint32_t start = current_.start;
    NodeId value = expression(allow);
    if (at(ColonEqual)) return walrus(value, start);
    return value;
}

NodeId Parser::walrus(NodeId target, std::uint32_t start) {
    bump();
    if (kind_of(target) != NodeKind::Name && kind_of(target) != NodeKind::ErrorExpr) {
        error_at(target, "Assignment expression target must be an identifier");
    }
    set_context(target, Context::Store);
    NodeId value = expression(kPlain);
    return build_.node(NodeKind::NamedExpr, start, end_of(start), index_of(target),
                       index_of(value));
}

/// An expression with lambdas and conditional expressions, without `:=`.
NodeId Parser::expression(Allow allow) {
    if (at(Lambda)) return lambda();
    std::uint32_t start = current_.start;
    NodeId value = binary(Precedence::Lowest, allow);
    if (at(If)) return conditional(value, start);
    return value;
}

NodeId Parser::conditional(NodeId body, std::uint32_t start) {
    Nesting nesting(*this);
    bump();
    NodeId test = simple_expression(kPlain);
    expect(Else);
    NodeId orelse = expression(kPlain);
    return build_.node(NodeKind::IfExp, start, end_of(start), index_of(test),
                       build_.record(body, orelse));
}

NodeId Parser::lambda() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    functions_.push_back({});
    NodeId args;
    if (at(Colon)) {
        args = build_.node(NodeKind::Arguments, previous_end_, previous_end_);
    } else {
        args = parameters(lists::kLambdaParameters, false);
    }
    expect(Colon);
    NodeId body = expression(kPlain);
    functions_.pop_back();
    if (kind_of(body) != NodeKind::NoneConstant) {
        for (OpenFunction& open : functions_) open.facts.has_return_value = true;
    }
    return build_.node(NodeKind::Lambda, start, end_of(start), index_of(args), index_of(body));
}

NodeId Parser::binary(Precedence left, Allow allow) {
    std::uint32_t start = current_.start;
    NodeId side = operand(left, allow);
    return binary_rest(side, start, left, allow);
}

NodeId Parser::binary_rest(NodeId left_side, std::uint32_t start, Precedence left, Allow allow) {
    std::uint32_t length = 0;
    for (;;) {
        Operator op = operator_of(kind());
        if (op.precedence == Precedence::Lowest) {
            // `not` goes on only as `not in`.
            if (!at(Not) || peek().kind != In) break;
            op.precedence = Precedence::Comparison;
        }
        if (at(In) && allow.no_in) break;
        bool right_associative = op.precedence == Precedence::Power;
        if (right_associative ? op.precedence < left : op.precedence <= left) break;
        if (op.precedence <= Precedence::And) {
            left_side = bool_op(left_side, start, kind(), allow);
        } else if (op.precedence == Precedence::Comparison) {
            left_side = comparison(left_side, start, allow);
        } else {
            Nesting nesting(*this);
            bump();
            NodeId right = binary(op.precedence, allow);
            left_side = build_.node(NodeKind::BinOp, start, end_of(start), index_of(left_side),
                                    index_of(right), static_cast<std::uint16_t>(op.binary));
        }
        longest_chain_ = std::max(longest_chain_, ++length);
    }
    return left_side;
}

NodeId Parser::bool_op(NodeId first, std::uint32_t start, TokenKind op, Allow allow) {
    Nesting nesting(*this);
    std::uint32_t mark = build_.mark();
    build_.push(first);
    Precedence precedence = op == And ? Precedence::And : Precedence::Or;
    while (eat(op)) build_.push(binary(precedence, allow));
    auto which = op == And ? BoolOperator::And : BoolOperator::Or;
    return build_.node(NodeKind::BoolOp, start, end_of(start), build_.store_and_drop(mark), 0,
                       static_cast<std::uint16_t>(which));
}

NodeId Parser::comparison(NodeId first, std::uint32_t start, Allow allow) {
    Nesting nesting(*this);
    // Comparators and operators alternate on the stack, and are parted when they are stored.
    std::uint32_t mark = build_.mark();
    for (;;) {
        CompareOperator op;
        if (at(Not) && peek().kind == In) {
            bump();
            op = CompareOperator::NotIn;
        } else if (operator_of(kind()).precedence != Precedence::Comparison ||
                   (at(In) && allow.no_in)) {
            break;
        } else {
            op = compare_operator(kind());
            if (op == CompareOperator::Is && peek().kind == Not) {
                bump();
                op = CompareOperator::IsNot;
            }
        }
        bump();
        build_.push(NodeId{static_cast<std::uint32_t>(op)});
        build_.push(binary(Precedence::Comparison, allow));
    }
    Pending both = build_.since(mark);
    std::uint32_t record = build_.record(both.size() / 2);
    for (std::uint32_t i = both.from + 1; i < both.to; i += 2) build_.append(build_.item(i));
    for (std::uint32_t i = both.from; i < both.to; i += 2) build_.append(build_.item(i));
    build_.drop_to(mark);
    return build_.node(NodeKind::Compare, start, end_of(start), index_of(first), record);
}

/// What stands between binary operators.
NodeId Parser::operand(Precedence left, Allow allow) {
    switch (kind()) {
        case Name: {
            std::uint32_t start = current_.start;
            NodeId name = build_.node(NodeKind::Name, start, current_.end,
                                      static_cast<std::uint32_t>(name_of_token(current_)));
            bump();
            return postfix(name, start);
        }
        case Minus:
        case Plus:
        case Tilde:
        case Not:
            return unary(left);
        case TokenKind::Star: {
            NodeId node = starred(allow);
            if (left > Precedence::Lowest || allow.star == Allow::Star::No) {
                error_at(node, "Starred expression cannot be used here");
            }
            return node;
        }
        case Await: {
            NodeId node = await();
            if (left >= Precedence::Await) error_at(node, "Await expression cannot be used here");
            return node;
        }
        case Lambda: {
            NodeId node = lambda();
            error_at(node, "Lambda expression cannot be used here");
            return node;
        }
        case Yield: {
            NodeId node = yield();
            if (left > Precedence::Lowest || !allow.yield) {
                error_at(node, "Yield expression cannot be used here");
            }
            return node;
        }
        case In:
            if (allow.no_in) {
                error_here("Expected an identifier");
                return hole();
            }
            [[fallthrough]];
        default: {
            std::uint32_t start = current_.start;
            NodeId node = atom();
            return postfix(node, start);
        }
    }
}

NodeId Parser::unary(Precedence left) {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    TokenKind op = kind();
    bump();
    bool is_not = op == Not;
    NodeId value = binary(is_not ? Precedence::Not : Precedence::Unary, kPlain);
    auto which = UnaryOperator::Not;
    if (op == Minus) which = UnaryOperator::USub;
    if (op == Plus) which = UnaryOperator::UAdd;
    if (op == Tilde) which = UnaryOperator::Invert;
    NodeId node = build_.node(NodeKind::UnaryOp, start, end_of(start), index_of(value), 0,
                              static_cast<std::uint16_t>(which));
    if (is_not && left > Precedence::Not) {
        error_at(node, "Boolean 'not' expression cannot be used here");
    }
    return node;
}

NodeId Parser::starred(Allow allow) {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    NodeId value = allow.star == Allow::Star::Conditional ? expression(allow)
                                                          : binary(Precedence::Comparison, allow);
    return build_.unary(NodeKind::Starred, start, end_of(start), value);
}

NodeId Parser::await() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    if (!functions_.empty()) functions_.back().facts.has_await = true;
    NodeId value = binary(Precedence::Await, kPlain);
    return build_.unary(NodeKind::Await, start, end_of(start), value);
}

NodeId Parser::yield() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    if (eat(From)) {
        if (!functions_.empty()) functions_.back().facts.has_yield_from = true;
        NodeId value = expression_list(kStarred);
        if (kind_of(value) == NodeKind::Starred) {
            error_at(value, "Starred expression cannot be used here");
        } else if (kind_of(value) == NodeKind::Tuple && !parenthesized(value)) {
            error_at(value, "Unparenthesized tuple expression cannot be used here");
        }
        return build_.unary(NodeKind::YieldFrom, start, end_of(start), value);
    }
    if (!functions_.empty()) functions_.back().facts.has_yield = true;
    NodeId value = at(sets::kExpressionStart) ? expression_list(kStarred) : NodeId::None;
    return build_.unary(NodeKind::Yield, start, end_of(start), value);
}

NodeId Parser::constant(NodeKind which) {
    NodeId node = build_.node(which, current_.start, current_.end);
    bump();
    return node;
}

NodeId Parser::atom() {
    switch (kind()) {
        case Int:
        case Float:
        case Complex:
            return number();
        case String:
        case FStringStart:
        case TStringStart:
            return strings();
        case True:
            return constant(NodeKind::True);
        case False:
            return constant(NodeKind::False);
        case TokenKind::None:
            return constant(NodeKind::NoneConstant);
        case TokenKind::Ellipsis:
            return constant(NodeKind::Ellipsis);
        case LeftParen:
            return parenthesized_expression();
        case LeftBracket:
            return list_or_comprehension();
        case LeftBrace:
            return set_or_dict();
        case Name:
        case Case:
        case Lazy:
        case Match:
        case Type: {
            NodeId name = build_.node(NodeKind::Name, current_.start, current_.end,
                                      static_cast<std::uint32_t>(name_of_token(current_)));
            bump();
            return name;
        }
        default:
            return missing_expression();
    }
}

NodeId Parser::missing_expression() {
    if (is_keyword(kind())) {
        error_here(std::string("Expected an identifier, but found a keyword ") +
                   syntax::name_of(kind()) + " that cannot be used here");
        NodeId node = build_.node(NodeKind::ErrorExpr, current_.start, current_.end);
        bump();
        return node;
    }
    error_here("Expected an expression");
    return hole();
}

}  // namespace krait::syntax
