// parser_statements.cpp: lines, simple statements, and the bodies of compound ones.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

/// Pushes statements until the block or file ends.
void Parser::statements(const ListRules& rules) {
    list(rules, [this] { statement(); });
}

/// Pushes one compound statement, or the simple ones of a line.
void Parser::statement() {
    Nesting nesting(*this);
    constexpr TokenSet kMayBeginFunction{Def, At, Async};
    if (!functions_.empty() || !at(kMayBeginFunction)) return statement_of_kind();
    Stretch stretch;
    stretch.start = current_.start;
    stretch.depth = depth_ - 1;
    stretch.first = build_.sizes();
    statement_of_kind();
    if (build_.mark() == 0) return;
    stretch.function = build_.item(build_.mark() - 1);
    stretch.end = build_.sizes();
    const bool is_function = kind_of(stretch.function) == NodeKind::FunctionDef ||
                             kind_of(stretch.function) == NodeKind::AsyncFunctionDef;
    if (is_function && index_of(stretch.function) + 1 == stretch.end.nodes) {
        stretches_.push_back(stretch);
    }
}

void Parser::statement_of_kind() {
    switch (kind()) {
        case If:
            build_.push(if_statement());
            return;
        case For:
            build_.push(for_statement(current_.start, false));
            return;
        case While:
            build_.push(while_statement());
            return;
        case Try:
            build_.push(try_statement());
            return;
        case With:
            build_.push(with_statement(current_.start, false));
            return;
        case Def:
            build_.push(function({}, current_.start, false));
            return;
        case Class:
            build_.push(class_definition({}));
            return;
        case At:
            decorated_statement();
            return;
        case Async:
            async_statement();
            return;
        case Match:
            if (match_statement_ahead()) {
                build_.push(match_statement());
                return;
            }
            break;
        default:
            break;
    }
    simple_statement_line();
}

/// One simple statement and what ends it. Those behind a `;` are read as statements of their own.
void Parser::simple_statement_line() {
    simple_statement();
    bool semicolon = eat(Semicolon);
    if (eat(Newline)) return;
    if (!semicolon && at(sets::kSimpleStart)) {
        error_here("Simple statements must be separated by newlines or semicolons");
    } else if (at(sets::kCompoundStart)) {
        error_here("Compound statements are not allowed on the same line as simple statements");
    }
}

/// The statements of a body that stands on the line of its header.
void Parser::simple_statements_after_colon() {
    for (;;) {
        simple_statement();
        if (!eat(Semicolon)) {
            if (!at(sets::kSimpleStart)) break;
            error_here("Simple statements must be separated by newlines or semicolons");
        }
        if (!at(sets::kSimpleStart)) break;
    }
    if (eat(Newline)) return;
    if (at(sets::kCompoundStart)) {
        error_here("Compound statements are not allowed on the same line as simple statements");
    } else {
        expected_token(Newline);
    }
}

/// What follows the colon of a compound statement. The statements stay on the builder's stack.
Pending Parser::body(const char* owner) {
    std::uint32_t mark = build_.mark();
    Token line_end = current_;
    if (eat(Newline)) {
        if (eat(Indent)) {
            statements(lists::kBlock);
            expect(Dedent);
        } else {
            const Token& place = at(EndOfFile) || at(Dedent) ? line_end : current_;
            error(std::string("Expected an indented block after ") + owner, place.start, place.end);
        }
    } else if (at(sets::kSimpleStart)) {
        simple_statements_after_colon();
    } else {
        error_here("Expected a simple statement");
    }
    return build_.since(mark);
}

void Parser::simple_statement() {
    auto keyword_only = [this](NodeKind which) {
        build_.push(build_.node(which, current_.start, current_.end));
        bump();
    };
    switch (kind()) {
        case Pass:
            keyword_only(NodeKind::Pass);
            return;
        case Break:
            keyword_only(NodeKind::Break);
            return;
        case Continue:
            keyword_only(NodeKind::Continue);
            return;
        case Return:
            build_.push(return_statement());
            return;
        case Raise:
            build_.push(raise_statement());
            return;
        case Del:
            build_.push(delete_statement());
            return;
        case Assert:
            build_.push(assert_statement());
            return;
        case Global:
        case Nonlocal:
            build_.push(scope_statement());
            return;
        case Import:
            build_.push(import_statement());
            return;
        case From:
            build_.push(import_from_statement());
            return;
        case Lazy: {
            TokenKind next = peek().kind;
            if (next == Import) return build_.push(import_statement());
            if (next == From) return build_.push(import_from_statement());
            break;
        }
        case Type:
            if (is_name_like(peek().kind) &&
                (peek(2).kind == LeftBracket || peek(2).kind == Equal)) {
                build_.push(type_alias());
                return;
            }
            break;
        default:
            break;
    }
    expression_statement();
}

