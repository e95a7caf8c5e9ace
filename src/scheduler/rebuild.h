// rebuild.h
//
// From one module graph to the next. Under the scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// Makes the graph of the current roots and imports as soon as everything wanted is loaded. SCCs
/// with the same members in the same order keep their state; modules out of reach are forgotten.
///
/// While a program is loaded for the first time, what open modules need is laid out as soon as that
/// much is there, so that they are checked before the rest is even read. Whatever else there is
/// can't be in a cycle with it: nothing leads from it to the rest. Only the order inside a cycle of
/// libraries may still change with the whole graph; then that cycle is built again.
///
/// True if a graph was made.
bool update_graph(State& state);

}  // namespace krait::scheduler
