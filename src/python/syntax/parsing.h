// parsing.h
//
// The parser's state and its functions, which are spread by construct over parser_*.cpp,
// strings.cpp and literals.cpp. Internal to this room.
//
// Recursion is bounded by one depth for everything that nests (`Nesting`); what only grows long
// (operators of one precedence, attribute and call chains, elif) is read in loops, and trees that
// get too tall by it are cut by `limit_height`, so that whoever walks them may recurse.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "python/syntax/builder.h"
#include "python/syntax/lexer.h"
#include "python/syntax/name_cache.h"
#include "python/syntax/parser.h"
#include "python/syntax/recovery.h"

namespace krait::syntax {

/// Deeper nesting than this, of statements and expressions together, isn't read.
inline constexpr std::uint32_t kMaxNesting = 200;
/// Taller trees than this aren't handed out.
inline constexpr std::uint32_t kMaxHeight = 3000;

/// Which of the expressions that aren't allowed everywhere are allowed here.
struct Allow {
    enum class Star : std::uint8_t { No, BitwiseOr, Conditional };
    Star star = Star::No;
    bool yield = false;
    bool no_in = false;  ///< `in` ends the expression: the target of a `for`
};
inline constexpr Allow kPlain{};
inline constexpr Allow kStarred{Allow::Star::BitwiseOr};
inline constexpr Allow kStarredConditional{Allow::Star::Conditional};
inline constexpr Allow kYieldOrStarred{Allow::Star::BitwiseOr, true};
inline constexpr Allow kTarget{Allow::Star::Conditional, false, true};

/// From loose to tight.
enum class Precedence : std::uint8_t {
    Lowest,
    Or,
    And,
    Not,
    Comparison,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Unary,
    Power,
    Await,
};

class Parser {
public:
    Parser(std::string_view text, std::uint32_t base_offset, Piece piece,
           const ParseOptions& options);

    Tree parse_module(const base::SourceText& source);
    Tree parse_single_expression();
    std::optional<Tree> parse_single_function(const base::SourceText& source, std::uint32_t depth);
    [[nodiscard]] std::vector<Stretch> take_stretches() { return std::move(stretches_); }

private:
    // --- tokens (parser.cpp)

    [[nodiscard]] TokenKind kind() const { return current_.kind; }
    [[nodiscard]] bool at(TokenKind kind) const { return current_.kind == kind; }
    [[nodiscard]] bool at(TokenSet set) const { return set.has(current_.kind); }
    [[nodiscard]] const Token& peek(std::uint32_t ahead = 1) {
        while (index_ + ahead >= tokens_.size()) lexer_.fill(tokens_);
        return tokens_[index_ + ahead];
    }
    void bump() {
        if (current_.kind != TokenKind::Dedent && current_.kind != TokenKind::Newline) {
            previous_end_ = current_.end;
        }
        advance();
    }
    void advance() {
        if (++index_ >= tokens_.size()) refill();
        current_ = tokens_[index_];
    }
    void refill();
    bool eat(TokenKind kind) {
        if (current_.kind != kind) return false;
        bump();
        return true;
    }
    bool expect(TokenKind kind) {
        if (eat(kind)) return true;
        expected_token(kind);
        return false;
    }
    /// An element that read nothing would be read for ever.
    void ensure_progress(const Token& before) {
        if (current_.start == before.start && kind() == before.kind && !at(TokenKind::EndOfFile) &&
            current_.end > current_.start) {
            bump();
        }
    }
    void expected_token(TokenKind kind);
    void error(std::string message, std::uint32_t start, std::uint32_t end);
    void error_here(std::string message) {
        error(std::move(message), current_.start, current_.end);
    }
    void error_at(NodeId id, std::string message) {
        error(std::move(message), build_.at(id).start, build_.at(id).end);
    }
    void version_error(std::uint32_t start, std::uint32_t end, std::string message);
    void require_version(const char* feature, std::uint8_t minor, std::uint32_t start);
    void give_up();
    void leave_brackets();
    void unexpected_block();
    bool recover_block_line();
    [[nodiscard]] std::uint32_t first_offset(NodeId statement);
    [[nodiscard]] bool recover(const ListRules& rules);
    [[nodiscard]] Name name_of_token(const Token& token);
    [[nodiscard]] std::string_view text_of(const Token& token) const {
        return lexer_.source().view(token.start, token.end);
    }

    template <class Element>
    void list(const ListRules& rules, Element element);
    template <class Element>
    void comma_list(const ListRules& rules, Element element);

    // --- nodes

