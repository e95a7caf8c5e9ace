// views.h
//
// What a node says, by kind: small structs that a Tree makes on demand (`tree.call(id).func`).
// They borrow from the tree and are meant to be copied, not kept. NodeId::None stands for what was
// left out; Name::Empty for a name that is missing. Places are byte offsets into the source.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/interner.h"
#include "python/syntax/node.h"

namespace krait::syntax {

using base::Name;
using NodeList = std::span<const NodeId>;

/// How little a function's body says, its docstring apart. What mypy calls trivial is every shape
/// but Other.
enum class BodyShape : std::uint8_t { Other, DocstringOnly, Pass, Ellipsis, RaisesNotImplemented };

/// What shows of a function's body outside it, noted while parsing. Nested functions, classes and
/// lambdas speak for themselves.
struct FunctionFacts {
    bool has_yield = false;       ///< a `yield`
    bool has_yield_from = false;  ///< a `yield from`
    bool has_await = false;       ///< `await`, `async for`, `async with`, async comprehensions
    bool assigns_self =
        false;  ///< binds or deletes an attribute of its first parameter, nested functions included
    bool declares_global = false;    ///< a `global` statement, in nested functions included
    bool declares_nonlocal = false;  ///< a `nonlocal` statement
    bool has_return_value = false;   ///< returns more than None, nested functions, lambdas included
    bool has_import = false;         ///< an import statement
    bool has_docstring = false;
    BodyShape shape = BodyShape::Other;

    [[nodiscard]] bool is_generator() const { return has_yield || has_yield_from; }
    [[nodiscard]] bool is_trivial() const { return shape != BodyShape::Other; }
};

// --- statements

struct FunctionView {
    Name name;
    std::uint32_t name_start;
    NodeId args;  ///< Arguments
    NodeId returns;
    NodeList decorators;
    NodeList type_params;
    NodeList body;
    std::uint32_t body_start;  ///< the first byte after the colon
    const FunctionFacts& facts;
    bool is_async;
};
struct ClassView {
    Name name;
    std::uint32_t name_start;
    NodeList bases;
    NodeList keywords;  ///< Keyword
    NodeList decorators;
    NodeList type_params;
    NodeList body;
};
struct AssignView {
    NodeList targets;
    NodeId value;
};
struct TypeAliasView {
    NodeId name;  ///< Name
    NodeList type_params;
    NodeId value;
};
struct AugAssignView {
    NodeId target;
    BinaryOperator op;
    NodeId value;
};
struct AnnAssignView {
    NodeId target;
    NodeId annotation;
    NodeId value;  ///< None if there is none
    bool simple;
};
struct ForView {
    NodeId target;
    NodeId iter;
    NodeList body;
    NodeList orelse;
    bool is_async;
};
struct WhileView {
    NodeId test;
    NodeList body;
    NodeList orelse;
};
/// An `elif` is an If alone in `orelse`, as in CPython's ast, with `is_elif`. Follow such chains in
/// a loop rather than by recursion: they get long.
struct IfView {
    NodeId test;
    NodeList body;
    NodeList orelse;
    bool is_elif;
};
struct WithView {
    NodeList items;  ///< WithItem
    NodeList body;
    bool is_async;
};
struct WithItemView {
    NodeId context;
    NodeId target;
};
struct MatchView {
    NodeId subject;
    NodeList cases;  ///< MatchCase
};
struct MatchCaseView {
    NodeId pattern;
    NodeId guard;
    NodeList body;
};
struct RaiseView {
    NodeId exception;
    NodeId cause;
};
struct TryView {
    NodeList body;
    NodeList handlers;  ///< ExceptHandler
    NodeList orelse;
    NodeList finalbody;
    bool is_star;
};
struct ExceptHandlerView {
    NodeId type;
    Name name;
    std::uint32_t name_start;
    NodeList body;
};
struct AssertView {
    NodeId test;
    NodeId message;
};
struct ImportFromView {
    Name module;  ///< dotted; Empty in `from . import x`
    std::uint32_t module_start;
    std::uint32_t level;  ///< leading dots
    NodeList names;       ///< Alias
    bool is_lazy;
};
struct ImportView {
    NodeList names;  ///< Alias
    bool is_lazy;
};
/// `a.b as c`, or `*`.
struct AliasView {
    Name name;  ///< dotted
    Name asname;
    std::uint32_t name_start;
    std::uint32_t asname_start;
};

// --- expressions

struct BoolOpView {
    BoolOperator op;
    NodeList values;
};
struct NamedExprView {
    NodeId target;
    NodeId value;
};
struct BinOpView {
    NodeId left;
    BinaryOperator op;
    NodeId right;
};
struct UnaryOpView {
    UnaryOperator op;
    NodeId operand;
};
struct LambdaView {
    NodeId args;  ///< Arguments
    NodeId body;
};
struct IfExpView {
    NodeId test;
    NodeId body;
    NodeId orelse;
};
/// `keys[i]` is None where `values[i]` is unpacked by `**`.
struct DictView {
    NodeList keys;
    NodeList values;
};
/// Of lists, sets and generators.
struct ComprehensionExprView {
    NodeId element;
    NodeList generators;  ///< Comprehension
};
struct DictCompView {
    NodeId key;
    NodeId value;
    NodeList generators;
};
struct ComprehensionView {
    NodeId target;
    NodeId iter;
    NodeList conditions;
    bool is_async;
};
struct CompareView {
    NodeId left;
    NodeList comparators;
    const NodeId* operators;  ///< use op()
    [[nodiscard]] CompareOperator op(std::size_t i) const {
        return static_cast<CompareOperator>(operators[i]);
    }
};
struct CallView {
    NodeId func;
    NodeList args;      ///< in order; Starred for `*x`
    NodeList keywords;  ///< Keyword
};
struct KeywordView {
    Name arg;  ///< Empty for `**value`
    NodeId value;
};
struct FormattedValueView {
    NodeId value;
    Conversion conversion;
    NodeId format_spec;  ///< JoinedStr or None
};
struct InterpolationView {
    NodeId value;
    std::string_view text;  ///< the expression as it was written
    Conversion conversion;
    NodeId format_spec;
};
struct AttributeView {
    NodeId value;
    Name attr;
    std::uint32_t attr_start;
};
struct SubscriptView {
    NodeId value;
    NodeId slice;
};
struct SliceView {
    NodeId lower;
    NodeId upper;
    NodeId step;
};

// --- patterns

struct MatchMappingView {
    NodeList keys;
    NodeList patterns;
    Name rest;
    std::uint32_t rest_start;
};
struct MatchClassView {
    NodeId cls;
    NodeList patterns;
    NodeList kwd_attrs;  ///< Identifier
    NodeList kwd_patterns;
};
struct MatchStarView {
    Name name;  ///< Empty for `*_`
    std::uint32_t name_start;
};
struct MatchAsView {
    NodeId pattern;
    Name name;  ///< Empty for `_`
    std::uint32_t name_start;
};

// --- the rest

struct TypeParamView {
    Name name;
    std::uint32_t name_start;
    NodeId bound;  ///< TypeVar only
    NodeId default_value;
};
struct ArgumentsView {
    NodeList args;  ///< Arg, in source order
};
struct ArgView {
    Name name;  ///< starts where the node starts
    NodeId annotation;
    NodeId default_value;
    ParameterKind kind;
};

}  // namespace krait::syntax
