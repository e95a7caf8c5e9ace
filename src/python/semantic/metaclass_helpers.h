// metaclass_helpers.h
//
// Metaclasses in the spelling that both Python 2 and 3 understand: `class C(with_metaclass(M, B))`
// and `@add_metaclass(M)` of six, future and past.

#pragma once

#include <vector>

#include "python/semantic/analysis.h"

namespace krait::semantic {

/// A class's bases and metaclass, wherever they are written.
struct ClassParents {
    std::vector<NodeId> bases;
    NodeId metaclass = NodeId::None;
    bool has_several_metaclasses = false;
};
[[nodiscard]] ClassParents class_parents(Analyzer& a, NodeId class_def);

}  // namespace krait::semantic
