// workspace_symbols.h
//
// What the workspace defines, by a few letters of its name: these must come in order, not side by
// side. What begins with them comes first.

#pragma once

#include <string_view>
#include <vector>

#include "protocol/navigation.h"
#include "server/features/question.h"

namespace krait::features {

[[nodiscard]] std::vector<protocol::WorkspaceSymbol> workspace_symbols(
    const Question& question, const protocol::WorkspaceSymbolParams& params);

/// How well a name is what was asked for; 0: not at all.
[[nodiscard]] unsigned match_score(std::string_view query, std::string_view name);

}  // namespace krait::features
