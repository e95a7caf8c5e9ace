// statements.h
//
// The statements of a file in the order in which they are written, for features that look at its
// shape. An explicit stack takes the place of recursion: people paste files with branches by the
// thousand.

#pragma once

#include <algorithm>
#include <vector>

#include "python/syntax/tree.h"

namespace krait::features {

/// The suites of a compound statement, in order; of a function or class, its body.
[[nodiscard]] std::vector<syntax::NodeList> suites_of(const syntax::Tree& tree, syntax::NodeId id);

[[nodiscard]] inline bool is_function(syntax::NodeKind kind) {
    return kind == syntax::NodeKind::FunctionDef || kind == syntax::NodeKind::AsyncFunctionDef;
}
[[nodiscard]] inline bool is_definition(syntax::NodeKind kind) {
    return is_function(kind) || kind == syntax::NodeKind::ClassDef;
}

/// Calls `visit(NodeId)` for each statement of a suite and of the suites within, but for those
/// inside of functions and classes, unless `into_definitions`.
template <class Visit>
void for_each_statement(const syntax::Tree& tree, syntax::NodeList suite, bool into_definitions,
                        Visit&& visit) {
    std::vector<syntax::NodeId> next(suite.rbegin(), suite.rend());
    while (!next.empty()) {
        const syntax::NodeId id = next.back();
        next.pop_back();
        visit(id);
        if (!into_definitions && is_definition(tree.kind(id))) continue;
        const std::vector<syntax::NodeList> suites = suites_of(tree, id);
        std::for_each(suites.rbegin(), suites.rend(), [&](syntax::NodeList inner) {
            next.insert(next.end(), inner.rbegin(), inner.rend());
        });
    }
}

}  // namespace krait::features
