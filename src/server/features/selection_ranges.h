// selection_ranges.h
//
// What a selection grows to, step by step: the word, the expressions and statements around it, the
// file.

#pragma once

#include <vector>

#include "protocol/structure.h"
#include "server/features/question.h"

namespace krait::features {

/// One for each position, in their order.
[[nodiscard]] std::vector<protocol::SelectionRange> selection_ranges(
    const Question& question, const protocol::SelectionRangeParams& params);

}  // namespace krait::features
