// visibility.h
//
// Which modules a module may name as attributes of their packages: those that its own imports lead
// to, at whatever distance (mypy's is_visible_import). That another module of the program happens
// to have been loaded, or checked already, makes it no more visible: answers would depend on who
// else is checked, and when.

#pragma once

#include "python/semantic/state.h"

namespace krait::semantic {

/// Whether the imports of the analyzer's module lead to `module`, or it is that module itself.
/// False for ModuleId::None.
[[nodiscard]] bool imports_lead_to(Analyzer& a, ModuleId module);

}  // namespace krait::semantic
