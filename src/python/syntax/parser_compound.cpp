// parser_compound.cpp: if, for, while, with, try.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

NodeId Parser::if_statement() {
    // The clauses of an `elif` chain are read in a loop, and nested into each other from the last
    // to the first.
    struct Clause {
        std::uint32_t start;
        NodeId test;
        Pending body;
    };
    std::vector<Clause> clauses;
    std::uint32_t mark = build_.mark();
    auto clause = [&](const char* owner) {
        std::uint32_t start = current_.start;
        bump();
        NodeId test = named_expression(kPlain);
        expect(Colon);
        clauses.push_back({start, test, body(owner)});
    };
    clause("`if` statement");
    TokenSet outside = around_;
    around_ = around_ | TokenSet{Elif, Else};
    while (at(Elif)) clause("`elif` clause");
    around_ = outside;
    longest_chain_ = std::max(longest_chain_, static_cast<std::uint32_t>(clauses.size()));
    Pending orelse = else_body("`else` clause");
    std::uint32_t end = end_of(clauses.front().start);
    for (std::size_t i = clauses.size(); i-- > 0;) {
        const Clause& c = clauses[i];
        std::uint32_t record = build_.record(c.body, orelse);
        NodeId node = build_.node(NodeKind::If, c.start, end, index_of(c.test), record, 0,
                                  i > 0 ? flag::kElif : std::uint8_t{0});
        if (i == 0) {
            build_.drop_to(mark);
            return node;
        }
        std::uint32_t alone = build_.mark();
        build_.push(node);
        orelse = build_.since(alone);
    }
    return NodeId::None;
}

/// An `else` and its body, if there is one.
Pending Parser::else_body(const char* owner) {
    if (!eat(Else)) return {};
    expect(Colon);
    return body(owner);
}

NodeId Parser::while_statement() {
    std::uint32_t start = current_.start;
    bump();
    NodeId test = named_expression(kPlain);
    expect(Colon);
    std::uint32_t mark = build_.mark();
    Pending loop = body("`while` statement");
    Pending orelse = else_body("`else` clause");
    std::uint32_t record = build_.record(loop, orelse);
    build_.drop_to(mark);
    return build_.node(NodeKind::While, start, end_of(start), index_of(test), record);
}

NodeId Parser::for_statement(std::uint32_t start, bool is_async) {
    bump();
    NodeId target = expression_list(kTarget);
    check_target(target, "Invalid assignment target");
    set_context(target, Context::Store);
    expect(In);
    NodeId iter = expression_list(kStarred);
    std::uint32_t colon = current_.end;
    expect(Colon);
    std::uint32_t header_end = current_.start;
    bool own_line = at(Newline);
    std::uint32_t mark = build_.mark();
    Pending loop = body("`for` statement");
    Pending orelse = else_body("`else` clause");
    std::uint32_t record = build_.record(iter, loop, orelse);
    build_.drop_to(mark);
    NodeId node = build_.node(is_async ? NodeKind::AsyncFor : NodeKind::For, start, end_of(start),
                              index_of(target), record);
    if (own_line) note_type_comment(node, colon, header_end);
    return node;
}

NodeId Parser::with_statement(std::uint32_t start, bool is_async) {
    bump();
    std::uint32_t mark = build_.mark();
    if (!at(sets::kExpressionStart)) {
        error_here("Expected the start of an expression after `with` keyword");
    } else {
        with_items();
    }
    std::uint32_t items = build_.store_and_drop(mark);
    std::uint32_t colon = current_.end;
    expect(Colon);
    std::uint32_t header_end = current_.start;
    bool own_line = at(Newline);
    Pending statements_of_body = body("`with` statement");
    std::uint32_t stored = build_.store(statements_of_body);
    build_.drop_to(mark);
    NodeId node = build_.node(is_async ? NodeKind::AsyncWith : NodeKind::With, start, end_of(start),
                              items, stored);
    if (own_line) note_type_comment(node, colon, header_end);
    return node;
}

void Parser::with_items() {
    if (at(LeftParen) && parenthesized_with_items()) {
        bump();
        comma_list(lists::kParenthesizedWithItems, [this] { with_item(true); });
        expect(RightParen);
        return;
    }
    comma_list(lists::kWithItems, [this] { with_item(false); });
}

