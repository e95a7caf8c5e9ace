// erase.h
//
// Types with something forgotten: their arguments, as isinstance() forgets them; type variables;
// the literal value that an expression is known to have.

#pragma once

#include <span>

#include "base/function_ref.h"
#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// The runtime class only: list[Any] for list[int], the class for a tuple, (*Any, **Any) -> Any for
/// a callable. The result is proper.
[[nodiscard]] TypePtr erase_type(Context& cx, TypePtr type);

/// Type variables replaced by Any: all, or those with one of these ids.
[[nodiscard]] TypePtr erase_typevars(Context& cx, TypePtr type);
[[nodiscard]] TypePtr erase_typevars(Context& cx, TypePtr type, std::span<const TypeVarId> ids);
/// Meta variables replaced by `target`.
[[nodiscard]] TypePtr replace_meta_vars(Context& cx, TypePtr type, TypePtr target);
/// Type variables that `which` picks replaced by `replacement`.
[[nodiscard]] TypePtr replace_typevars(Context& cx, TypePtr type,
                                       base::FunctionRef<bool(const TypeVarId&)> which,
                                       TypePtr replacement);

/// int for an int that is known to be 1, everywhere inside; unions that this makes repetitive
/// shrink.
[[nodiscard]] TypePtr remove_instance_last_known_values(Context& cx, TypePtr type);

/// Instances' arguments replaced by Any, also within a union, but no deeper.
[[nodiscard]] TypePtr shallow_erase_type_for_equality(Context& cx, TypePtr type);

}  // namespace krait::types
