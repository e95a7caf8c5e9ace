// overload_definitions.h: how signatures of one function, or of one operator, may overlap.

#pragma once

#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

/// Whether there are calls that fit both and may get something else than the later one promises.
/// `partial_only`: not where the later one takes all that the earlier takes.
[[nodiscard]] bool is_unsafe_overlap(CheckContext& ck, const CallableType& earlier,
                                     const CallableType& later, bool partial_only = true);

/// What a caller of such a value sees; null where that can't be told, or isn't one signature.
[[nodiscard]] const CallableType* callable_signature(CheckContext& ck, TypePtr type, NodeId at);

// --- reverse_operators.cpp
void check_reverse_operator(CheckContext& ck, NodeId function, const FunctionInfo& info,
                            const CallableType& type, Name name);

}  // namespace krait::checker
