// maptype.h
//
// An instance seen as one of its base classes: dict[str, int] as a Mapping is Mapping[str, int].

#pragma once

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// `instance` as an instance of `super`, its arguments mapped along the bases. Where `super` is no
/// base, its arguments are Any.
[[nodiscard]] const Instance* map_instance_to_supertype(Context& cx, const Instance& instance,
                                                        const ClassInfo& super);

}  // namespace krait::types
