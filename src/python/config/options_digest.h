// options_digest.h
//
// All that options say of a program, as one digest: what a whole answer is found by. Wider than
// semantic_digest, which is about what can be found out in one module.

#pragma once

#include "base/hash.h"
#include "python/config/options.h"

namespace krait::config {

/// Sections included; without paths on this machine and the number of workers.
[[nodiscard]] base::Digest digest_of(const ModuleOptions& options);

}  // namespace krait::config
