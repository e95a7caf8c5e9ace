// build_id.h
//
// Which build of Krait this is, as far as the cache is concerned: the identity that the linker gave
// the program, a digest of its content. So no two builds that could answer differently share a
// result, nobody has to remember to count a version up, and equal builds on different machines
// share everything.

#pragma once

#include "base/hash.h"

namespace krait::project {

/// The same for the whole life of the process.
[[nodiscard]] const base::Digest& build_id();

}  // namespace krait::project