void Parser::expression_statement() {
    std::uint32_t start = current_.start;
    NodeId value = expression_list(kYieldOrStarred);
    if (at(Equal)) {
        value = assignment(value, start);
    } else if (at(Colon)) {
        value = annotated_assignment(value, start);
    } else if (is_augmented_assignment(kind())) {
        value = augmented_assignment(value, start);
    } else {
        value = build_.unary(NodeKind::Expr, start, end_of(start), value);
    }
    build_.push(value);
}

NodeId Parser::assignment(NodeId target, std::uint32_t start) {
    std::uint32_t mark = build_.mark();
    build_.push(target);
    bump();
    NodeId value = expression_list(kYieldOrStarred);
    if (at(Equal)) {
        list(lists::kAssignmentTargets, [&] {
            bump();
            build_.push(value);
            value = expression_list(kYieldOrStarred);
        });
    }
    Pending targets = build_.since(mark);
    for (std::uint32_t i = targets.from; i < targets.to; ++i) {
        check_target(build_.item(i), "Invalid assignment target");
        set_context(build_.item(i), Context::Store);
    }
    NodeId node = build_.node(NodeKind::Assign, start, end_of(start), index_of(value),
                              build_.store_and_drop(mark));
    if (at(Newline)) take_type_comment(node, previous_end_, current_.start);
    return node;
}

NodeId Parser::annotated_assignment(NodeId target, std::uint32_t start) {
    bump();
    check_annotated_target(target);
    set_context(target, Context::Store);
    bool simple = kind_of(target) == NodeKind::Name && !parenthesized(target);
    NodeId annotation = expression(kPlain);
    NodeId value = NodeId::None;
    if (eat(Equal)) {
        if (at(sets::kExpressionStart)) {
            value = expression_list(kYieldOrStarred);
        } else {
            error_here("Expected an expression");
            value = hole();
        }
    }
    return build_.node(NodeKind::AnnAssign, start, end_of(start), index_of(target),
                       build_.record(annotation, value), 0,
                       simple ? flag::kSimple : std::uint8_t{0});
}

NodeId Parser::augmented_assignment(NodeId target, std::uint32_t start) {
    auto op = static_cast<std::uint16_t>(static_cast<unsigned>(kind()) -
                                         static_cast<unsigned>(PlusEqual));
    bump();
    NodeKind which = kind_of(target);
    if (which != NodeKind::Name && which != NodeKind::Attribute && which != NodeKind::Subscript &&
        which != NodeKind::ErrorExpr) {
        error_at(target, "Invalid augmented assignment target");
    }
    set_context(target, Context::Store);
    NodeId value = expression_list(kYieldOrStarred);
    return build_.node(NodeKind::AugAssign, start, end_of(start), index_of(target), index_of(value),
                       op);
}

void Parser::check_target(NodeId target, const char* message) {
    const Node& node = build_.at(target);
    switch (node.kind) {
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript:
        case NodeKind::ErrorExpr:
            return;
        case NodeKind::Starred:
            check_target(NodeId{node.a}, message);
            return;
        case NodeKind::List:
        case NodeKind::Tuple: {
            NodeList elements = build_.tree().elements(target);
            for (NodeId element : elements) check_target(element, message);
            return;
        }
        default:
            error_at(target, message);
    }
}

void Parser::check_delete_target(NodeId target) {
    const Node& node = build_.at(target);
    switch (node.kind) {
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript:
        case NodeKind::ErrorExpr:
            return;
        case NodeKind::List:
        case NodeKind::Tuple: {
            NodeList elements = build_.tree().elements(target);
            for (NodeId element : elements) check_delete_target(element);
            return;
        }
        default:
            error_at(target, "Invalid delete target");
    }
}

void Parser::check_annotated_target(NodeId target) {
    switch (kind_of(target)) {
        case NodeKind::Name:
        case NodeKind::Attribute:
        case NodeKind::Subscript:
        case NodeKind::ErrorExpr:
            return;
        case NodeKind::List:
            return error_at(target, "Only single target (not list) can be annotated");
        case NodeKind::Tuple:
            return error_at(target, "Only single target (not tuple) can be annotated");
        default:
            error_at(target, "Invalid annotated assignment target");
    }
}

