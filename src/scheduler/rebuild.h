// rebuild.h
//
// From one module graph to the next. Under the scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// Makes the graph of the current roots and imports. Everything wanted must have been loaded. SCCs
/// with the same members in the same order keep their state; modules out of reach are forgotten.
void rebuild_graph(State& state);

}  // namespace krait::scheduler
