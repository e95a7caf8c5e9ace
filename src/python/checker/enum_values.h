// enum_values.h
//
// `Color.RED.name` and `Color.RED.value`: typeshed says `str` and `Any`; what the class assigns to
// its members says more (mypy's plugins/enums.py).

#pragma once

#include "python/checker/members.h"

namespace krait::checker {

/// The type of an enum's attribute `name` that `owner` defines, `result` being what is declared.
[[nodiscard]] TypePtr refine_enum_attribute(const MemberContext& mx, Name name,
                                            const ClassInfo& owner, TypePtr result);

}  // namespace krait::checker