NodeId Parser::return_statement() {
    std::uint32_t start = current_.start;
    bump();
    NodeId value = NodeId::None;
    if (at(sets::kExpressionStart)) {
        value = expression_list(kStarred);
        if (kind_of(value) != NodeKind::NoneConstant) {
            for (OpenFunction& open : functions_) open.facts.has_return_value = true;
        }
    }
    return build_.unary(NodeKind::Return, start, end_of(start), value);
}

NodeId Parser::raise_statement() {
    std::uint32_t start = current_.start;
    bump();
    auto operand_of_raise = [this] {
        NodeId value = expression_list(kPlain);
        if (kind_of(value) == NodeKind::Tuple && !parenthesized(value)) {
            error_at(value, "Unparenthesized tuple expression cannot be used here");
        }
        return value;
    };
    NodeId exception = NodeId::None;
    NodeId cause = NodeId::None;
    if (at(From)) {
        error_here("Exception missing in `raise` statement with cause");
    } else if (!at(TokenSet{Newline, Semicolon, EndOfFile})) {
        exception = operand_of_raise();
    }
    if (eat(From)) cause = operand_of_raise();
    return build_.node(NodeKind::Raise, start, end_of(start), index_of(exception), index_of(cause));
}

NodeId Parser::delete_statement() {
    std::uint32_t start = current_.start;
    bump();
    std::uint32_t mark = build_.mark();
    comma_list(lists::kDeleteTargets, [this] { build_.push(expression(kStarredConditional)); });
    Pending targets = build_.since(mark);
    if (targets.size() == 0) error_here("Delete statement must have at least one target");
    for (std::uint32_t i = targets.from; i < targets.to; ++i) {
        check_delete_target(build_.item(i));
        set_context(build_.item(i), Context::Del);
    }
    return build_.node(NodeKind::Delete, start, end_of(start), build_.store_and_drop(mark));
}

NodeId Parser::assert_statement() {
    std::uint32_t start = current_.start;
    bump();
    NodeId test = expression(kPlain);
    NodeId message = NodeId::None;
    if (eat(Comma)) {
        if (at(sets::kExpressionStart)) {
            message = expression(kPlain);
        } else {
            error_here("Expected an expression");
        }
    }
    return build_.node(NodeKind::Assert, start, end_of(start), index_of(test), index_of(message));
}

/// `global` and `nonlocal`.
NodeId Parser::scope_statement() {
    std::uint32_t start = current_.start;
    bool is_global = at(Global);
    bump();
    std::uint32_t mark = build_.mark();
    comma_list(lists::kIdentifiers, [this] {
        std::uint32_t name_start = current_.start;
        std::uint32_t name_end = current_.end;
        Identifier name = identifier();
        build_.push(build_.node(NodeKind::Identifier, name_start, name_end,
                                static_cast<std::uint32_t>(name.name)));
    });
    if (build_.since(mark).size() == 0) {
        error_here(is_global ? "Global statement must have at least one name"
                             : "Nonlocal statement must have at least one name");
    }
    if (is_global) {
        // What stands in a nested function happens in those around it, too.
        for (OpenFunction& open : functions_) open.facts.declares_global = true;
    } else if (!functions_.empty()) {
        functions_.back().facts.declares_nonlocal = true;
    }
    return build_.node(is_global ? NodeKind::Global : NodeKind::Nonlocal, start, end_of(start),
                       build_.store_and_drop(mark));
}

NodeId Parser::type_alias() {
    std::uint32_t start = current_.start;
    bump();
    NodeId name = build_.node(NodeKind::Name, current_.start, current_.end,
                              static_cast<std::uint32_t>(name_of_token(current_)), 0, 0,
                              static_cast<std::uint8_t>(Context::Store));
    bump();
    std::uint32_t mark = build_.mark();
    Pending params = type_parameters();
    expect(Equal);
    NodeId value = expression(kPlain);
    require_version("\"type\" statements", 12, start);
    check_type_parameters(params, start, true);
    std::uint32_t record = build_.record(value, params);
    build_.drop_to(mark);
    return build_.node(NodeKind::TypeAlias, start, end_of(start), index_of(name), record);
}

}  // namespace krait::syntax
