// place.h
//
// From a place in the text to the tree: what an editor's cursor is on.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

/// The nodes around an offset, outermost first; empty outside of all statements. A place right
/// behind a node belongs to it, unless another one starts there.
[[nodiscard]] std::vector<NodeId> nodes_at(const Tree& tree, std::uint32_t offset);

/// The range with the decorators of a definition.
[[nodiscard]] base::TextRange whole_range(const Tree& tree, NodeId node);

/// The identifier that an offset is in or right behind; an empty range at the offset if there is
/// none.
[[nodiscard]] base::TextRange word_at(std::string_view text, std::uint32_t offset);

/// The first place of `word`, as a word by itself, in [range); an empty range if there is none.
[[nodiscard]] base::TextRange find_word(std::string_view text, base::TextRange range,
                                        std::string_view word);

}  // namespace krait::syntax
