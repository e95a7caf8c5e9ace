// loads.h
//
// Finding the modules of the program: each is loaded when a root or an import first names it, and
// again when its text, or what one of its look-ups would find, changes. A load tells what it
// imports, and so the frontier grows until everything in reach is known; only then is there a
// graph. Under the scheduler's lock.

#pragma once

#include "scheduler/state.h"

namespace krait::scheduler {

/// The program needs `module`: loads it unless that was done or is under way.
void want_module(State& state, ModuleId module, std::uint8_t tier);

/// What `module` would load has changed. Ignored if nobody wants it.
void reload_module(State& state, ModuleId module);

/// Everybody who looked for `name`, in the order of their ids.
[[nodiscard]] std::vector<ModuleId> seekers_of(State& state, base::Name name);

void complete_load(State& state, const Job& job, JobOutcome& outcome);

/// Undoes everything: the module is no longer in the program.
void forget_module(State& state, ModuleId module);

}  // namespace krait::scheduler
