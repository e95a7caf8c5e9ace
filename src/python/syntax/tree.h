// tree.h
//
// The parsed form of one version of one file. All nodes lie in one vector, their children in
// another, texts of strings in a third: a tree is built without an allocation per node, is freed in
// one go, and can be shared by any number of threads, because nothing changes it once it is parsed.
// Whoever wants to note something about a node keeps a vector indexed by NodeId.
//
// Nodes are read through views (views.h), one accessor per kind: `tree.call(id).func`. Asking a
// node for the wrong view is an internal error.
//
// The tree of a broken file is a tree like any other: ErrorStmt and ErrorExpr stand for what could
// not be read, and `errors` says what to tell the user.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "base/source_text.h"
#include "python/syntax/node.h"
#include "python/syntax/views.h"

namespace krait::syntax {

/// A syntax error, in mypy's words.
struct SyntaxProblem {
    base::TextRange range;
    std::string message;
    /// mypy stops after errors of syntax; some complaints (a comment it can't read) don't stop it.
    bool blocker = true;
    /// mypy's error code.
    const char* code = "syntax";
    /// mypy shows most of these one column too far to the right.
    bool shifted = true;
};

/// `# type: ignore` or `# type: ignore[code, code]`.
struct TypeIgnore {
    std::uint32_t line;              ///< counts from 1
    std::uint32_t offset;            ///< of the `#`
    std::vector<std::string> codes;  ///< none: ignores all
};

/// `# type: T` where a statement or parameter may have one. The text lies in the source.
struct TypeComment {
    NodeId node;
    base::TextRange text;
};

/// `# mypy: option, option`.
struct InlineConfig {
    std::uint32_t line;  ///< counts from 1
    std::string text;    ///< what follows the colon
};

class Tree {
public:
    Tree();

    // --- generic access

    /// One past the largest id: the size of a side table.
    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(nodes_.size());
    }
    [[nodiscard]] NodeKind kind(NodeId id) const { return node(id).kind; }
    [[nodiscard]] bool is(NodeId id, NodeKind kind) const { return node(id).kind == kind; }
    /// As CPython's (lineno, col_offset) and (end_lineno, end_col_offset): without the parentheses
    /// around an expression, without the decorators of a definition.
    [[nodiscard]] base::TextRange range(NodeId id) const { return {node(id).start, node(id).end}; }
    [[nodiscard]] std::uint32_t start(NodeId id) const { return node(id).start; }
    [[nodiscard]] std::uint32_t end(NodeId id) const { return node(id).end; }
    [[nodiscard]] Context context(NodeId id) const {
        return static_cast<Context>(node(id).flags & flag::kContextMask);
    }
    [[nodiscard]] bool parenthesized(NodeId id) const { return has(id, flag::kParenthesized); }
    /// Something was missing or unreadable in this very node.
    [[nodiscard]] bool has_error(NodeId id) const { return has(id, flag::kHasError); }

    // --- the whole

    /// The module's statements; of a parsed expression, see expression().
    [[nodiscard]] NodeList body() const { return list(root_); }
    /// What parse_expression read.
    [[nodiscard]] NodeId expression() const { return NodeId{root_}; }

    /// In order of place.
    [[nodiscard]] std::span<const SyntaxProblem> errors() const { return errors_; }
    [[nodiscard]] std::span<const TypeIgnore> type_ignores() const { return type_ignores_; }
    /// A `# type: ignore` before the first statement: mypy then ignores the whole file.
    [[nodiscard]] bool ignores_whole_file() const { return ignores_whole_file_; }
    [[nodiscard]] std::span<const InlineConfig> inline_config() const { return inline_config_; }
    /// In order of node id.
    [[nodiscard]] std::span<const TypeComment> type_comments() const { return type_comments_; }
    [[nodiscard]] const TypeComment* type_comment(NodeId id) const;
    [[nodiscard]] bool uses_template_strings() const { return uses_template_strings_; }
    /// Memory held, in bytes.
    [[nodiscard]] std::size_t memory() const;

    // --- statements

