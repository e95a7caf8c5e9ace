// library_options.h
//
// What of a program's options has a meaning for the stubs that come with Krait. Nothing is reported
// in them and they have no bodies, so that most options, --strict among them, change nothing about
// them: programs that differ in such options share their interfaces, and a snapshot of these serves
// nearly everybody.

#pragma once

#include "python/config/options.h"

namespace krait::config {

/// `options` without what only says what is reported, or how bodies are checked.
[[nodiscard]] Options for_own_stubs(const Options& options);

}  // namespace krait::config
