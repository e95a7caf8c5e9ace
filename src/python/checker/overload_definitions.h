// overload_definitions.h: how signatures of one function, or of one operator, may overlap.

#pragma once

#include "python/checker/context.h"
#include "python/checker/facts.h"

namespace krait::checker {

/// Whether there are calls that fit both and may get something else than the later one promises.
/// `partial_only`: not where the later one takes all that the earlier takes.
[[nodiscard]] bool is_unsafe_overlap(CheckContext& ck, const CallableType& earlier,
                                     const CallableType& later, bool partial_only = true);

// --- operator_methods.cpp
/// `__radd__` and its like, beside the `__add__` of the other operand.
void check_reverse_operator(CheckContext& ck, NodeId function, const FunctionInfo& info,
                            const CallableType& type, Name name);

}  // namespace krait::checker