    [[nodiscard]] FunctionView function(NodeId id) const;  ///< FunctionDef, AsyncFunctionDef
    [[nodiscard]] ClassView class_def(NodeId id) const;
    [[nodiscard]] NodeId return_value(NodeId id) const { return operand(id, NodeKind::Return); }
    [[nodiscard]] NodeList delete_targets(NodeId id) const { return items(id, NodeKind::Delete); }
    [[nodiscard]] AssignView assign(NodeId id) const;
    [[nodiscard]] TypeAliasView type_alias(NodeId id) const;
    [[nodiscard]] AugAssignView aug_assign(NodeId id) const;
    [[nodiscard]] AnnAssignView ann_assign(NodeId id) const;
    [[nodiscard]] ForView for_loop(NodeId id) const;  ///< For, AsyncFor
    [[nodiscard]] WhileView while_loop(NodeId id) const;
    [[nodiscard]] IfView if_stmt(NodeId id) const;
    [[nodiscard]] WithView with(NodeId id) const;  ///< With, AsyncWith
    [[nodiscard]] WithItemView with_item(NodeId id) const;
    [[nodiscard]] MatchView match(NodeId id) const;
    [[nodiscard]] MatchCaseView match_case(NodeId id) const;
    [[nodiscard]] RaiseView raise(NodeId id) const;
    [[nodiscard]] TryView try_stmt(NodeId id) const;  ///< Try, TryStar
    [[nodiscard]] ExceptHandlerView except_handler(NodeId id) const;
    [[nodiscard]] AssertView assert_stmt(NodeId id) const;
    [[nodiscard]] ImportView import(NodeId id) const;
    [[nodiscard]] ImportFromView import_from(NodeId id) const;
    [[nodiscard]] AliasView alias(NodeId id) const;
    /// Identifiers.
    [[nodiscard]] NodeList global_names(NodeId id) const { return items(id, NodeKind::Global); }
    [[nodiscard]] NodeList nonlocal_names(NodeId id) const { return items(id, NodeKind::Nonlocal); }
    [[nodiscard]] NodeId expr_value(NodeId id) const { return operand(id, NodeKind::Expr); }

    // --- expressions

    [[nodiscard]] BoolOpView bool_op(NodeId id) const;
    [[nodiscard]] NamedExprView named_expr(NodeId id) const;
    [[nodiscard]] BinOpView bin_op(NodeId id) const;
    [[nodiscard]] UnaryOpView unary_op(NodeId id) const;
    [[nodiscard]] LambdaView lambda(NodeId id) const;
    [[nodiscard]] IfExpView if_exp(NodeId id) const;
    [[nodiscard]] DictView dict(NodeId id) const;
    /// ListComp, SetComp, GeneratorExp
    [[nodiscard]] ComprehensionExprView comprehension_expr(NodeId id) const;
    [[nodiscard]] DictCompView dict_comp(NodeId id) const;
    [[nodiscard]] ComprehensionView comprehension(NodeId id) const;
    [[nodiscard]] NodeId await_value(NodeId id) const { return operand(id, NodeKind::Await); }
    [[nodiscard]] NodeId yield_value(NodeId id) const { return operand(id, NodeKind::Yield); }
    [[nodiscard]] NodeId yield_from_value(NodeId id) const {
        return operand(id, NodeKind::YieldFrom);
    }
    [[nodiscard]] CompareView compare(NodeId id) const;
    [[nodiscard]] CallView call(NodeId id) const;
    [[nodiscard]] KeywordView keyword(NodeId id) const;
    [[nodiscard]] FormattedValueView formatted_value(NodeId id) const;
    [[nodiscard]] InterpolationView interpolation(NodeId id) const;
    /// Of JoinedStr and TemplateStr: Str, FormattedValue, Interpolation.
    [[nodiscard]] NodeList string_parts(NodeId id) const;
    /// The value, if it fits; its digits are in the source (int_digits).
    [[nodiscard]] std::optional<std::int64_t> int_value(NodeId id) const;
    [[nodiscard]] double float_value(NodeId id) const;
    /// The imaginary part.
    [[nodiscard]] double complex_value(NodeId id) const;
    /// Of Str, decoded, implicit concatenation joined; UTF-8 (lone surrogates as three bytes).
    [[nodiscard]] std::string_view str_value(NodeId id) const;
    [[nodiscard]] std::string_view bytes_value(NodeId id) const;
    [[nodiscard]] bool has_unicode_prefix(NodeId id) const { return has(id, flag::kUnicodePrefix); }
    [[nodiscard]] bool is_concatenated(NodeId id) const { return has(id, flag::kConcatenated); }
    /// The value stands in the source as it is, from this offset on; nothing if it is escaped,
    /// concatenated or triple-quoted over several lines with odd line ends.
    [[nodiscard]] std::optional<std::uint32_t> str_source_offset(NodeId id) const;
    [[nodiscard]] AttributeView attribute(NodeId id) const;
    [[nodiscard]] SubscriptView subscript(NodeId id) const;
    [[nodiscard]] NodeId starred_value(NodeId id) const { return operand(id, NodeKind::Starred); }
    [[nodiscard]] Name name(NodeId id) const { return Name{checked(id, NodeKind::Name).a}; }
    /// Of List, Tuple and Set.
    [[nodiscard]] NodeList elements(NodeId id) const;
    [[nodiscard]] SliceView slice(NodeId id) const;
    /// What could be read, of ErrorStmt and ErrorExpr.
    [[nodiscard]] NodeList error_children(NodeId id) const;

