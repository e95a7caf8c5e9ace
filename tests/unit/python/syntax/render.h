// render.h
//
// Trees as short texts, so that a test says in one line what it expects: `a + b * 2` is
// "(Add a (Mult b 2))". Names stand for themselves, other nodes are a kind and their children.

#pragma once

#include <string>

#include "base/source_text.h"
#include "python/syntax/parser.h"
#include "python/syntax/tree_walk.h"

namespace krait::syntax::testing {

inline std::string scalar(const Tree& tree, NodeId id) {
    auto text = [](base::Name name) { return std::string(base::text_of(name)); };
    switch (tree.kind(id)) {
        case NodeKind::Name:
            return text(tree.name(id));
        case NodeKind::Int: {
            auto value = tree.int_value(id);
            return value ? std::to_string(*value) : "big";
        }
        case NodeKind::Float:
            return std::to_string(tree.float_value(id)) + "f";
        case NodeKind::Complex:
            return std::to_string(tree.complex_value(id)) + "j";
        case NodeKind::Str:
            return "'" + std::string(tree.str_value(id)) + "'";
        case NodeKind::Bytes:
            return "b'" + std::string(tree.bytes_value(id)) + "'";
        case NodeKind::True:
            return "True";
        case NodeKind::False:
            return "False";
        case NodeKind::NoneConstant:
            return "None";
        case NodeKind::Ellipsis:
            return "...";
        case NodeKind::Identifier:
            return text(tree.identifier(id));
        case NodeKind::Pass:
            return "pass";
        default:
            return "";
    }
}

/// What stands behind the parenthesis: a kind or an operator, and names.
inline std::string head(const Tree& tree, NodeId id) {
    auto text = [](base::Name name) { return std::string(base::text_of(name)); };
    auto named = [&](const char* kind, base::Name name) {
        return std::string(kind) + (name == base::Name::Empty ? "" : " " + text(name));
    };
    static constexpr const char* kConversions[] = {"", " !s", " !r", " !a"};
    switch (tree.kind(id)) {
        case NodeKind::BinOp:
            return name_of(tree.bin_op(id).op);
        case NodeKind::UnaryOp:
            return name_of(tree.unary_op(id).op);
        case NodeKind::BoolOp:
            return name_of(tree.bool_op(id).op);
        case NodeKind::AugAssign:
            return std::string("AugAssign ") + name_of(tree.aug_assign(id).op);
        case NodeKind::Compare: {
            std::string ops = "Compare";
            CompareView compare = tree.compare(id);
            for (std::size_t i = 0; i < compare.comparators.size(); ++i) {
                ops += std::string(" ") + name_of(compare.op(i));
            }
            return ops;
        }
        case NodeKind::FunctionDef:
        case NodeKind::AsyncFunctionDef:
            return named(name_of(tree.kind(id)), tree.function(id).name);
        case NodeKind::ClassDef:
            return named("ClassDef", tree.class_def(id).name);
        case NodeKind::Attribute:
            return "." + text(tree.attribute(id).attr);
        case NodeKind::Keyword:
            return named("keyword", tree.keyword(id).arg);
        case NodeKind::Alias:
            return named("alias", tree.alias(id).name) +
                   (tree.alias(id).asname == base::Name::Empty
                        ? ""
                        : " as " + text(tree.alias(id).asname));
        case NodeKind::ImportFrom:
            return named("ImportFrom", tree.import_from(id).module) + " " +
                   std::to_string(tree.import_from(id).level);
        case NodeKind::Arg: {
            static constexpr const char* kKinds[] = {"posonly", "arg", "*", "kwonly", "**"};
            ArgView arg = tree.arg(id);
            return named(kKinds[static_cast<int>(arg.kind)], arg.name);
        }
        case NodeKind::TypeVar:
        case NodeKind::ParamSpec:
        case NodeKind::TypeVarTuple:
            return named(name_of(tree.kind(id)), tree.type_param(id).name);
        case NodeKind::ExceptHandler:
            return named("except", tree.except_handler(id).name);
        case NodeKind::MatchAs:
            return named("MatchAs", tree.match_as(id).name);
        case NodeKind::MatchStar:
            return named("MatchStar", tree.match_star(id).name);
        case NodeKind::MatchMapping:
            return named("MatchMapping", tree.match_mapping(id).rest);
        case NodeKind::FormattedValue:
            return std::string("{}") +
                   kConversions[static_cast<int>(tree.formatted_value(id).conversion)];
        case NodeKind::Interpolation:
            return "{" + std::string(tree.interpolation(id).text) + "}" +
                   kConversions[static_cast<int>(tree.interpolation(id).conversion)];
        default:
            return name_of(tree.kind(id));
    }
}

inline std::string render(const Tree& tree, NodeId id) {
    std::string text = scalar(tree, id);
    if (!text.empty()) return text;
    text = "(" + head(tree, id);
    for_each_child(tree, id, [&](NodeId child) { text += " " + render(tree, child); });
    return text + ")";
}

/// The only expression of `text`.
inline std::string expression(std::string_view text) {
    Tree tree = parse_expression(text, 0);
    std::string result = render(tree, tree.expression());
    for (const SyntaxProblem& problem : tree.errors()) result += " ! " + problem.message;
    return result;
}

/// All statements of `text`, one a line; errors behind them as "! line:column message".
inline std::string module(std::string text, ParseOptions options = {}) {
    base::SourceText source(std::move(text));
    Tree tree = parse_module(source, options);
    std::string result;
    for (NodeId id : tree.body()) result += render(tree, id) + "\n";
    for (const SyntaxProblem& problem : tree.errors()) {
        base::LineColumn at = source.position(problem.range.start, base::ColumnUnit::Utf32);
        result += "! " + std::to_string(at.line + 1) + ":" + std::to_string(at.column + 1) + " " +
                  problem.message + "\n";
    }
    return result;
}

/// What `node` covers in `text`.
inline std::string covered(const Tree& tree, NodeId node, std::string_view text) {
    base::TextRange range = tree.range(node);
    return std::string(text.substr(range.start, range.end - range.start));
}

}  // namespace krait::syntax::testing
