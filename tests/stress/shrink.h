// shrink.h
//
// Makes a failing script small: first fewer events, then fewer files, then shorter texts. Whether
// what is left still fails is asked of a process of its own, so that crashes and hangs shrink as
// well as differences.

#pragma once

#include <functional>

#include "stress/script.h"

namespace krait::stress {

/// Whether the script still fails in the way that it did.
using Fails = std::function<bool(const Script&)>;

/// A smaller script that `fails`; asks it until nothing helps or the time is used up.
[[nodiscard]] Script shrink(Script script, const Fails& fails, double seconds);

}  // namespace krait::stress
