// ruled_out.h
//
// Blocks that a condition on version, platform or a constant rules out, wherever they stand. Found
// from the tree alone, since only whoever looks for unused ignore comments asks: what nobody runs
// uses none.

#pragma once

#include <vector>

#include "base/source_text.h"
#include "python/config/options.h"
#include "python/syntax/tree.h"

namespace krait::semantic {

/// The places of such blocks, outermost ones, in order.
[[nodiscard]] std::vector<base::TextRange> ruled_out_blocks(const syntax::Tree& tree,
                                                            const config::Options& options);

}  // namespace krait::semantic