    [[nodiscard]] std::uint32_t end_of(std::uint32_t start) const {
        return previous_end_ < start ? start : previous_end_;
    }
    [[nodiscard]] NodeKind kind_of(NodeId id) { return build_.at(id).kind; }
    [[nodiscard]] std::uint32_t start_of(NodeId id) { return build_.at(id).start; }
    [[nodiscard]] bool parenthesized(NodeId id) {
        return (build_.at(id).flags & flag::kParenthesized) != 0;
    }
    NodeId hole() { return build_.node(NodeKind::ErrorExpr, previous_end_, previous_end_); }
    void set_context(NodeId id, Context context);
    void finish_tables(const base::SourceText* source);
    void finish_comments(const base::SourceText& source);
    void ignore_file(const base::SourceText& source, const TypeIgnore& ignore);
    void limit_height();
    /// Gives a `# type:` comment between two places to a node that is just being made, or to one
    /// whose header lies behind already.
    void note_type_comment(NodeId node, std::uint32_t from, std::uint32_t to);
    void take_type_comment(NodeId node, std::uint32_t from, std::uint32_t to);

    /// Counts nesting while it lives; false if there is too much of it.
    class Nesting {
    public:
        explicit Nesting(Parser& parser) : depth_(parser.depth_) {
            if (++depth_ > kMaxNesting) parser.give_up();
        }
        ~Nesting() { --depth_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

    private:
        std::uint32_t& depth_;
    };

    // --- statements (parser_statements.cpp, parser_definitions.cpp, parser_imports.cpp)

    void statements(const ListRules& rules);
    void statement();
    void statement_of_kind();
    void simple_statement_line();
    void simple_statements_after_colon();
    void simple_statement();
    Pending body(const char* owner);
    void expression_statement();
    NodeId assignment(NodeId target, std::uint32_t start);
    NodeId annotated_assignment(NodeId target, std::uint32_t start);
    NodeId augmented_assignment(NodeId target, std::uint32_t start);
    NodeId type_alias();
    NodeId return_statement();
    NodeId raise_statement();
    NodeId delete_statement();
    NodeId assert_statement();
    NodeId scope_statement();
    NodeId import_statement();
    NodeId import_from_statement();
    NodeId alias(bool dotted);
    Name dotted_name(std::uint32_t& start);
    void check_target(NodeId target, const char* message);
    void check_delete_target(NodeId target);
    void check_annotated_target(NodeId target);
    NodeId if_statement();
    Pending else_body(const char* owner);
    NodeId for_statement(std::uint32_t start, bool is_async);
    NodeId while_statement();
    NodeId with_statement(std::uint32_t start, bool is_async);
    void with_items();
    void with_item(bool parenthesized_items);
    bool parenthesized_with_items();
    NodeId try_statement();
    NodeId except_clause(bool is_star);
    void async_statement();
    void decorated_statement();
    NodeId function(Pending decorators, std::uint32_t start, bool is_async);
    NodeId class_definition(Pending decorators);
    NodeId parameters(const ListRules& rules, bool annotated);
    struct ParameterState;
    void parameter(ParameterState& state, bool annotated);
    void check_duplicate_parameters(Pending all);
    NodeId parameter_name(ParameterKind kind, bool annotated, bool starred);
    Pending type_parameters();
    void check_type_parameters(Pending params, std::uint32_t start, bool is_alias);
    void type_parameter();
    FunctionFacts facts_of_body(Pending body, FunctionFacts facts);

    // --- match (parser_patterns.cpp)

    [[nodiscard]] bool match_statement_ahead();
    NodeId match_statement();
    NodeId match_case();
    NodeId patterns();
    NodeId pattern(bool star_allowed);
    NodeId pattern_alternative(bool star_allowed);
    NodeId pattern_atom();
    NodeId star_pattern();
    NodeId bracketed_pattern();
    NodeId sequence_pattern(NodeId first, std::uint32_t start, const ListRules& rules);
    NodeId mapping_pattern();
    NodeId class_pattern(NodeId callee, std::uint32_t start);
    NodeId value_pattern();
    NodeId complex_pattern(NodeId left, std::uint32_t start);
    NodeId pattern_name(std::uint32_t start);

    // --- expressions (parser_expressions.cpp, parser_brackets.cpp, parser_calls.cpp)

