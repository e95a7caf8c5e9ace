// rebuild_parts.h
//
// After an edit, a big SCC's interface job builds the edited module alone, as one that sees the
// others' published interfaces; then those modules that asked for something that is another now;
// until nobody is left. That gives what a job for the whole SCC gives, as long as the order in
// which the SCC is worked off decides nothing that the modules' interfaces don't say. Where it may
// (imports, an MRO or a star-imported set of names changed; names were settled by force; a
// definition is of another kind now) the whole SCC is built.

#pragma once

#include <optional>

#include "project/interface_job.h"

namespace krait::project {

/// Nothing if the whole SCC has to be built.
[[nodiscard]] std::optional<scheduler::InterfaceResult> rebuild_parts(
    const scheduler::InterfaceInput& input, const JobContext& context);

}  // namespace krait::project
