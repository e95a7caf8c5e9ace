// verify_incremental.h
//
// `krait check --verify-incremental`: is an incremental check right on this very program? Every
// file that was named is edited in memory: a comment is put at its top (all positions move), one of
// its top-level blocks, chosen by the file's text, is taken out, and the file is put back. After
// each edit what is shown must be, byte for byte, what a check from nothing shows; after the last,
// what was shown first. Costs two whole checks a file: for those who suspect a bug.

#pragma once

#include <cstddef>

#include "project/configuration.h"

namespace krait::cli {

/// Prints differences and a summary; how many differences there were.
[[nodiscard]] std::size_t verify_incremental(const project::Configuration& configuration,
                                             const project::Setup& setup);

}  // namespace krait::cli
