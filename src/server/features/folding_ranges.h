// folding_ranges.h
//
// What an editor may fold: suites, expressions and strings over several lines, blocks of imports
// and of comments, and what stands between `# region` and `# endregion`. By lines: indentation,
// which editors fold by themselves, gets long strings and calls wrong.

#pragma once

#include <vector>

#include "protocol/structure.h"
#include "server/features/question.h"

namespace krait::features {

/// In order of their first lines; of those with the same first line the longest only.
[[nodiscard]] std::vector<protocol::FoldingRange> folding_ranges(
    const Question& question, const protocol::TextDocumentParams& params);

}  // namespace krait::features
