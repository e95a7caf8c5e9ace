// type_checking_blocks.h
//
// Definitions below `if TYPE_CHECKING:` aren't there at run time, so mypy lets their bodies be
// empty. Found by going down the tree from its root, since only a report that is about to be made
// asks for it: a flag on every function would cost each interface.

#pragma once

#include "python/checker/context.h"

namespace krait::checker {

/// Whether the `def` stands in a block for type checkers only (mypy's is_mypy_only).
[[nodiscard]] bool is_for_type_checkers_only(const CheckContext& ck, NodeId function);

}  // namespace krait::checker
