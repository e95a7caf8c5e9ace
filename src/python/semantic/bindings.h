// bindings.h
//
// What semantic analysis found out about a stretch of a tree: what each name refers to, the types
// that annotations mean, which calls are special forms, what cannot be reached. The tree itself is
// shared by any number of jobs and never written, so all of this stands in side tables, which
// belong to the job. The checker reads them; it never resolves a name by itself.
//
// mypy keeps the same facts in its nodes (NameExpr.node, CallExpr.analyzed, Block.is_unreachable,
// Var.type and so on).

#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/flat_map.h"
#include "python/syntax/node.h"
#include "python/types/definition.h"
#include "python/types/type.h"

namespace krait::semantic {

using syntax::NodeId;

/// Expressions that mean something else than what they look like.
enum class SpecialForm : std::uint8_t {
    None,
    Cast,        ///< cast(T, e): `type` is T
    AssertType,  ///< assert_type(e, T)
    RevealType,
    RevealLocals,
    TypeApplication,  ///< f[int] or C[int] as an expression: `types` are the arguments
    AliasExpression,  ///< the right side of an alias, or X | Y of types: `type` is what it means
    TypeVarDeclaration,
    NamedTupleCall,  ///< the call made a class: `definition`
    TypedDictCall,
    EnumCall,
    NewTypeCall,
    TypeFormCall,  ///< TypeForm(T)
    SuperCall,     ///< of the Attribute in super().x; the call below it has no facts of its own
    Promote,       ///< _promote(T)
    PrintBreakpoint,
};

struct SpecialFact {
    SpecialForm form = SpecialForm::None;
    types::TypePtr type = nullptr;
    std::span<const types::TypePtr> types;
    const types::Definition* definition = nullptr;
};

/// What a Name, or an Attribute that names a module's member, refers to.
struct NameFact {
    const types::Definition* definition = nullptr;  ///< null: unresolved and reported; treat as Any
    enum class Scope : std::uint8_t { Local, Global, Member } scope = Scope::Global;
    /// This use defines the variable (`x = 1` for the first time; mypy's is_new_def).
    bool is_new_definition = false;
    /// And its type comes from the assigned value (mypy's is_inferred_def).
    bool is_inferred_definition = false;
};

struct Bindings {
    /// Name nodes, module-member Attributes, Alias nodes, lvalue Attributes of self, Arg nodes
    /// (their variables), ExceptHandler nodes (their variable), MatchAs and MatchStar nodes
    /// (ditto).
    base::FlatMap<NodeId, NameFact> names;
    /// FunctionDef, AsyncFunctionDef, Lambda, ClassDef, TypeAlias nodes → what they define. For an
    /// overload's items, each item; the whole is `overloads[first item]`.
    base::FlatMap<NodeId, types::Definition*> definitions;
    std::unordered_map<NodeId, types::OverloadedInfo*> overloads;
    /// Decorators that analysis understood and that the checker need not call: @staticmethod,
    /// @property, @abstractmethod, @final, @override and the like (mypy removes them from the
    /// list).
    std::unordered_set<NodeId> consumed_decorators;
    /// Statements that carry a type: AnnAssign, and Assign, For, With with a type comment.
    base::FlatMap<NodeId, types::TypePtr> declared_types;
    std::unordered_map<NodeId, SpecialFact> special_forms;
    /// Assign statements that declare an alias, a type variable, a new type: nothing to check.
    std::unordered_set<NodeId> declarations;
    /// Assign and AnnAssign statements that are Final.
    std::unordered_set<NodeId> finals;
    /// First statements of blocks that can't be reached for reasons of version, platform or
    /// TYPE_CHECKING (or of what follows an `assert` that fails for them).
    ///
    /// `known_conditions`: If and MatchCase nodes, and operands of BoolOp but the last, whose
    /// outcome is known for such reasons. Operands behind one that decides the BoolOp aren't
    /// analysed.
    std::unordered_set<NodeId> unreachable_blocks;
    enum class Truth : std::uint8_t { AlwaysTrue, AlwaysFalse, MypyTrue, MypyFalse };
    std::unordered_map<NodeId, Truth> known_conditions;
    /// Functions (below decorators) that are defined again under a condition → what they were.
    std::unordered_map<const types::Definition*, const types::Definition*> originals;
    /// If nodes whose `def`s were taken as parts of an overload around them. False: the condition
    /// doesn't count either.
    std::unordered_map<NodeId, bool> merged_ifs;
};

}  // namespace krait::semantic
