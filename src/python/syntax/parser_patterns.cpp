// parser_patterns.cpp: the match statement.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

/// At the word `match`: whether it is the keyword. What follows tells; if that could follow a name
/// just as well (a bracket, an operator), the line must end with a colon.
bool Parser::match_statement_ahead() {
    TokenKind next = peek().kind;
    constexpr TokenSet kDecisive =
        sets::kNames | sets::kLiterals | TokenSet{LeftBrace, Tilde, Lambda, Await, Yield};
    if (kDecisive.has(next)) return true;
    if (next == Not) return peek(2).kind != In;
    constexpr TokenSet kEither{LeftParen, LeftBracket, TokenKind::Star, Minus, Plus};
    if (!kEither.has(next)) return false;
    std::uint32_t depth = 0;
    bool colon = false;
    for (std::uint32_t i = 1;; ++i) {
        switch (peek(i).kind) {
            case LeftParen:
            case LeftBracket:
            case LeftBrace:
                ++depth;
                break;
            case RightParen:
            case RightBracket:
            case RightBrace:
                if (depth > 0) --depth;
                break;
            case Newline:
            case EndOfFile:
                return colon;
            default:
                break;
        }
        colon = depth == 0 && peek(i).kind == Colon;
    }
}

NodeId Parser::match_statement() {
    std::uint32_t start = current_.start;
    bump();
    std::uint32_t subject_start = current_.start;
    NodeId subject = named_expression(kStarred);
    if (at(Comma)) {
        subject = tuple(subject, subject_start, false, kStarred);
    } else if (kind_of(subject) == NodeKind::Starred) {
        error_at(subject, "Starred expression cannot be used here");
    }
    expect(Colon);
    if (!eat(Newline)) expected_token(Newline);
    if (!eat(Indent)) error_here("Expected an indented block after `match` statement");
    std::uint32_t mark = build_.mark();
    if (!at(Case)) error_here("Expected `case` block");
    while (at(Case)) build_.push(match_case());
    expect(Dedent);
    return build_.node(NodeKind::Match, start, end_of(start), index_of(subject),
                       build_.store_and_drop(mark));
}

NodeId Parser::match_case() {
    std::uint32_t start = current_.start;
    bump();
    NodeId matched = patterns();
    NodeId guard = NodeId::None;
    if (eat(If)) {
        if (at(sets::kExpressionStart)) {
            guard = named_expression(kPlain);
        } else {
            error_here("Expected an expression");
        }
    }
    expect(Colon);
    std::uint32_t mark = build_.mark();
    Pending handled = body("`case` block");
    std::uint32_t record = build_.record(guard, handled);
    build_.drop_to(mark);
    return build_.node(NodeKind::MatchCase, start, end_of(start), index_of(matched), record);
}

/// A pattern at the top, where a sequence needs no brackets.
NodeId Parser::patterns() {
    std::uint32_t start = current_.start;
    NodeId first = pattern(true);
    if (at(Comma)) return sequence_pattern(first, start, lists::kSequencePattern);
    if (kind_of(first) == NodeKind::MatchStar) {
        error_at(first, "Star pattern cannot be used here");
    }
    return first;
}

NodeId Parser::sequence_pattern(NodeId first, std::uint32_t start, const ListRules& rules) {
    std::uint32_t mark = build_.mark();
    if (first != NodeId::None) build_.push(first);
    if (first != NodeId::None && at(Comma)) bump();
    comma_list(rules, [this] { build_.push(pattern(true)); });
    if (&rules == &lists::kTuplePattern) expect(RightParen);
    if (&rules == &lists::kListPattern) expect(RightBracket);
    return build_.node(NodeKind::MatchSequence, start, end_of(start), build_.store_and_drop(mark));
}

/// Alternatives, and the name for what matched.
NodeId Parser::pattern(bool star_allowed) {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    NodeId found = pattern_alternative(star_allowed);
    if (at(Bar)) {
        std::uint32_t mark = build_.mark();
        build_.push(found);
        while (eat(Bar)) build_.push(pattern_alternative(false));
        found = build_.node(NodeKind::MatchOr, start, end_of(start), build_.store_and_drop(mark));
    }
    if (!eat(As)) return found;
    if (kind_of(found) == NodeKind::MatchStar) {
        error_at(found, "Star pattern cannot be used here");
    }
    std::uint32_t name_start = current_.start;
    std::uint32_t name_end = current_.end;
    Identifier name = identifier();
    if (base::text_of(name.name) == "_") {
        error("cannot use '_' as a target", name_start, name_end);
    }
    return build_.node(NodeKind::MatchAs, start, end_of(start), index_of(found),
                       build_.record(name.name, name.start));
}

