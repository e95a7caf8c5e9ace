// typevars.h
//
// A class as a type of its own type variables, C[T, S], or with Any for each.

#pragma once

#include <vector>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// C[T1, ..., Tn] as seen inside the class: an Instance, or a Tuple for named tuples and other
/// subclasses of tuple[...].
[[nodiscard]] TypePtr fill_typevars(Context& cx, const ClassInfo& info);
/// The same as an Instance: for tuples their fallback.
[[nodiscard]] const Instance* fill_typevars_instance(Context& cx, const ClassInfo& info);
/// C[Any, ..., Any]; *tuple[Any, ...] for a TypeVarTuple.
[[nodiscard]] TypePtr fill_typevars_with_any(Context& cx, const ClassInfo& info);
/// The Instance of that, for the fallback of what has wrong arguments or none.
[[nodiscard]] const Instance* fill_instance_with_any(Context& cx, const ClassInfo& info,
                                                     AnySource source = AnySource::SpecialForm);
/// One Any per variable, *tuple[Any, ...] for a TypeVarTuple.
[[nodiscard]] std::vector<TypePtr> erased_vars(Context& cx,
                                               std::span<const TypeVarLike* const> variables,
                                               AnySource source);
/// Type variables as they stand in an argument list: a TypeVarTuple is unpacked.
[[nodiscard]] std::vector<TypePtr> type_vars_as_args(Context& cx,
                                                     std::span<const TypeVarLike* const> variables);
[[nodiscard]] bool has_no_typevars(Context& cx, TypePtr type);

}  // namespace krait::types
