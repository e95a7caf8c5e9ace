// total_ordering.h
//
// functools.total_ordering: the comparisons that a class doesn't define follow from the one it
// does.

#pragma once

#include "python/semantic/analyze.h"

namespace krait::special {

/// Adds the missing comparisons, if the class has the decorator.
void add_total_ordering(semantic::Analyzer& analyzer, types::ClassInfo& info,
                        semantic::NodeId class_def);

}  // namespace krait::special