NodeId Parser::pattern_alternative(bool star_allowed) {
    std::uint32_t start = current_.start;
    NodeId found;
    switch (kind()) {
        case LeftBrace:
            found = mapping_pattern();
            break;
        case LeftParen:
        case LeftBracket:
            found = bracketed_pattern();
            break;
        case TokenKind::Star:
            found = star_pattern();
            if (!star_allowed) error_at(found, "Star pattern cannot be used here");
            break;
        default:
            found = pattern_atom();
            break;
    }
    if (at(LeftParen)) return class_pattern(found, start);
    if (at(Plus) || at(Minus)) return complex_pattern(found, start);
    return found;
}

NodeId Parser::star_pattern() {
    std::uint32_t start = current_.start;
    bump();
    Identifier name = identifier();
    bool wildcard = base::text_of(name.name) == "_";
    return build_.node(NodeKind::MatchStar, start, end_of(start),
                       static_cast<std::uint32_t>(wildcard ? base::Name::Empty : name.name),
                       name.start);
}

NodeId Parser::bracketed_pattern() {
    std::uint32_t start = current_.start;
    bool parens = at(LeftParen);
    bump();
    const ListRules& rules = parens ? lists::kTuplePattern : lists::kListPattern;
    if (at(sets::kLineEnd)) {
        error_here(parens ? "Missing closing parenthesis `)`" : "Missing closing bracket `]`");
    }
    if (eat(parens ? RightParen : RightBracket)) {
        return build_.node(NodeKind::MatchSequence, start, end_of(start));
    }
    NodeId first = pattern(true);
    if (!parens || at(Comma)) return sequence_pattern(first, start, rules);
    if (kind_of(first) == NodeKind::MatchStar) {
        error_at(first, "Star pattern cannot be used here");
    }
    expect(RightParen);
    return first;
}

NodeId Parser::mapping_pattern() {
    std::uint32_t start = current_.start;
    bump();
    // Keys and patterns alternate on the stack, and are parted when they are stored.
    std::uint32_t mark = build_.mark();
    Identifier rest;
    bool has_rest = false;
    comma_list(lists::kMappingPattern, [&] {
        std::uint32_t item = current_.start;
        if (eat(DoubleStar)) {
            Identifier name = identifier();
            if (has_rest) {
                error("Only one double star pattern is allowed", item, previous_end_);
            }
            rest = name;
            has_rest = true;
            return;
        }
        NodeId key = pattern_alternative(false);
        NodeKind which = kind_of(key);
        NodeId value = NodeId::None;
        if (which == NodeKind::MatchValue || which == NodeKind::MatchSingleton) {
            value = NodeId{build_.at(key).a};
        } else {
            error_at(key, "Invalid mapping pattern key");
            value = build_.node(NodeKind::ErrorExpr, start_of(key), build_.at(key).end);
        }
        expect(Colon);
        NodeId matched = pattern(false);
        build_.push(value);
        build_.push(matched);
        if (has_rest) {
            error("Pattern cannot follow a double star pattern", item, previous_end_);
        }
    });
    expect(RightBrace);
    Pending both = build_.since(mark);
    std::uint32_t record = build_.record(rest.start, both.size() / 2);
    for (std::uint32_t i = both.from; i < both.to; i += 2) build_.append(build_.item(i));
    build_.append(both.size() / 2);
    for (std::uint32_t i = both.from + 1; i < both.to; i += 2) build_.append(build_.item(i));
    build_.drop_to(mark);
    return build_.node(NodeKind::MatchMapping, start, end_of(start),
                       static_cast<std::uint32_t>(rest.name), record);
}

