// preemption.h
//
// A worker for what a person waits for. A job takes milliseconds as a rule, and then the next free
// worker is soon enough; but a body of ten thousand lines takes seconds. So when something urgent
// is queued and nobody is free, one worker that checks a body nobody looks at gives that up, at its
// next statement, and the body goes back into the queue. It has to begin anew: so each is given up
// a few times only, however steadily somebody types.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// Call when no worker is free. Under the scheduler's lock.
void make_room(State& state);

}  // namespace krait::scheduler
