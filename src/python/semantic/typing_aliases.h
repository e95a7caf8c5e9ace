// typing_aliases.h
//
// What typing's stubs only hint at: List, Dict and their like as aliases of the true classes.

#pragma once

#include "python/semantic/analysis.h"

namespace krait::semantic {

/// A stand-in that is left out.
[[nodiscard]] bool is_typing_alias_statement(const Analyzer& a, NodeId statement);
void add_typing_aliases(Analyzer& a);

}  // namespace krait::semantic
