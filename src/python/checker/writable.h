// writable.h
//
// Which definitions a job may write to. Inferred types are the one thing that the checker writes;
// written to what another module owns, or to what is published, they would be seen by jobs that
// run at the same time, and by all that come after this one's memory is gone.

#pragma once

#include "python/checker/facts.h"

namespace krait::checker {

/// The variable for writing. For one that isn't this job's own what is written goes to a copy that
/// nobody else sees.
[[nodiscard]] VarInfo& writable(const CheckContext& ck, const VarInfo& variable);

}  // namespace krait::checker
