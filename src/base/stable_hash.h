// stable_hash.h
//
// The hash of a name's text, which the interner keeps beside the text. Fingerprints take names by
// it: that saves reading and copying the text each time. Apart from interner.h because hardly
// anybody who has names has fingerprints.

#pragma once

#include <cstdint>

#include "base/interner.h"

namespace krait::base {

/// hash_of the name's text: the same in every process. Thread-safe, lock-free.
[[nodiscard]] std::uint64_t stable_hash_of(Name name);

}  // namespace krait::base
