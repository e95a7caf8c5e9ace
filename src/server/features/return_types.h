// return_types.h
//
// What a function without an annotation gives back, as the annotation would say it: the type that
// its `return`s share.

#pragma once

#include "project/inspected_unit.h"

namespace krait::features {

/// Null if it can't be told, or is nothing that would help a caller. `unit` holds the function's
/// body.
[[nodiscard]] types::TypePtr returned_type(project::InspectedUnit& unit, syntax::NodeId function);

}  // namespace krait::features
