// dataclasses.h
//
// What @dataclass, and whatever dataclass_transform (PEP 681) marks, adds to a class: __init__,
// comparisons, frozen fields. mypy does this in a plugin; here it is the class hook that semantic
// analysis calls when all signatures are known.

#pragma once

#include "python/semantic/analyze.h"

namespace krait::special {

/// The hook for semantic::analyze_scc and analyze_function_body.
[[nodiscard]] bool apply_class_hooks(semantic::Analyzer& analyzer, types::ClassInfo& info,
                                     semantic::NodeId class_def);

}  // namespace krait::special
