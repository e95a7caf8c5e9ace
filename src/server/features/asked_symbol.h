// asked_symbol.h
//
// The beginning that searches have in common: what is the name under the cursor, as something that
// can be looked for in other modules.

#pragma once

#include <optional>

#include "project/uses.h"
#include "server/features/question.h"

namespace krait::features {

struct AskedSymbol {
    project::LoadedModulePtr module;
    base::TextRange word;
    project::Sought sought;
};

/// Nothing where nothing can be said.
[[nodiscard]] std::optional<AskedSymbol> asked_symbol(const Question& question,
                                                      protocol::Position position);

/// As long as the question lives.
[[nodiscard]] project::UseSearch search_of(const Question& question);

}  // namespace krait::features
