// type_text.h
//
// Types as tests like to write them: as Python does.
//
//     read_type(world, "dict[str, list[int] | None]")
//     read_type(world, "def[T](x: T, *args: int, key: str = ...) -> T")
//
// Understood: names of the test world's classes and aliases, Any, None, Never, unions by |, tuple,
// Literal, type, Callable, and functions as above with "/", "*", "**P", "*Ts" and bounds (T: A).

#pragma once

#include <string_view>

#include "unit/python/types/test_world.h"

namespace krait::types::testing {

/// Throws std::invalid_argument if it is not understood.
[[nodiscard]] TypePtr read_type(World& world, std::string_view text);

}  // namespace krait::types::testing
