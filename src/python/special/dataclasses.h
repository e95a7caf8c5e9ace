// dataclasses.h
//
// What @dataclass, and whatever dataclass_transform (PEP 681) marks, adds to a class: __init__,
// comparisons, frozen fields. mypy does this in a plugin; here it is one of the class hooks.

#pragma once

#include "python/semantic/analyze.h"

namespace krait::special {

/// False if a base isn't done yet. Does nothing to classes that aren't dataclasses.
[[nodiscard]] bool transform_dataclass(semantic::Analyzer& analyzer, types::ClassInfo& info,
                                       semantic::NodeId class_def);

}  // namespace krait::special
