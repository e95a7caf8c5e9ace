// definedness.h
//
// Whether names have a value where they are used: `used-before-def`, `possibly-undefined`. A pass
// of its own over the tree after the types are known (mypy's partially_defined.py), because it asks
// of every name in a scope what the binder asks only of variables that are narrowed.
//
// A function's names depend on nothing outside it, so each body job answers for its functions and
// the interface job for the rest.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

/// The top level and class bodies, and the functions that shape the interface; of others only that
/// they are there.
void check_definedness_of_module(CheckContext& ck);
void check_definedness_of_function(CheckContext& ck, NodeId function);

}  // namespace krait::checker
