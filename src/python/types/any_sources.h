// any_sources.h: which kinds of Any a type that was written down contains.

#pragma once

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// Whether `type` (null: no) is or contains an Any of this source. Aliases and TypedDicts are
/// looked at where they are defined, not where they are used.
[[nodiscard]] bool contains_any_from(Context& cx, TypePtr type, AnySource source);
/// The same type with other Anys in place of those of this source.
[[nodiscard]] TypePtr without_any_from(Context& cx, TypePtr type, AnySource source);

}  // namespace krait::types
