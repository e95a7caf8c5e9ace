// reveal_locals.h
//
// reveal_locals(): what the names of the scope stand for.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

void report_locals(CheckContext& ck, NodeId call);

}  // namespace krait::checker