void Parser::with_item(bool parenthesized_items) {
    std::uint32_t start = current_.start;
    NodeId context =
        parenthesized_items ? named_expression(kYieldOrStarred) : expression(kYieldOrStarred);
    if (kind_of(context) == NodeKind::Starred) {
        error_at(context, "Starred expression cannot be used here");
    }
    NodeId target = NodeId::None;
    if (eat(As)) {
        target = expression(kStarred);
        check_target(target, "Invalid assignment target");
        set_context(target, Context::Store);
    }
    build_.push(
        build_.node(NodeKind::WithItem, start, end_of(start), index_of(context), index_of(target)));
}

/// At `with (`: whether the parenthesis belongs to the statement rather than to an expression.
/// That shows only behind the closing one, so the tokens between are looked over first.
bool Parser::parenthesized_with_items() {
    std::uint32_t depth = 0;
    bool has_as = false;
    bool expression_only = false;
    bool item_start = true;
    std::uint32_t i = 0;
    for (;; ++i) {
        TokenKind next = i == 0 ? kind() : peek(i).kind;
        if (next == EndOfFile || next == Newline) return has_as;
        if (next == LeftParen || next == LeftBracket || next == LeftBrace) {
            ++depth;
            if (i > 0) item_start = false;
            continue;
        }
        if (next == RightParen || next == RightBracket || next == RightBrace) {
            if (--depth == 0) break;
            continue;
        }
        if (depth != 1) continue;
        if (next == As) has_as = true;
        if (next == ColonEqual || next == For || next == Async) expression_only = true;
        if (item_start && (next == TokenKind::Star || next == Yield)) expression_only = true;
        item_start = next == Comma;
    }
    if (has_as) return true;
    return i > 1 && !expression_only && peek(i + 1).kind == Colon;
}

NodeId Parser::try_statement() {
    std::uint32_t start = current_.start;
    bump();
    expect(Colon);
    std::uint32_t mark = build_.mark();
    Pending tried = body("`try` statement");
    std::uint32_t handlers_mark = build_.mark();
    bool is_star = false;
    bool mixed = false;
    TokenSet outside = around_;
    around_ = around_ | TokenSet{Except, Else, Finally};
    while (at(Except)) {
        bool star = peek().kind == TokenKind::Star;
        if (build_.mark() == handlers_mark) {
            is_star = star;
        } else if (star != is_star && !mixed) {
            error_here("Cannot have both 'except' and 'except*' on the same 'try'");
            mixed = true;
        }
        NodeId clause = except_clause(star);
        build_.push(clause);
    }
    around_ = outside;
    Pending handlers = build_.since(handlers_mark);
    Pending orelse = else_body("`else` clause");
    Pending finally;
    bool has_finally = at(Finally);
    if (eat(Finally)) {
        expect(Colon);
        finally = body("`finally` clause");
        if (at(Else)) error_here("`else` block must come before `finally` block");
    }
    if (handlers.size() == 0 && !has_finally) {
        error_here("Expected `except` or `finally` after `try` block");
    }
    if (is_star) require_version("Exception groups", 11, start);
    std::uint32_t record = build_.record(tried, handlers, orelse, finally);
    build_.drop_to(mark);
    return build_.node(is_star ? NodeKind::TryStar : NodeKind::Try, start, end_of(start), 0,
                       record);
}

NodeId Parser::except_clause(bool is_star) {
    std::uint32_t start = current_.start;
    bump();
    if (is_star) bump();
    NodeId type = NodeId::None;
    if (at(sets::kExpressionStart)) {
        type = expression_list(kStarred);
        if (kind_of(type) == NodeKind::Tuple && !parenthesized(type)) {
            if (at(As)) {
                error_at(type, "Multiple exception types must be parenthesized when using `as`");
            } else if (options_.python_minor < 14) {
                version_error(start_of(type), build_.at(type).end,
                              "multiple exception types must be parenthesized");
            }
        }
    } else if (is_star || at(As)) {
        error_here("Expected one or more exception types");
    }
    Identifier name;
    if (eat(As)) {
        if (is_name_like(kind())) {
            name = identifier();
        } else {
            error_here("Expected name after `as`");
        }
    }
    expect(Colon);
    std::uint32_t mark = build_.mark();
    Pending handled = body("`except` clause");
    std::uint32_t record = build_.record(name.name, name.start, handled);
    build_.drop_to(mark);
    return build_.node(NodeKind::ExceptHandler, start, end_of(start), index_of(type), record);
}

}  // namespace krait::syntax
