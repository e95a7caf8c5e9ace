// nodes.h
//
// mypy builds expressions of its own while it checks: `x += y` becomes `x = x + y`, the iterated
// item of a `for` becomes a nameless value of a known type. The tree can't be changed, so such
// expressions get ids past its end and live with the job; whoever takes an expression asks through
// the functions here, which know both sorts.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/interner.h"
#include "base/source_text.h"
#include "python/syntax/node.h"
#include "python/syntax/tree.h"
#include "python/types/definition.h"
#include "python/types/type.h"

namespace krait::checker {

struct CheckContext;
using syntax::NodeId;
using syntax::NodeKind;
using types::TypePtr;

enum class SyntheticKind : std::uint8_t { Value, Operation, Tuple, List, Starred, Variable };

struct Synthetic {
    SyntheticKind kind = SyntheticKind::Value;
    base::TextRange range{};
    TypePtr type = nullptr;                         // Value
    std::vector<NodeId> items{};                    // the others, Variable excepted
    syntax::BinaryOperator op{};                    // Operation
    const types::Definition* definition = nullptr;  // Variable
    NodeId origin = NodeId::None;                   // the node whose place it has
};

class SyntheticNodes {
public:
    explicit SyntheticNodes(std::uint32_t first) : first_(first) {}
    [[nodiscard]] bool holds(NodeId id) const { return syntax::index_of(id) >= first_; }
    [[nodiscard]] const Synthetic& operator[](NodeId id) const {
        return *nodes_[syntax::index_of(id) - first_];
    }
    NodeId add(Synthetic node);

private:
    std::uint32_t first_;
    std::vector<std::unique_ptr<Synthetic>> nodes_;  // never move: references are held
};

/// A value of a known type, at the place of `at` (mypy's TempNode).
[[nodiscard]] NodeId make_value(CheckContext& ck, TypePtr type, NodeId at);
[[nodiscard]] NodeId make_operation(CheckContext& ck, NodeId left, syntax::BinaryOperator op,
                                    NodeId right, NodeId at);
[[nodiscard]] NodeId make_tuple_expr(CheckContext& ck, std::vector<NodeId> items,
                                     base::TextRange range, NodeId at);
[[nodiscard]] NodeId make_list_expr(CheckContext& ck, std::vector<NodeId> items, NodeId at);
[[nodiscard]] NodeId make_starred(CheckContext& ck, NodeId value, NodeId at);
[[nodiscard]] NodeId make_variable(CheckContext& ck, const types::Definition* definition,
                                   NodeId at);

/// The kind that the expression has, or that it stands for; Invalid for a Value.
[[nodiscard]] NodeKind kind_of(const CheckContext& ck, NodeId id);
[[nodiscard]] inline bool is_kind(const CheckContext& ck, NodeId id, NodeKind kind) {
    return kind_of(ck, id) == kind;
}
[[nodiscard]] base::TextRange range_of(const CheckContext& ck, NodeId id);

// The parts of expressions of either sort.
[[nodiscard]] std::span<const NodeId> elements_of(const CheckContext& ck, NodeId id);
[[nodiscard]] NodeId starred_value(const CheckContext& ck, NodeId id);
[[nodiscard]] bool is_starred(const CheckContext& ck, NodeId id);
/// List or Tuple.
[[nodiscard]] bool is_sequence_display(const CheckContext& ck, NodeId id);

/// What a Name, or an Attribute that names a module's member, refers to; null for others.
[[nodiscard]] const types::Definition* definition_of(const CheckContext& ck, NodeId id);
[[nodiscard]] const types::VarInfo* variable_of(const CheckContext& ck, NodeId id);
/// A Name, or an Attribute that semantic analysis resolved (mypy's RefExpr with a node).
[[nodiscard]] bool is_resolved_reference(const CheckContext& ck, NodeId id);
/// An Attribute whose meaning depends on the type of what stands before the dot.
[[nodiscard]] bool is_unresolved_member(const CheckContext& ck, NodeId id);
/// The full name that a reference leads to; Empty where it leads nowhere.
[[nodiscard]] base::Name fullname_of(const CheckContext& ck, NodeId id);
[[nodiscard]] bool refers_to(const CheckContext& ck, NodeId id, std::string_view fullname);

/// The target of `(x := e)`, else the expression itself.
[[nodiscard]] NodeId collapse_walrus(const CheckContext& ck, NodeId id);

}  // namespace krait::checker
