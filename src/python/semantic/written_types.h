// written_types.h: what the strictest options say about a type in a definition that is made of an
// expression: a base class, an alias, a TypeVar and the like. Annotations are the checker's.

#pragma once

#include <string_view>

#include "python/semantic/state.h"

namespace krait::semantic {

/// disallow-any-explicit.
void check_explicit_any(Analyzer& a, TypePtr type, Place place);
/// disallow-any-unimported. `what` begins the sentence.
void check_unimported(Analyzer& a, TypePtr type, std::string_view what, Place place);
/// Both, once in a definition's life: while a type holds placeholders nothing is said.
void check_written_type(Analyzer& a, TypePtr type, std::string_view what, Place place);

}  // namespace krait::semantic
