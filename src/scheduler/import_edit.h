// import_edit.h
//
// A change of imports that leaves the graph as it is, but for one module's dependencies. Most that
// people type are of this kind: an import of something that lies lower in the program, or the removal
// of one of several. Then it costs what the module imports, not what the program holds.

#pragma once

#include <span>

#include "scheduler/state.h"

namespace krait::scheduler {

/// Brings the graph up to date after the imports of `module`, which is in it, changed from `before`
/// to those of its record. False, and nothing is done, if an order or a cycle may have changed, so
/// that the graph must be made anew.
[[nodiscard]] bool edit_imports(State& state, ModuleId module, std::span<const Import> before);

}  // namespace krait::scheduler
