// outline.h
//
// The skeleton of a module, from its tree and options alone: which path every function and class
// has in the module's slot table, which consecutive `def`s belong together as one overload or
// property, and which functions are units that a body job may check by itself. Because it depends
// on nothing that was inferred, the job that builds an interface and the later jobs that check
// bodies, perhaps of an edited text, agree on the names of things without talking to each other.

#pragma once

#include <algorithm>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/flat_map.h"
#include "base/interner.h"
#include "python/config/options.h"
#include "python/syntax/tree.h"

namespace krait::semantic {

/// A function that isn't nested in another one, or several that are one overload or property.
struct BodyUnit {
    std::vector<syntax::NodeId> items;    ///< FunctionDef or AsyncFunctionDef, in source order
    std::vector<syntax::NodeId> classes;  ///< the ClassDefs around it, outermost first
    /// The path of the first item in the module's slot table.
    base::Name path = base::Name::Empty;
    /// Defines attributes of self, for all that the tree tells, or declares globals: its body may
    /// shape the module's interface.
    bool may_shape = false;
    /// Attributes of self that it binds without defining them, sorted (settled_attributes.h).
    std::vector<base::Name> binds{};
};

struct Outline {
    /// Of every FunctionDef, AsyncFunctionDef and ClassDef. A second definition of `f` is "f#1";
    /// what is defined in a function is "f.<locals>.g".
    base::FlatMap<syntax::NodeId, base::Name> paths;
    std::vector<BodyUnit> units;  ///< in source order
};

[[nodiscard]] Outline make_outline(const syntax::Tree& tree, const config::Options& options);

/// Statements that are analysed together: mostly one; consecutive `def`s of one name with
/// decorators, which mypy takes as one overloaded function or one property, are one run.
using StatementRun = std::vector<syntax::NodeId>;

/// A block as it is analysed. A condition on the version or platform around some `def`s of an
/// overload doesn't part them: such an `if` loses them to the run, and only its condition is left.
struct MergedBlock {
    std::vector<StatementRun> runs;
    std::vector<syntax::NodeId> stripped;  ///< `if`s without their blocks; they are in `runs`
    std::vector<syntax::NodeId> replaced;  ///< `if`s of which the taken block alone is left
    std::vector<syntax::NodeId> unknown;   ///< `if`s around overloads, whose outcome isn't known

    [[nodiscard]] bool is_stripped(syntax::NodeId statement) const {
        return std::find(stripped.begin(), stripped.end(), statement) != stripped.end();
    }
};
[[nodiscard]] MergedBlock merge_overloads(const syntax::Tree& tree,
                                          std::span<const syntax::NodeId> statements,
                                          const config::Options& options);

}  // namespace krait::semantic
