// format_overlaps.h
//
// Two classes named `C` in one message must not both be printed as "C". This finds the full names
// of what shares a short name with something else among some types.

#pragma once

#include <span>
#include <string>
#include <unordered_set>

#include "python/types/context.h"

namespace krait::types {

using FullNames = std::unordered_set<std::string>;

/// Full names (for type variables: scoped ones) that have to be printed in full.
[[nodiscard]] FullNames find_type_overlaps(Context& cx, std::span<const TypePtr> types);

}  // namespace krait::types
