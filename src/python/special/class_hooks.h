// class_hooks.h
//
// Decorators and bases that make mypy's bundled plugins add members to a class. Semantic analysis
// calls the hook for every class of its job when all signatures are known.

#pragma once

#include <optional>

#include "python/semantic/analyze.h"

namespace krait::special {

/// The hook for semantic::analyze_scc and analyze_function_body. Returns false if it needs another
/// round because a class that it reads isn't done yet.
[[nodiscard]] bool apply_class_hooks(semantic::Analyzer& analyzer, types::ClassInfo& info,
                                     semantic::NodeId class_def);

/// The value of a string, or of a Final variable that holds one.
[[nodiscard]] std::optional<base::Name> string_literal(semantic::Analyzer& analyzer,
                                                       semantic::NodeId expression);

}  // namespace krait::special
