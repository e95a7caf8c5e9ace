// overlap_parts.h
//
// The parts of overlap.cpp that deal with tuples and TypedDicts. For overlap.cpp only.

#pragma once

#include "base/function_ref.h"
#include "python/types/context.h"

namespace krait::types::overlap_parts {

using Overlaps = base::FunctionRef<bool(TypePtr, TypePtr)>;

[[nodiscard]] bool is_tuple(Context& cx, TypePtr type);
/// Both are tuples by is_tuple.
[[nodiscard]] bool are_tuples_overlapping(Context& cx, TypePtr left, TypePtr right,
                                          Overlaps overlaps);
[[nodiscard]] bool are_typed_dicts_overlapping(const TypedDictType& left,
                                               const TypedDictType& right, Overlaps overlaps);
/// A TypedDict and an instance of Mapping.
[[nodiscard]] bool is_overlapping_mapping(Context& cx, const TypedDictType& typed,
                                          const Instance& mapping, Overlaps overlaps);

}  // namespace krait::types::overlap_parts
