// mro.h
//
// The method resolution order (C3). Semantic analysis asks for it class by class, bases first.

#pragma once

#include <optional>
#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// The MRO of a class with these direct bases, itself first; none if the bases contradict each
/// other. The bases' own MROs must be known. With no bases, and unless the class is builtins.object
/// itself, object is taken as the base.
[[nodiscard]] std::optional<std::vector<DefId>> calculate_mro(Context& cx, const ClassInfo& info);

}  // namespace krait::types
