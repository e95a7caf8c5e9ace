// formals.h: the parameters of a `def` or lambda as they stand in the tree.

#pragma once

#include <vector>

#include "python/checker/context.h"

namespace krait::checker {

struct Formal {
    NodeId node = NodeId::None;  ///< Arg
    Name name = Name::Empty;
    types::ArgKind kind = types::ArgKind::Pos;
    NodeId default_value = NodeId::None;
    VarInfo* variable = nullptr;  ///< null where semantic analysis did not make one
};

/// In mypy's order: positional-only, positional, `*args`, keyword-only, `**kwargs`.
[[nodiscard]] std::vector<Formal> formals_of(const CheckContext& ck, NodeId function);
/// FunctionInfo of a FunctionDef, AsyncFunctionDef or Lambda, the one below its decorators; or
/// null.
[[nodiscard]] const types::FunctionInfo* function_info(const CheckContext& ck, NodeId function);
/// No annotation at all: mypy takes all in it as Any.
[[nodiscard]] bool is_dynamic(const CheckContext& ck, NodeId function);

}  // namespace krait::checker
