// variable_renaming.h
//
// One name for two variables: `with open(a) as f: ...` followed by `with open(b, "rb") as f: ...`,
// or, with --allow-redefinition-old, any assignment in the same block. mypy renames one of the two
// right after parsing (`f` becomes `f'`, which no program can write), so that nothing behind it
// needs to know of the case; so does Krait, before anybody else sees the tree. Messages leave the
// marks out (unmangled).

#pragma once

#include <string_view>

#include "python/syntax/tree.h"

namespace krait::syntax {

/// Variables of `with` statements that nobody uses outside of them.
void rename_with_variables(Tree& tree);
/// Variables that are assigned again in their block after they were read.
void rename_redefined_variables(Tree& tree);

/// The name as the program has it.
[[nodiscard]] constexpr std::string_view unmangled(std::string_view name) {
    while (name.ends_with('\'')) name.remove_suffix(1);
    return name;
}

}  // namespace krait::syntax
