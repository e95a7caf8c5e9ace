// preemption.h
//
// A worker for what a person waits for. A body takes a millisecond as a rule, but one of ten
// thousand lines takes seconds, as do the interfaces of a large cycle, and nobody knows before. So
// when something urgent is queued and no worker is free, one that checks a body nobody looks at, or
// else one that builds interfaces no open file needs, gives that up at its next statement, and the
// job goes back into the queue. It has to begin anew: so each is given up a few times only, however
// steadily somebody types.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// Call when no worker is free. Under the scheduler's lock.
void make_room(State& state);

}  // namespace krait::scheduler
