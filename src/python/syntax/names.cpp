// names.cpp: how kinds of tokens, nodes and operators are called, in messages and in dumps.

#include "python/syntax/node.h"
#include "python/syntax/token.h"

namespace krait::syntax {

const char* name_of(TokenKind kind) {
    static constexpr const char* kNames[] = {
        "end of file",   "Unknown",    "newline",      "indent",        "dedent",
        "int",           "float",      "complex",      "string",        "FStringStart",
        "FStringMiddle", "FStringEnd", "TStringStart", "TStringMiddle", "TStringEnd",
        "name",          "`case`",     "`lazy`",       "`match`",       "`type`",
        "`and`",         "`as`",       "`assert`",     "`async`",       "`await`",
        "`break`",       "`class`",    "`continue`",   "`def`",         "`del`",
        "`elif`",        "`else`",     "`except`",     "`False`",       "`finally`",
        "`for`",         "`from`",     "`global`",     "`if`",          "`import`",
        "`in`",          "`is`",       "`lambda`",     "`None`",        "`nonlocal`",
        "`not`",         "`or`",       "`pass`",       "`raise`",       "`return`",
        "`True`",        "`try`",      "`while`",      "`with`",        "`yield`",
        "`?`",           "`!`",        "`(`",          "`)`",           "`[`",
        "`]`",           "`{`",        "`}`",          "`:`",           "`,`",
        "`;`",           "`.`",        "`...`",        "`->`",          "`:=`",
        "`~`",           "`=`",        "`==`",         "`!=`",          "`<`",
        "`>`",           "`<=`",       "`>=`",         "`+`",           "`-`",
        "`*`",           "`@`",        "`/`",          "`%`",           "`**`",
        "`<<`",          "`>>`",       "`|`",          "`^`",           "`&`",
        "`//`",          "`+=`",       "`-=`",         "`*=`",          "`@=`",
        "`/=`",          "`%=`",       "`**=`",        "`<<=`",         "`>>=`",
        "`|=`",          "`^=`",       "`&=`",         "`//=`",
    };
    static_assert(sizeof(kNames) / sizeof(*kNames) == static_cast<unsigned>(TokenKind::Count));
    return kNames[static_cast<unsigned>(kind)];
}

const char* name_of(NodeKind kind) {
    static constexpr const char* kNames[] = {
        "Invalid",
        "FunctionDef",
        "AsyncFunctionDef",
        "ClassDef",
        "Return",
        "Delete",
        "Assign",
        "TypeAlias",
        "AugAssign",
        "AnnAssign",
        "For",
        "AsyncFor",
        "While",
        "If",
        "With",
        "AsyncWith",
        "Match",
        "Raise",
        "Try",
        "TryStar",
        "Assert",
        "Import",
        "ImportFrom",
        "Global",
        "Nonlocal",
        "Expr",
        "Pass",
        "Break",
        "Continue",
        "ErrorStmt",
        "BoolOp",
        "NamedExpr",
        "BinOp",
        "UnaryOp",
        "Lambda",
        "IfExp",
        "Dict",
        "Set",
        "ListComp",
        "SetComp",
        "DictComp",
        "GeneratorExp",
        "Await",
        "Yield",
        "YieldFrom",
        "Compare",
        "Call",
        "FormattedValue",
        "Interpolation",
        "JoinedStr",
        "TemplateStr",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Constant",
        "Attribute",
        "Subscript",
        "Starred",
        "Name",
        "List",
        "Tuple",
        "Slice",
        "ErrorExpr",
        "MatchValue",
        "MatchSingleton",
        "MatchSequence",
        "MatchMapping",
        "MatchClass",
        "MatchStar",
        "MatchAs",
        "MatchOr",
        "TypeVar",
        "ParamSpec",
        "TypeVarTuple",
        "arguments",
        "arg",
        "keyword",
        "alias",
        "withitem",
        "comprehension",
        "ExceptHandler",
        "match_case",
        "Identifier",
    };
    static_assert(sizeof(kNames) / sizeof(*kNames) ==
                  static_cast<unsigned>(NodeKind::Identifier) + 1);
    return kNames[static_cast<unsigned>(kind)];
}

const char* name_of(BinaryOperator op) {
    static constexpr const char* kNames[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                             "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                             "BitXor", "BitAnd", "FloorDiv"};
    return kNames[static_cast<unsigned>(op)];
}

const char* name_of(UnaryOperator op) {
    static constexpr const char* kNames[] = {"Invert", "Not", "UAdd", "USub"};
    return kNames[static_cast<unsigned>(op)];
}

const char* name_of(BoolOperator op) {
    return op == BoolOperator::And ? "And" : "Or";
}

const char* name_of(CompareOperator op) {
    static constexpr const char* kNames[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                             "GtE", "Is",    "IsNot", "In",  "NotIn"};
    return kNames[static_cast<unsigned>(op)];
}

}  // namespace krait::syntax