    NodeId expression_list(Allow allow);
    NodeId named_expression(Allow allow);
    NodeId expression(Allow allow);
    NodeId simple_expression(Allow allow) { return binary(Precedence::Lowest, allow); }
    NodeId binary(Precedence left, Allow allow);
    NodeId binary_rest(NodeId left_side, std::uint32_t start, Precedence left, Allow allow);
    NodeId bool_op(NodeId first, std::uint32_t start, TokenKind op, Allow allow);
    NodeId comparison(NodeId first, std::uint32_t start, Allow allow);
    NodeId operand(Precedence left, Allow allow);
    NodeId unary(Precedence left);
    NodeId starred(Allow allow);
    NodeId await();
    NodeId yield();
    NodeId lambda();
    NodeId conditional(NodeId body, std::uint32_t start);
    NodeId walrus(NodeId target, std::uint32_t start);
    NodeId postfix(NodeId value, std::uint32_t start);
    NodeId atom();
    NodeId missing_expression();
    NodeId constant(NodeKind kind);
    NodeId call(NodeId func, std::uint32_t start);
    std::uint32_t arguments();
    void check_arguments(Pending all, std::uint32_t keywords);
    struct ArgumentState;
    void argument(ArgumentState& state);
    NodeId subscript(NodeId value, std::uint32_t start);
    NodeId slice();
    NodeId attribute(NodeId value, std::uint32_t start);
    NodeId missing_element();
    NodeId parenthesized_expression();
    NodeId tuple(NodeId first, std::uint32_t start, bool in_parentheses, Allow allow);
    NodeId list_or_comprehension();
    NodeId set_or_dict();
    NodeId dict_rest(NodeId key, NodeId value, std::uint32_t start);
    NodeId comprehension(NodeKind kind, NodeId element, std::uint32_t start, TokenKind closing);
    std::uint32_t generators();
    void generator();

    struct Identifier {
        Name name = Name::Empty;
        std::uint32_t start = 0;
    };
    Identifier identifier();

    // --- literals (literals.cpp, strings.cpp)

    NodeId number();
    NodeId strings();
    NodeId single_string();
    struct StringState;
    void plain_string(StringState& state);
    void interpolated_string(StringState& state);
    void interpolated_elements(StringState& state, const ListRules& rules, bool is_template);
    void replacement_field(StringState& state, bool is_template);
    Conversion conversion_flag(const std::string& prefix);
    void add_text(StringState& state, std::uint32_t start, std::uint32_t end);
    void flush_text(StringState& state);
    void decode(std::string& out, std::string_view text, std::uint32_t offset, std::uint8_t flags,
                bool doubled_braces);

    ParseOptions options_;
    Lexer lexer_;
    Token current_;
    std::uint32_t index_ = 0;
    std::uint32_t previous_end_ = 0;
    std::uint32_t depth_ = 0;
    std::uint32_t longest_chain_ = 0;
    bool gave_up_ = false;
    TokenSet around_;  // what lists that are open now could use
    std::vector<Token> tokens_;
    Builder build_;
    NameCache names_;
    std::vector<SyntaxProblem> errors_;
    std::vector<SyntaxProblem> version_errors_;
    std::vector<SyntaxProblem> errors_of_meaning_;
    std::vector<TypeComment> type_comments_;
    std::size_t next_annotation_ = 0;
    struct OpenFunction {
        FunctionFacts facts;
        Name first_parameter = Name::Empty;
    };
    std::vector<OpenFunction> functions_;
    std::vector<Stretch> stretches_;
};

/// A list without commas, as of statements.
template <class Element>
void Parser::list(const ListRules& rules, Element element) {
    TokenSet outside = around_;
    around_ = around_ | rules.elements | rules.ends | rules.abandons;
    for (;;) {
        if (rules.elements.has(kind())) {
            Token before = current_;
            element();
            ensure_progress(before);
        } else if (at(TokenKind::EndOfFile) || rules.ends.has(kind())) {
            break;
        } else if (!recover(rules)) {
            break;
        }
    }
    around_ = outside;
}

template <class Element>
void Parser::comma_list(const ListRules& rules, Element element) {
    TokenSet outside = around_;
    around_ = around_ | rules.elements | rules.ends | rules.abandons;
    bool first = true;
    Token trailing;  // EndOfFile: the list doesn't end with a comma
    for (;;) {
        if (rules.elements.has(kind())) {
            Token before = current_;
            element();
            ensure_progress(before);
            first = false;
            Token comma = current_;
            if (eat(TokenKind::Comma)) {
                trailing = comma;
                continue;
            }
            trailing = {};
        }
        if (at(TokenKind::EndOfFile) || rules.ends.has(kind())) break;
        if (rules.elements.has(kind())) {
            expected_token(TokenKind::Comma);
            continue;
        }
        if (around_.has(kind())) {
            (void)recover(rules);  // leaves the list to those around it
            break;
        }
        if (first || at(TokenKind::Comma)) {
            error_here(rules.expected);
            trailing = at(TokenKind::Comma) ? current_ : Token{};
        } else {
            expected_token(TokenKind::Comma);
            trailing = {};
        }
        bump();
    }
    if (trailing.kind == TokenKind::Comma && !rules.trailing_comma) {
        error("Trailing comma not allowed", trailing.start, trailing.end);
    }
    around_ = outside;
}

}  // namespace krait::syntax
