// type_forms.h
//
// Expressions where a TypeForm is expected: they are read as the types that they spell.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

/// TypeForm[T] if `expr` spells the type T and `context` wants a TypeForm; else null.
[[nodiscard]] TypePtr as_type_form(CheckContext& ck, NodeId expr, TypePtr context);

}  // namespace krait::checker
