// compat_metaclasses.h: metaclasses as code for Python 2 and 3 writes them, by calls.

#pragma once

#include <optional>

#include "python/semantic/state.h"
#include "python/syntax/views.h"

namespace krait::semantic {

/// `six.with_metaclass(M, A, B)` as the only base: A and B with metaclass M. None: another base.
[[nodiscard]] std::optional<syntax::CallView> with_metaclass_call(Analyzer& a,
                                                                  const syntax::ClassView& view);
/// The metaclass of `@six.add_metaclass(M)`; None if there is no such decorator.
[[nodiscard]] NodeId added_metaclass(Analyzer& a, const syntax::ClassView& view);

}  // namespace krait::semantic