    // --- patterns

    /// Of MatchValue and MatchSingleton.
    [[nodiscard]] NodeId match_value(NodeId id) const;
    /// Of MatchSequence and MatchOr.
    [[nodiscard]] NodeList match_patterns(NodeId id) const;
    [[nodiscard]] MatchMappingView match_mapping(NodeId id) const;
    [[nodiscard]] MatchClassView match_class(NodeId id) const;
    [[nodiscard]] MatchStarView match_star(NodeId id) const;
    [[nodiscard]] MatchAsView match_as(NodeId id) const;

    // --- the rest

    [[nodiscard]] TypeParamView type_param(NodeId id) const;  ///< TypeVar, ParamSpec, TypeVarTuple
    [[nodiscard]] ArgumentsView arguments(NodeId id) const;
    [[nodiscard]] ArgView arg(NodeId id) const;
    [[nodiscard]] Name identifier(NodeId id) const {
        return Name{checked(id, NodeKind::Identifier).a};
    }

private:
    friend class Builder;
    friend class Parser;

    [[nodiscard]] const Node& node(NodeId id) const {
        KRAIT_ASSERT(id != NodeId::None && index_of(id) < nodes_.size(), "a node of this tree");
        return nodes_[index_of(id)];
    }
    [[nodiscard]] const Node& checked(NodeId id, [[maybe_unused]] NodeKind kind) const {
        const Node& found = node(id);
        KRAIT_ASSERT(found.kind == kind, "a node is asked for the view of its own kind");
        return found;
    }
    [[nodiscard]] const Node& checked(NodeId id, [[maybe_unused]] NodeKind kind,
                                      [[maybe_unused]] NodeKind other) const {
        const Node& found = node(id);
        KRAIT_ASSERT(found.kind == kind || found.kind == other,
                     "a node is asked for the view of its own kind");
        return found;
    }
    [[nodiscard]] bool has(NodeId id, std::uint8_t bit) const {
        return (node(id).flags & bit) != 0;
    }
    [[nodiscard]] NodeId operand(NodeId id, NodeKind kind) const {
        return NodeId{checked(id, kind).a};
    }
    /// A list in the pool: its length, then its items. Index 0 is the empty list.
    [[nodiscard]] NodeList list(std::uint32_t at) const {
        return {pool_.data() + at + 1, index_of(pool_[at])};
    }
    [[nodiscard]] NodeList items(NodeId id, NodeKind kind) const {
        return list(checked(id, kind).a);
    }
    [[nodiscard]] std::uint32_t word(std::uint32_t at) const { return index_of(pool_[at]); }

    std::vector<Node> nodes_;
    std::vector<NodeId> pool_;  // child lists and records; typed so that spans of it can be lent
    std::string strings_;
    std::uint32_t root_ = 0;
    std::vector<FunctionFacts> facts_;
    std::vector<SyntaxProblem> errors_;
    std::vector<TypeIgnore> type_ignores_;
    std::vector<InlineConfig> inline_config_;
    std::vector<TypeComment> type_comments_;
    bool ignores_whole_file_ = false;
    bool uses_template_strings_ = false;
};

}  // namespace krait::syntax
