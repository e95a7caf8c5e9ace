// parser_definitions.cpp: functions and classes, with decorators, parameters and type parameters.

#include "python/syntax/parsing.h"

namespace krait::syntax {

using enum TokenKind;

/// Pushes a decorated definition.
void Parser::decorated_statement() {
    std::uint32_t mark = build_.mark();
    while (at(At)) {
        bump();
        build_.push(named_expression(kPlain));
        expect(Newline);
    }
    Pending decorators = build_.since(mark);
    NodeId definition = NodeId::None;
    switch (kind()) {
        case Def:
            definition = function(decorators, current_.start, false);
            break;
        case Class:
            definition = class_definition(decorators);
            break;
        case Async:
            if (peek().kind == Def) {
                std::uint32_t start = current_.start;
                bump();
                definition = function(decorators, start, true);
                break;
            }
            [[fallthrough]];
        default:
            error_here(
                "Expected class, function definition or async function definition after "
                "decorator");
            // The decorators are all there is to keep.
            definition = build_.node(NodeKind::ErrorStmt, start_of(build_.item(mark)),
                                     previous_end_, build_.store(decorators));
            break;
    }
    build_.drop_to(mark);
    build_.push(definition);
}

/// Pushes what follows `async`.
void Parser::async_statement() {
    std::uint32_t start = current_.start;
    bump();
    switch (kind()) {
        case Def:
            build_.push(function({}, start, true));
            return;
        case For:
        case With:
            if (!functions_.empty()) functions_.back().facts.has_await = true;
            build_.push(at(For) ? for_statement(start, true) : with_statement(start, true));
            return;
        default:
            break;
    }
    error_here(std::string("Expected `def`, `with` or `for` to follow `async`, found ") +
               syntax::name_of(kind()));
    if (at(sets::kStatementStart)) statement();
}

NodeId Parser::function(Pending decorators, std::uint32_t start, bool is_async) {
    bump();
    std::uint32_t mark = build_.mark();
    Identifier name = identifier();
    Pending type_params = type_parameters();
    functions_.push_back({});
    expect(LeftParen);
    NodeId args = parameters(lists::kParameters, true);
    expect(RightParen);
    NodeId returns = NodeId::None;
    if (eat(Arrow)) {
        if (at(sets::kExpressionStart)) {
            returns = expression_list(kPlain);
            if (kind_of(returns) == NodeKind::Tuple && !parenthesized(returns)) {
                error_at(returns, "Unparenthesized tuple expression cannot be used here");
            }
        } else {
            error_here("Expected an expression");
        }
    }
    std::uint32_t body_start = current_.end;
    expect(Colon);
    // A `# type:` comment may stand behind the colon, or alone on the line after it.
    std::uint32_t header_end = current_.start;
    if (at(Newline) && peek().kind == Indent) header_end = peek(2).start;
    bool own_line = at(Newline);
    Pending statements_of_body = body("function definition");
    check_type_parameters(type_params, start, false);
    FunctionFacts facts = facts_of_body(statements_of_body, functions_.back().facts);
    functions_.pop_back();
    std::uint32_t record =
        build_.record(name.start, args, returns, body_start, build_.add_facts(facts), decorators,
                      type_params, statements_of_body);
    build_.drop_to(mark);
    NodeId node = build_.node(is_async ? NodeKind::AsyncFunctionDef : NodeKind::FunctionDef, start,
                              end_of(start), static_cast<std::uint32_t>(name.name), record);
    if (own_line) note_type_comment(node, body_start, header_end);
    return node;
}

/// Looks at what is left of a body without its docstring.
FunctionFacts Parser::facts_of_body(Pending body_, FunctionFacts facts) {
    const Tree& tree = build_.tree();
    NodeList body = build_.items(body_);
    auto value_is = [&](NodeId id, NodeKind which) {
        return tree.is(id, NodeKind::Expr) && tree.is(tree.expr_value(id), which);
    };
    facts.has_docstring = !body.empty() && value_is(body.front(), NodeKind::Str);
    if (facts.has_docstring) body = body.subspan(1);
    if (body.empty()) {
        if (facts.has_docstring) facts.shape = BodyShape::DocstringOnly;
        return facts;
    }
    if (body.size() > 1) return facts;
    if (tree.is(body[0], NodeKind::Pass)) facts.shape = BodyShape::Pass;
    if (value_is(body[0], NodeKind::Ellipsis)) facts.shape = BodyShape::Ellipsis;
    if (tree.is(body[0], NodeKind::Raise)) {
        NodeId exception = tree.raise(body[0]).exception;
        if (exception != NodeId::None && tree.is(exception, NodeKind::Call)) {
            exception = tree.call(exception).func;
        }
        if (exception != NodeId::None && tree.is(exception, NodeKind::Name) &&
            base::text_of(tree.name(exception)) == "NotImplementedError") {
            facts.shape = BodyShape::RaisesNotImplemented;
        }
    }
    return facts;
}

NodeId Parser::class_definition(Pending decorators) {
    std::uint32_t start = current_.start;
    bump();
    std::uint32_t mark = build_.mark();
    Identifier name = identifier();
    Pending type_params = type_parameters();
    // Bases and keywords were stored together by arguments(): they are copied into the record.
    std::uint32_t args = at(LeftParen) ? arguments() : 0;
    std::uint32_t bases_mark = build_.mark();
    const Tree& tree = build_.tree();
    if (args != 0) {
        for (NodeId base : tree.list(args)) build_.push(base);
    }
    Pending bases = build_.since(bases_mark);
    std::uint32_t keywords_mark = build_.mark();
    if (args != 0) {
        for (NodeId keyword : tree.list(args + 1 + bases.size())) build_.push(keyword);
    }
    Pending keywords = build_.since(keywords_mark);
    expect(Colon);
    Pending statements_of_body = body("`class` definition");
    check_type_parameters(type_params, start, false);
    std::uint32_t record =
        build_.record(name.start, bases, keywords, decorators, type_params, statements_of_body);
    build_.drop_to(mark);
    return build_.node(NodeKind::ClassDef, start, end_of(start),
                       static_cast<std::uint32_t>(name.name), record);
}

struct Parser::ParameterState {
    bool seen_default = false;
    bool seen_slash = false;
    bool seen_star = false;       // `*` or `*args`
    bool bare_star_open = false;  // `*` that no parameter followed yet
    bool seen_double_star = false;
    Token bare_star;
    std::uint32_t mark = 0;
};

/// Everything between the parentheses of a function, or between `lambda` and its colon.
NodeId Parser::parameters(const ListRules& rules, bool annotated) {
    std::uint32_t start = current_.start;
    std::uint32_t comment_from = previous_end_;
    ParameterState state;
    state.mark = build_.mark();
    comma_list(rules, [&] {
        parameter(state, annotated);
        if (annotated && build_.mark() > state.mark) {
            std::uint32_t to = at(Comma) ? peek().start : current_.start;
            take_type_comment(build_.item(build_.mark() - 1), comment_from, to);
            comment_from = to;
        }
    });
    if (state.bare_star_open) {
        error("Expected one or more keyword parameter after `*` separator", state.bare_star.start,
              state.bare_star.end);
    }
    Pending all = build_.since(state.mark);
    check_duplicate_parameters(all);
    std::uint32_t end = all.size() > 0 ? previous_end_ : start;
    NodeId node = build_.node(NodeKind::Arguments, start, std::max(start, end), build_.store(all));
    build_.drop_to(state.mark);
    return node;
}

void Parser::check_duplicate_parameters(Pending all) {
    if (all.size() > 256) return;  // quadratic, but not for functions that somebody generated
    for (std::uint32_t i = all.from; i < all.to; ++i) {
        const Node& node = build_.at(build_.item(i));
        for (std::uint32_t j = all.from; j < i; ++j) {
            if (build_.at(build_.item(j)).a != node.a || node.a == 0) continue;
            errors_of_meaning_.push_back({{node.start, node.end},
                                          "Duplicate parameter \"" +
                                              std::string(base::text_of(base::Name{node.a})) +
                                              "\" in function definition",
                                          true,
                                          "syntax",
                                          false});
            break;
        }
    }
}

void Parser::parameter(ParameterState& state, bool annotated) {
    Token first = current_;
    auto after_kwargs = [&](std::uint32_t start, std::uint32_t end) {
        if (state.seen_double_star) {
            error("Parameter cannot follow var-keyword parameter", start, end);
        }
    };
    if (eat(TokenKind::Star)) {
        if (is_name_like(kind())) {
            NodeId node = parameter_name(ParameterKind::VarArgs, annotated, true);
            build_.push(node);
            if (state.seen_star)
                error("Only one '*' parameter allowed", first.start, previous_end_);
            after_kwargs(first.start, previous_end_);
        } else {
            if (state.seen_star) error("Only one '*' separator allowed", first.start, first.end);
            after_kwargs(first.start, first.end);
            state.bare_star_open = true;
            state.bare_star = first;
        }
        state.seen_star = true;
        return;
    }
    if (eat(DoubleStar)) {
        if (state.bare_star_open) {
            error("Expected one or more keyword parameter after `*` separator", first.start,
                  first.end);
            state.bare_star_open = false;
        }
        NodeId node = parameter_name(ParameterKind::KwArgs, annotated, false);
        build_.push(node);
        if (state.seen_double_star)
            error("Parameter cannot follow var-keyword parameter", first.start, previous_end_);
        state.seen_double_star = true;
        return;
    }
    if (eat(Slash)) {
        if (state.seen_slash) {
            error("Only one '/' separator allowed", first.start, first.end);
        } else if (state.seen_star) {
            error("'/' parameter must appear before '*' parameter", first.start, first.end);
        } else if (build_.mark() == state.mark) {
            error("Position-only parameter separator not allowed as first parameter", first.start,
                  first.end);
        } else {
            for (std::uint32_t i = state.mark; i < build_.mark(); ++i) {
                build_.at(build_.item(i)).small =
                    static_cast<std::uint16_t>(ParameterKind::PositionalOnly);
            }
        }
        after_kwargs(first.start, first.end);
        state.seen_slash = true;
        return;
    }
    auto which = state.seen_star ? ParameterKind::KeywordOnly : ParameterKind::Normal;
    NodeId node = parameter_name(which, annotated, false);
    build_.push(node);
    bool has_default = build_.tree().arg(node).default_value != NodeId::None;
    if (state.seen_default && !has_default && !state.seen_star) {
        error("Parameter without a default cannot follow a parameter with a default",
              start_of(node), previous_end_);
    }
    state.seen_default |= has_default;
    after_kwargs(first.start, previous_end_);
    state.bare_star_open = false;
}

NodeId Parser::parameter_name(ParameterKind which, bool annotated, bool starred) {
    std::uint32_t start = current_.start;
    Identifier name = identifier();
    NodeId annotation = NodeId::None;
    if (annotated && eat(Colon)) {
        if (at(sets::kExpressionStart)) {
            annotation = expression(starred ? kStarred : kPlain);
        } else {
            error_here("Expected an expression");
        }
    }
    std::uint32_t end = end_of(start);
    NodeId default_value = NodeId::None;
    if (at(Equal)) {
        if (which == ParameterKind::VarArgs || which == ParameterKind::KwArgs) {
            error_here("Parameter with `*` or `**` cannot have default value");
            bump();
        } else {
            bump();
            if (at(sets::kExpressionStart)) {
                default_value = expression(kPlain);
            } else {
                error_here("Expected an expression");
            }
        }
    }
    OpenFunction& open = functions_.back();
    if (open.first_parameter == base::Name::Empty && annotated &&
        (which == ParameterKind::Normal || which == ParameterKind::PositionalOnly)) {
        open.first_parameter = name.name;
    }
    return build_.node(NodeKind::Arg, start, end, static_cast<std::uint32_t>(name.name),
                       build_.record(annotation, default_value), static_cast<std::uint16_t>(which));
}

/// `[T, *Ts, **P]`, if it is there. Stays on the builder's stack.
Pending Parser::type_parameters() {
    std::uint32_t mark = build_.mark();
    if (!at(LeftBracket)) return build_.since(mark);
    bump();
    comma_list(lists::kTypeParams, [this] { type_parameter(); });
    if (build_.mark() == mark) error_here("Type parameter list cannot be empty");
    expect(RightBracket);
    return build_.since(mark);
}

void Parser::check_type_parameters(Pending params, std::uint32_t start, bool is_alias) {
    if (params.size() == 0) return;
    if (!is_alias) require_version("Improved type parameter syntax", 12, start);
    for (NodeId param : build_.items(params)) {
        if (build_.tree().type_param(param).default_value != NodeId::None) {
            require_version("Type parameter defaults", 13, start);
            break;
        }
    }
}

void Parser::type_parameter() {
    std::uint32_t start = current_.start;
    NodeKind which = NodeKind::TypeVar;
    if (eat(TokenKind::Star)) {
        which = NodeKind::TypeVarTuple;
    } else if (eat(DoubleStar)) {
        which = NodeKind::ParamSpec;
    }
    Identifier name = identifier();
    NodeId bound = NodeId::None;
    NodeId default_value = NodeId::None;
    if (which == NodeKind::TypeVar && eat(Colon)) {
        if (at(sets::kExpressionStart)) {
            bound = expression(kPlain);
        } else {
            error_here("Expected an expression");
        }
    }
    if (eat(Equal)) {
        if (at(sets::kExpressionStart)) {
            default_value = expression(which == NodeKind::TypeVarTuple ? kStarred : kPlain);
        } else {
            error_here("Expected an expression");
        }
    }
    std::uint32_t record = build_.record(name.start, bound, default_value);
    build_.push(
        build_.node(which, start, end_of(start), static_cast<std::uint32_t>(name.name), record));
}

}  // namespace krait::syntax