NodeId Parser::class_pattern(NodeId callee, std::uint32_t start) {
    // A bare name was read as a capture.
    NodeId cls = NodeId::None;
    const Node& node = build_.at(callee);
    if (node.kind == NodeKind::MatchValue && (kind_of(NodeId{node.a}) == NodeKind::Attribute ||
                                              kind_of(NodeId{node.a}) == NodeKind::ErrorExpr)) {
        cls = NodeId{node.a};
    } else if (node.kind == NodeKind::MatchAs && node.a == 0) {
        base::Name name = base::Name{index_of(build_.tree().pool_[node.b])};
        if (name == base::Name::Empty) name = base::intern("_");
        cls = build_.node(NodeKind::Name, node.start, node.end, static_cast<std::uint32_t>(name));
    } else {
        error_at(callee, "Invalid value for a class pattern");
        cls = build_.node(NodeKind::ErrorExpr, start, build_.at(callee).end);
    }
    bump();
    // Positional patterns stay in front; keywords come as Identifier and pattern behind a None.
    std::uint32_t mark = build_.mark();
    std::vector<NodeId> names;
    std::vector<NodeId> values;
    comma_list(lists::kClassPatternArguments, [&] {
        std::uint32_t item = current_.start;
        NodeId matched = pattern(false);
        if (eat(Equal)) {
            const Node& left = build_.at(matched);
            base::Name name = base::Name::Empty;
            if (left.kind == NodeKind::MatchAs && left.a == 0) {
                name = base::Name{index_of(build_.tree().pool_[left.b])};
                if (name == base::Name::Empty) name = base::intern("_");
            } else {
                error_at(matched, "Expected an identifier for the keyword pattern");
            }
            names.push_back(build_.node(NodeKind::Identifier, item, left.end,
                                        static_cast<std::uint32_t>(name)));
            values.push_back(pattern(false));
            return;
        }
        if (!names.empty()) {
            error_at(matched, "Positional patterns cannot follow keyword patterns");
        }
        build_.push(matched);
    });
    expect(RightParen);
    std::uint32_t record = build_.record(build_.since(mark));
    build_.drop_to(mark);
    build_.append(static_cast<std::uint32_t>(names.size()));
    for (NodeId name : names) build_.append(name);
    build_.append(static_cast<std::uint32_t>(values.size()));
    for (NodeId value : values) build_.append(value);
    return build_.node(NodeKind::MatchClass, start, end_of(start), index_of(cls), record);
}

NodeId Parser::pattern_atom() {
    std::uint32_t start = current_.start;
    auto value = [&](NodeId expression, NodeKind which = NodeKind::MatchValue) {
        return build_.node(which, start, end_of(start), index_of(expression));
    };
    switch (kind()) {
        case True:
        case False:
        case TokenKind::None:
            return value(atom(), NodeKind::MatchSingleton);
        case Int:
        case Float:
        case Complex:
        case String:
        case FStringStart:
        case TStringStart:
            return value(atom());
        case Minus: {
            if (!TokenSet{Int, Float, Complex}.has(peek().kind)) break;
            bump();
            NodeId operand = number();
            return value(build_.node(NodeKind::UnaryOp, start, end_of(start), index_of(operand), 0,
                                     static_cast<std::uint16_t>(UnaryOperator::USub)));
        }
        default:
            break;
    }
    if (is_name_like(kind())) return pattern_name(start);
    if (is_keyword(kind())) {
        identifier();  // says what is wrong with it
        return value(build_.node(NodeKind::ErrorExpr, start, previous_end_));
    }
    error_here("Expected a pattern");
    NodeId missing = hole();
    return build_.unary(NodeKind::MatchValue, previous_end_, previous_end_, missing);
}

/// A capture, or a dotted name to compare with.
NodeId Parser::pattern_name(std::uint32_t start) {
    if (peek().kind == Dot) {
        NodeId value = atom();
        while (at(Dot)) value = attribute(value, start);
        return build_.unary(NodeKind::MatchValue, start, end_of(start), value);
    }
    Identifier name = identifier();
    if (base::text_of(name.name) == "_") name.name = base::Name::Empty;
    return build_.node(NodeKind::MatchAs, start, end_of(start), 0,
                       build_.record(name.name, name.start));
}

/// `1 + 2j`, after the 1.
NodeId Parser::complex_pattern(NodeId left, std::uint32_t start) {
    auto op = at(Plus) ? BinaryOperator::Add : BinaryOperator::Sub;
    auto value_of = [this](NodeId pattern_) {
        return kind_of(pattern_) == NodeKind::MatchValue ? NodeId{build_.at(pattern_).a}
                                                         : NodeId::None;
    };
    NodeId real = value_of(left);
    NodeKind real_kind = NodeKind::Invalid;
    if (real != NodeId::None) {
        real_kind = kind_of(real);
        if (real_kind == NodeKind::UnaryOp) real_kind = kind_of(NodeId{build_.at(real).a});
    }
    if (real_kind != NodeKind::Int && real_kind != NodeKind::Float) {
        error_at(left, "Expected a real number in complex literal pattern");
    }
    bump();
    NodeId right = pattern_atom();
    NodeId imaginary = value_of(right);
    if (imaginary == NodeId::None || kind_of(imaginary) != NodeKind::Complex) {
        error_at(right, "Expected an imaginary number in complex literal pattern");
    }
    if (real == NodeId::None) real = hole();
    if (imaginary == NodeId::None) imaginary = hole();
    NodeId sum = build_.node(NodeKind::BinOp, start, end_of(start), index_of(real),
                             index_of(imaginary), static_cast<std::uint16_t>(op));
    return build_.unary(NodeKind::MatchValue, start, end_of(start), sum);
}

}  // namespace krait::syntax
