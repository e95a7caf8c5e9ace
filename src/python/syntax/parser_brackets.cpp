// parser_brackets.cpp: expressions in brackets: tuples, lists, sets, dictionaries, and what is
// comprehended in them.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

/// A comprehension that begins with its `for`.
NodeId Parser::missing_element() {
    error_here("Expected an identifier");
    return hole();
}

NodeId Parser::parenthesized_expression() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    if (at(sets::kLineEnd)) error_here("Missing closing parenthesis `)`");
    if (eat(RightParen)) {
        return build_.node(NodeKind::Tuple, start, end_of(start), 0, 0, 0, flag::kParenthesized);
    }
    NodeId first = at(For) ? missing_element() : named_expression(kYieldOrStarred);
    if (at(Comma)) return tuple(first, start, true, kStarred);
    if (at(For) || at(Async)) {
        return comprehension(NodeKind::GeneratorExp, first, start, RightParen);
    }
    if (kind_of(first) == NodeKind::Starred) {
        error_at(first, "Starred expression cannot be used here");
    }
    expect(RightParen);
    build_.at(first).flags |= flag::kParenthesized;
    return first;
}

NodeId Parser::tuple(NodeId first, std::uint32_t start, bool in_parentheses, Allow allow) {
    std::uint32_t mark = build_.mark();
    build_.push(first);
    if (!at(sets::kSequenceEnd)) expect(Comma);
    if (in_parentheses) {
        comma_list(lists::kParenthesizedElements, [&] { build_.push(named_expression(allow)); });
        expect(RightParen);
    } else {
        comma_list(lists::kTupleElements, [&] { build_.push(expression(allow)); });
    }
    return build_.node(NodeKind::Tuple, start, end_of(start), build_.store_and_drop(mark), 0, 0,
                       in_parentheses ? flag::kParenthesized : std::uint8_t{0});
}

NodeId Parser::list_or_comprehension() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    if (at(sets::kLineEnd)) error_here("Missing closing bracket `]`");
    if (eat(RightBracket)) return build_.node(NodeKind::List, start, end_of(start));
    NodeId first = at(For) ? missing_element() : named_expression(kStarred);
    if (at(For) || at(Async)) {
        return comprehension(NodeKind::ListComp, first, start, RightBracket);
    }
    std::uint32_t mark = build_.mark();
    build_.push(first);
    if (!at(sets::kSequenceEnd)) expect(Comma);
    comma_list(lists::kListElements, [&] { build_.push(named_expression(kStarred)); });
    expect(RightBracket);
    return build_.node(NodeKind::List, start, end_of(start), build_.store_and_drop(mark));
}

NodeId Parser::set_or_dict() {
    Nesting nesting(*this);
    std::uint32_t start = current_.start;
    bump();
    if (at(sets::kLineEnd)) error_here("Missing closing brace `}`");
    if (eat(RightBrace)) return build_.node(NodeKind::Dict, start, end_of(start));
    if (eat(DoubleStar)) {
        NodeId value = binary(Precedence::Comparison, kPlain);
        if (at(For) || at(Async)) {
            NodeId unpacked = comprehension(NodeKind::SetComp, value, start, RightBrace);
            errors_of_meaning_.push_back(
                {{start, end_of(start)}, "PEP 798 is not supported yet", true, "syntax", false});
            return unpacked;
        }
        return dict_rest(NodeId::None, value, start);
    }
    NodeId first = at(For) ? missing_element() : named_expression(kStarred);
    if (at(For) || at(Async)) return comprehension(NodeKind::SetComp, first, start, RightBrace);
    if (at(Colon)) {
        if (kind_of(first) == NodeKind::Starred) {
            error_at(first, "Starred expression cannot be used here");
        } else if (kind_of(first) == NodeKind::NamedExpr && !parenthesized(first)) {
            error_at(first, "Unparenthesized named expression cannot be used here");
        }
        bump();
        NodeId value = expression(kPlain);
        if (at(For) || at(Async)) {
            std::uint32_t clauses = generators();
            expect(RightBrace);
            std::uint32_t record = build_.record(value, build_.since(clauses));
            build_.drop_to(clauses);
            return build_.node(NodeKind::DictComp, start, end_of(start), index_of(first), record);
        }
        return dict_rest(first, value, start);
    }
    std::uint32_t mark = build_.mark();
    build_.push(first);
    if (!at(sets::kSequenceEnd)) expect(Comma);
    comma_list(lists::kSetElements, [&] { build_.push(named_expression(kStarred)); });
    expect(RightBrace);
    return build_.node(NodeKind::Set, start, end_of(start), build_.store_and_drop(mark));
}

/// After the first `key: value` or `**value` of a dictionary.
NodeId Parser::dict_rest(NodeId key, NodeId value, std::uint32_t start) {
    // Keys and values alternate on the stack, and are parted when they are stored.
    std::uint32_t mark = build_.mark();
    build_.push(key);
    build_.push(value);
    if (!at(sets::kSequenceEnd)) expect(Comma);
    comma_list(lists::kDictElements, [&] {
        if (eat(DoubleStar)) {
            build_.push(NodeId::None);
            build_.push(binary(Precedence::Comparison, kPlain));
            return;
        }
        NodeId next_key = expression(kPlain);
        expect(Colon);
        NodeId next_value = expression(kPlain);
        build_.push(next_key);
        build_.push(next_value);
    });
    expect(RightBrace);
    Pending both = build_.since(mark);
    std::uint32_t keys = build_.record(both.size() / 2);
    for (std::uint32_t i = both.from; i < both.to; i += 2) build_.append(build_.item(i));
    std::uint32_t values = build_.record(both.size() / 2);
    for (std::uint32_t i = both.from + 1; i < both.to; i += 2) build_.append(build_.item(i));
    build_.drop_to(mark);
    return build_.node(NodeKind::Dict, start, end_of(start), keys, values);
}

NodeId Parser::comprehension(NodeKind which, NodeId element, std::uint32_t start,
                             TokenKind closing) {
    std::uint32_t clauses = generators();
    if (closing != EndOfFile) expect(closing);
    return build_.node(which, start, end_of(start), index_of(element),
                       build_.store_and_drop(clauses), 0,
                       closing == RightParen ? flag::kParenthesized : std::uint8_t{0});
}

/// Pushes the clauses; where they start on the stack.
std::uint32_t Parser::generators() {
    std::uint32_t mark = build_.mark();
    while (at(For) || at(Async)) generator();
    return mark;
}

void Parser::generator() {
    std::uint32_t start = current_.start;
    bool is_async = eat(Async);
    if (is_async && !functions_.empty()) functions_.back().facts.has_await = true;
    expect(For);
    NodeId target = expression_list(kTarget);
    check_target(target, "Invalid assignment target");
    set_context(target, Context::Store);
    expect(In);
    NodeId iter = simple_expression(kPlain);
    std::uint32_t mark = build_.mark();
    while (eat(If)) build_.push(simple_expression(kPlain));
    std::uint32_t record = build_.record(iter, build_.since(mark));
    build_.drop_to(mark);
    build_.push(build_.node(NodeKind::Comprehension, start, end_of(start), index_of(target), record,
                            is_async ? 1 : 0));
}

}  // namespace krait::syntax
