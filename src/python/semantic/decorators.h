// decorators.h: what decorated functions and overloads (overloads.cpp) share.

#pragma once

#include <string_view>

#include "python/semantic/analysis.h"

namespace krait::semantic {

[[nodiscard]] bool is_property(Analyzer& a, NodeId decorator);
/// A definition with its decorators.
[[nodiscard]] Place decorated_place(const Analyzer& a, NodeId function);
[[nodiscard]] types::DecoratedInfo& decorated_info(Analyzer& a, NodeId function,
                                                   FunctionInfo& info);
/// One decorated function, alone or as part of an overload or property.
types::DecoratedInfo& visit_decorated(Analyzer& a, NodeId function, bool is_overload_item);

/// The published overload or decorator of a unit, in a body job.
template <class T>
[[nodiscard]] T* published(Analyzer& a, NodeId function, std::string_view suffix) {
    auto path = a.outline.paths.find(function);
    if (!a.in_body_job || path == a.outline.paths.end()) return nullptr;
    symbols::DefId id = a.job.table.def(a.module.id, joined(path->second, "", suffix));
    return const_cast<T*>(types::as<T>(a.job.reader.definition(id)));
}

}  // namespace krait::semantic
