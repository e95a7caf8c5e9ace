// parser.cpp: the parser's two doors, and what all its parts share: tokens, errors, recovery.

#include "python/syntax/parser.h"

#include <algorithm>

#include "python/syntax/parsing.h"
#include "python/syntax/tree_walk.h"
#include "python/syntax/unicode.h"

namespace krait::syntax {

Tree parse_module(const base::SourceText& source, const ParseOptions& options,
                  std::vector<Stretch>* stretches) {
    Parser parser(source.text(), 0, Piece::Module, options);
    Tree tree = parser.parse_module(source);
    if (stretches != nullptr) *stretches = parser.take_stretches();
    return tree;
}

std::optional<Tree> parse_function(const base::SourceText& source, base::TextRange lines,
                                   const Stretch& like, const ParseOptions& options,
                                   Stretch& made) {
    // The lexer reads one byte past the end.
    const std::string terminated(source.text().substr(lines.start, lines.end - lines.start));
    Parser parser(terminated, lines.start, Piece::Function, options);
    std::optional<Tree> tree = parser.parse_single_function(source, like.depth);
    if (!tree) return std::nullopt;
    made = parser.take_stretches().front();
    return tree;
}

Tree parse_expression(std::string_view text, std::uint32_t base_offset,
                      const ParseOptions& options) {
    std::string terminated(text);  // the lexer reads one byte past the end
    return Parser(terminated, base_offset, Piece::Expression, options).parse_single_expression();
}

Parser::Parser(std::string_view text, std::uint32_t base_offset, Piece piece,
               const ParseOptions& options)
    : options_(options), lexer_(Source(text, base_offset), piece), previous_end_(base_offset) {
    tokens_.reserve(128);
    build_.reserve(text.size());
    lexer_.fill(tokens_);
    current_ = tokens_[0];
}

Tree Parser::parse_module(const base::SourceText& source) {
    std::uint32_t mark = build_.mark();
    statements(lists::kModule);
    build_.set_root(build_.store_and_drop(mark));
    finish_tables(&source);
    return build_.take();
}

Tree Parser::parse_single_expression() {
    NodeId root = expression_list(kPlain);
    if (!at(TokenKind::EndOfFile)) error_here("Unexpected token at the end of an expression");
    build_.set_root(index_of(root));
    finish_tables(nullptr);
    return build_.take();
}

std::optional<Tree> Parser::parse_single_function(const base::SourceText& source,
                                                  std::uint32_t depth) {
    depth_ = depth;
    const std::uint32_t mark = build_.mark();
    if (at(sets::kStatementStart)) statement();
    while (eat(TokenKind::Dedent)) {
    }
    // Whether trees get too tall is decided for the whole module.
    const bool is_one = at(TokenKind::EndOfFile) && build_.since(mark).size() == 1 &&
                        stretches_.size() == 1 && longest_chain_ <= kMaxNesting;
    if (!is_one) return std::nullopt;
    build_.set_root(build_.store_and_drop(mark));
    finish_tables(&source);
    if (!build_.errors().empty()) return std::nullopt;
    return build_.take();
}

void Parser::refill() {
    // The tokens of a finished line aren't needed any more; those of an open one may be looked at
    // again.
    if (tokens_.back().kind == TokenKind::Newline || tokens_.back().kind == TokenKind::EndOfFile) {
        tokens_.clear();
        index_ = 0;
    }
    lexer_.fill(tokens_);
}

void Parser::expected_token(TokenKind expected) {
    error_here(std::string("Expected ") + name_of(expected) + ", found " + name_of(kind()));
}

void Parser::error(std::string message, std::uint32_t start, std::uint32_t end) {
    if (gave_up_) return;
    if (!errors_.empty() && errors_.back().range.start == start) return;
    errors_.push_back({{start, end}, std::move(message)});
}

void Parser::version_error(std::uint32_t start, std::uint32_t end, std::string message) {
    if (gave_up_ || options_.is_stub) return;
    version_errors_.push_back({{start, end}, std::move(message), false, "syntax", false});
}

/// Newer syntax than the target version has is read, and reported without stopping the check.
void Parser::require_version(const char* feature, std::uint8_t minor, std::uint32_t start) {
    if (options_.python_minor >= minor) return;
    version_error(start, start + 1,
                  std::string(feature) + ": requires Python 3." + std::to_string(minor) +
                      " or newer (current target: Python 3." +
                      std::to_string(options_.python_minor) + ")");
}

void Parser::give_up() {
    if (gave_up_) return;
    error_here("Source is too deeply nested");
    gave_up_ = true;
    // From here on there is nothing but the end of the file.
    lexer_.abandon();
    tokens_.clear();
    tokens_.push_back({TokenKind::EndOfFile, 0, 0, 0, current_.start, current_.start});
    index_ = 0;
    current_ = tokens_[0];
}

/// At a token that fits nothing in a list: false if the list is to end here.
bool Parser::recover(const ListRules& rules) {
    if (around_.has(kind())) {
        leave_brackets();
        return false;
    }
    if (at(TokenKind::Indent) && (&rules == &lists::kModule || &rules == &lists::kBlock)) {
        unexpected_block();
        return true;
    }
    error_here(rules.expected);
    bump();
    return true;
}

/// Statements that are indented for no reason: they are read as if they weren't.
void Parser::unexpected_block() {
    error_here("Unexpected indentation");
    bump();
    Nesting nesting(*this);
    TokenSet outside = around_;
    around_.add(TokenKind::Dedent);
    while (!at(TokenKind::Dedent) && !at(TokenKind::EndOfFile)) {
        if (at(sets::kStatementStart)) {
            Token before = current_;
            statement();
            ensure_progress(before);
        } else {
            (void)recover_block_line();
        }
    }
    around_ = outside;
    eat(TokenKind::Dedent);
}

bool Parser::recover_block_line() {
    if (at(TokenKind::Indent)) {
        unexpected_block();
        return true;
    }
    error_here("Expected a statement");
    bump();
    return true;
}

Name Parser::name_of_token(const Token& token) {
    if (token.flags & token_flag::kNonAscii) return base::intern(normalize_name(text_of(token)));
    return names_.intern(text_of(token));
}

/// A list inside brackets was abandoned at a token: one bracket is taken to be closed, and if the
/// line ended before that token, it ended there.
void Parser::leave_brackets() {
    constexpr TokenSet kOpening{TokenKind::LeftParen, TokenKind::LeftBracket, TokenKind::LeftBrace};
    constexpr TokenSet kClosing{TokenKind::RightParen, TokenKind::RightBracket,
                                TokenKind::RightBrace};
    std::uint32_t open = current_.nesting;
    if (at(kOpening)) ++open;
    if (at(kClosing) && open > 0) --open;
    if (open == 0) return;
    bool in_string = (current_.flags & token_flag::kInString) != 0;
    if (in_string && index_ + 1 != tokens_.size()) return;
    std::string_view between = lexer_.source().view(previous_end_, current_.start);
    std::size_t line_end = std::string_view::npos;
    for (std::size_t i = 0; i < between.size(); ++i) {
        if (between[i] == '#') i = std::min(between.find_first_of("\r\n", i), between.size());
        if (i >= between.size() || between[i] == '\\') break;
        if (between[i] == '\n' || between[i] == '\r') {
            line_end = i;
            break;
        }
    }
    if (line_end == std::string_view::npos) {
        if (in_string) return lexer_.leave_bracket();
        lexer_.restart(current_.end, open - 1, false);
        tokens_.resize(index_ + 1);
        return;
    }
    lexer_.restart(previous_end_ + static_cast<std::uint32_t>(line_end),
                   at(kClosing) ? open : open - 1, in_string);
    tokens_.resize(index_);
    lexer_.fill(tokens_);
    current_ = tokens_[index_];
}

void Parser::set_context(NodeId id, Context context) {
    Node& node = build_.at(id);
    switch (node.kind) {
        case NodeKind::Attribute: {
            if (context != Context::Load && !functions_.empty()) {
                const Node& value = build_.at(NodeId{node.a});
                if (value.kind == NodeKind::Name) {
                    for (OpenFunction& open : functions_) {
                        if (open.first_parameter == Name{value.a}) open.facts.assigns_self = true;
                    }
                }
            }
            [[fallthrough]];
        }
        case NodeKind::Name:
        case NodeKind::Subscript:
            break;
        case NodeKind::Starred:
            set_context(NodeId{node.a}, context);
            break;
        case NodeKind::List:
        case NodeKind::Tuple: {
            NodeList elements = build_.tree().elements(id);
            for (NodeId element : elements) set_context(element, context);
            break;
        }
        default:
            return;
    }
    build_.at(id).flags = static_cast<std::uint8_t>((build_.at(id).flags & ~flag::kContextMask) |
                                                    static_cast<std::uint8_t>(context));
}

void Parser::take_type_comment(NodeId node, std::uint32_t from, std::uint32_t to) {
    auto& annotations = lexer_.comments().annotations;
    while (next_annotation_ < annotations.size() && annotations[next_annotation_].hash < from) {
        ++next_annotation_;
    }
    if (next_annotation_ >= annotations.size() || annotations[next_annotation_].hash >= to) return;
    type_comments_.push_back({node, annotations[next_annotation_].text});
    ++next_annotation_;
}

void Parser::note_type_comment(NodeId node, std::uint32_t from, std::uint32_t to) {
    const auto& all = lexer_.comments().annotations;
    auto found = std::lower_bound(
        all.begin(), all.end(), from,
        [](const Comments::Annotation& a, std::uint32_t key) { return a.hash < key; });
    if (found != all.end() && found->hash < to) type_comments_.push_back({node, found->text});
}

void Parser::finish_tables(const base::SourceText* source) {
    // A lexical error explains what the parser found at the same place.
    std::vector<SyntaxProblem>& lexical = lexer_.errors();
    std::vector<SyntaxProblem>& all = build_.errors();
    std::size_t lexed = 0;
    for (SyntaxProblem& problem : errors_) {
        bool explained = false;
        while (lexed < lexical.size() && lexical[lexed].range.start <= problem.range.start) {
            explained |= lexical[lexed].range.start == problem.range.start;
            all.push_back(std::move(lexical[lexed++]));
            if (explained) break;
        }
        if (!explained) all.push_back(std::move(problem));
    }
    for (; lexed < lexical.size(); ++lexed) all.push_back(std::move(lexical[lexed]));
    for (auto& problem : errors_of_meaning_) all.push_back(std::move(problem));
    for (auto& problem : version_errors_) all.push_back(std::move(problem));
    for (auto& problem : lexer_.comments().problems) all.push_back(std::move(problem));
    for (SyntaxProblem& problem : all) {
        char& first = problem.message.front();  // mypy prints them as sentences
        if (first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
    }
    std::sort(type_comments_.begin(), type_comments_.end(),
              [](const TypeComment& a, const TypeComment& b) { return a.node < b.node; });
    build_.type_comments() = std::move(type_comments_);
    if (longest_chain_ > kMaxNesting) limit_height();
    if (source == nullptr) return;

    finish_comments(*source);
}

void Parser::finish_comments(const base::SourceText& source) {
    Comments& comments = lexer_.comments();
    NodeList body = build_.tree().body();
    std::uint32_t first_line = source.line_count();
    if (!body.empty()) first_line = source.line_of(first_offset(body.front()));
    for (TypeIgnore& ignore : comments.ignores) {
        std::uint32_t line = source.line_of(ignore.offset);
        ignore.line = line + 1;
        if (line < first_line && &ignore == &comments.ignores.front()) ignore_file(source, ignore);
    }
    build_.type_ignores() = std::move(comments.ignores);
    for (std::size_t i = 0; i < comments.config.size(); ++i) {
        comments.config[i].line = source.line_of(comments.config_offsets[i]) + 1;
    }
    build_.inline_config() = std::move(comments.config);
}

/// An ignore before the first statement: it can't be for some errors only.
void Parser::ignore_file(const base::SourceText& source, const TypeIgnore& ignore) {
    build_.ignore_whole_file();
    if (ignore.codes.empty()) return;
    std::string codes;
    for (const std::string& code : ignore.codes) codes += (codes.empty() ? "" : ", ") + code;
    std::uint32_t start = source.line_start(ignore.line - 1);
    build_.errors().push_back({{start, start},
                               "Type ignore with error code is not supported for modules; use `# "
                               "mypy: disable-error-code=\"" +
                                   codes + "\"`",
                               false,
                               "syntax",
                               false});
}

/// Where a statement begins, its decorators included.
std::uint32_t Parser::first_offset(NodeId statement) {
    std::uint32_t start = build_.at(statement).start;
    const Tree& tree = build_.tree();
    if (kind_of(statement) == NodeKind::ClassDef) {
        NodeList decorators = tree.class_def(statement).decorators;
        if (!decorators.empty()) start = start_of(decorators.front());
    } else if (kind_of(statement) == NodeKind::FunctionDef ||
               kind_of(statement) == NodeKind::AsyncFunctionDef) {
        NodeList decorators = tree.function(statement).decorators;
        if (!decorators.empty()) start = start_of(decorators.front());
    }
    return start;
}

/// Children come before parents, so one pass from front to back knows every node's height.
void Parser::limit_height() {
    const Tree& tree = build_.tree();
    std::vector<std::uint16_t> height(tree.node_count(), 0);
    bool reported = false;
    for (std::uint32_t i = 1; i < tree.node_count(); ++i) {
        std::uint32_t tallest = 0;
        for_each_child(tree, NodeId{i}, [&](NodeId child) {
            tallest = std::max<std::uint32_t>(tallest, height[index_of(child)]);
        });
        if (tallest + 1 < kMaxHeight) {
            height[i] = static_cast<std::uint16_t>(tallest + 1);
            continue;
        }
        Node& node = build_.at(NodeId{i});
        if (!is_statement(node.kind) && !is_expression(node.kind)) {
            height[i] = static_cast<std::uint16_t>(tallest + 1);  // its owner is cut instead
            continue;
        }
        if (!reported) {
            build_.errors().push_back({{node.start, node.end}, "Source is too deeply nested"});
        }
        reported = true;
        node.kind = is_statement(node.kind) ? NodeKind::ErrorStmt : NodeKind::ErrorExpr;
        node.flags = flag::kHasError;
        node.a = node.b = 0;
        node.small = 0;
    }
}

}  // namespace krait::syntax
