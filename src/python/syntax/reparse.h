// reparse.h
//
// The tree of an edited text, from the tree before the edit: if the edit lies in one function, that
// function alone is read again and spliced in. What comes out is what parse_module gives, table for
// table; the rest of the file costs as much as copying it.
//
// A tree and a function without errors only, because recovery may reach far; and whatever isn't
// quite certain (a line that ends in a backslash, a `# mypy:` comment, a `with` around the
// function) isn't done here, but by parse_module.

#pragma once

#include <optional>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/parser.h"

namespace krait::syntax {

/// One version of a text, parsed. Its variables may have been renamed by rename_with_variables.
struct ParsedText {
    const base::SourceText& text;
    const Tree& tree;
    const std::vector<Stretch>& stretches;
};

struct Reparsed {
    Tree tree;
    std::vector<Stretch> stretches;
};

/// `renames`: variables of `with` statements are renamed, as they were in `before`. Nothing if the
/// text has to be parsed as a whole.
[[nodiscard]] std::optional<Reparsed> reparse(const ParsedText& before, const base::SourceText& now,
                                              const ParseOptions& options, bool renames);

}  // namespace krait::syntax
