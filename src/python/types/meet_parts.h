// meet_parts.h
//
// How meet.cpp, which decides by kind, is divided. For its files only.

#pragma once

#include <optional>
#include <vector>

#include "python/types/context.h"

namespace krait::types::meet_parts {

/// Nothing is in both: Never, or None without strict optional.
[[nodiscard]] TypePtr bottom(Context& cx);

[[nodiscard]] TypePtr meet_tuple(Context& cx, TypePtr s, const TupleType& t);
[[nodiscard]] TypePtr meet_typed_dict(Context& cx, TypePtr s, const TypedDictType& t);
[[nodiscard]] TypePtr meet_callable(Context& cx, TypePtr s, const CallableType& t);
[[nodiscard]] TypePtr meet_overloaded(Context& cx, TypePtr s, const OverloadedType& t);

}  // namespace krait::types::meet_parts
