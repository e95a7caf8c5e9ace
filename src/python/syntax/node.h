// node.h
//
// The bricks of a syntax tree: kinds named after CPython's ast classes, so that whoever knows that
// module (or mypy, which is written against it) reads Krait's trees without a dictionary, and a
// node of 20 bytes that a vector holds without an allocation of its own.

#pragma once

#include <cstdint>

namespace krait::syntax {

/// A node of one tree: an index. Children are made before their parents, so a child's id is always
/// smaller than its parent's, and a side table is a vector indexed by it.
enum class NodeId : std::uint32_t { None = 0 };
static_assert(sizeof(NodeId) == 4);

[[nodiscard]] constexpr std::uint32_t index_of(NodeId id) {
    return static_cast<std::uint32_t>(id);
}

enum class NodeKind : std::uint8_t {
    Invalid,  ///< node 0, and nothing else

    // Statements
    FunctionDef,
    AsyncFunctionDef,
    ClassDef,
    Return,
    Delete,
    Assign,
    TypeAlias,
    AugAssign,
    AnnAssign,
    For,
    AsyncFor,
    While,
    If,
    With,
    AsyncWith,
    Match,
    Raise,
    Try,
    TryStar,
    Assert,
    Import,
    ImportFrom,
    Global,
    Nonlocal,
    Expr,
    Pass,
    Break,
    Continue,
    ErrorStmt,  ///< what stands where no statement could be made out; keeps its expressions

    // Expressions
    BoolOp,
    NamedExpr,
    BinOp,
    UnaryOp,
    Lambda,
    IfExp,
    Dict,
    Set,
    ListComp,
    SetComp,
    DictComp,
    GeneratorExp,
    Await,
    Yield,
    YieldFrom,
    Compare,
    Call,
    FormattedValue,
    Interpolation,
    JoinedStr,
    TemplateStr,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    True,
    False,
    NoneConstant,
    Ellipsis,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Slice,
    ErrorExpr,  ///< a hole: an expression is missing or unreadable here; keeps what was readable

    // Patterns
    MatchValue,
    MatchSingleton,
    MatchSequence,
    MatchMapping,
    MatchClass,
    MatchStar,
    MatchAs,
    MatchOr,

    // Type parameters
    TypeVar,
    ParamSpec,
    TypeVarTuple,

    // Parts of the above
    Arguments,
    Arg,
    Keyword,
    Alias,
    WithItem,
    Comprehension,
    ExceptHandler,
    MatchCase,
    Identifier,  ///< a bare name with its place: in global, nonlocal and class patterns
};

[[nodiscard]] constexpr bool is_statement(NodeKind kind) {
    return kind >= NodeKind::FunctionDef && kind <= NodeKind::ErrorStmt;
}
[[nodiscard]] constexpr bool is_expression(NodeKind kind) {
    return kind >= NodeKind::BoolOp && kind <= NodeKind::ErrorExpr;
}
[[nodiscard]] constexpr bool is_constant(NodeKind kind) {
    return kind >= NodeKind::Int && kind <= NodeKind::Ellipsis;
}
[[nodiscard]] constexpr bool is_pattern(NodeKind kind) {
    return kind >= NodeKind::MatchValue && kind <= NodeKind::MatchOr;
}
[[nodiscard]] constexpr bool is_type_parameter(NodeKind kind) {
    return kind >= NodeKind::TypeVar && kind <= NodeKind::TypeVarTuple;
}

/// The name of the kind as CPython's ast spells the class ("Constant" for all constants).
[[nodiscard]] const char* name_of(NodeKind kind);

enum class Context : std::uint8_t { Load, Store, Del };

enum class BinaryOperator : std::uint8_t {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
};
enum class UnaryOperator : std::uint8_t { Invert, Not, UAdd, USub };
enum class BoolOperator : std::uint8_t { And, Or };
enum class CompareOperator : std::uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };
enum class ParameterKind : std::uint8_t { PositionalOnly, Normal, VarArgs, KeywordOnly, KwArgs };

/// What `!r` and its like ask of a formatted value.
enum class Conversion : std::uint8_t { None, Str, Repr, Ascii };

[[nodiscard]] const char* name_of(BinaryOperator op);
[[nodiscard]] const char* name_of(UnaryOperator op);
[[nodiscard]] const char* name_of(BoolOperator op);
[[nodiscard]] const char* name_of(CompareOperator op);

/// Bits of Node::flags. One bit may serve several kinds, under several names.
namespace flag {
inline constexpr std::uint8_t kContextMask = 0x03;    ///< expressions: a Context
inline constexpr std::uint8_t kParenthesized = 0x04;  ///< expressions: stood in parentheses
inline constexpr std::uint8_t kUnicodePrefix = 0x08;  ///< Str: written u"..."
inline constexpr std::uint8_t kConcatenated = 0x10;   ///< strings: more than one literal
inline constexpr std::uint8_t kDecoded =
    0x20;  ///< Str, Bytes: value isn't the literal's inside, byte for byte
inline constexpr std::uint8_t kTooBig = 0x08;    ///< Int: doesn't fit in 64 bits
inline constexpr std::uint8_t kElif = 0x08;      ///< If: written `elif`
inline constexpr std::uint8_t kSimple = 0x08;    ///< AnnAssign: a bare name without parentheses
inline constexpr std::uint8_t kLazy = 0x08;      ///< Import, ImportFrom: written `lazy import`
inline constexpr std::uint8_t kHasError = 0x40;  ///< part of it was missing or unreadable
}  // namespace flag

/// One node. What `small`, `a` and `b` mean depends on the kind, and is known to tree.h and
/// builder.h alone.
struct Node {
    NodeKind kind = NodeKind::Invalid;
    std::uint8_t flags = 0;
    std::uint16_t small = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
};
static_assert(sizeof(Node) == 20);

}  // namespace krait::syntax
