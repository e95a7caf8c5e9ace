// written_types.h: what the strictest options say about a type that was written down.

#pragma once

#include <string_view>

#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

/// disallow-any-unimported and disallow-any-explicit. `what` begins the sentence about the first.
void check_written_type(CheckContext& ck, TypePtr type, std::string_view what, NodeId at);
/// `shown` is the type that the sentence names, mostly `type` itself.
void check_unimported(CheckContext& ck, TypePtr type, TypePtr shown, std::string_view what,
                      NodeId at);
void check_explicit_any(CheckContext& ck, TypePtr type, NodeId at);
/// Both, for each part of a signature.
void check_written_signature(CheckContext& ck, NodeId function, const FunctionInfo& info);
/// disallow-any-decorated.
void check_untyped_after_decorator(CheckContext& ck, TypePtr type, NodeId function);

}  // namespace krait::checker
