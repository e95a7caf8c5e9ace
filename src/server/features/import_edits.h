// import_edits.h
//
// Where a new import goes: completion, quick fixes and rewritings put theirs at the same places. A
// name joins the statement that imports from its module already; else a statement is added behind
// the file's leading imports, so that whoever sorts imports has little to do.

#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::features {

/// `import module`, or `from module import name`, perhaps `as` another name.
struct NeededImport {
    std::string module;
    std::string name;     ///< empty: the module itself
    std::string as_name;  ///< empty: none

    friend bool operator<(const NeededImport& left, const NeededImport& right) {
        return std::tie(left.module, left.name, left.as_name) <
               std::tie(right.module, right.name, right.as_name);
    }
};

/// As one writes it: `from a import b as c`.
[[nodiscard]] std::string statement_of(const NeededImport& import);

struct ImportEdit {
    base::TextRange range;
    std::string text;
};
/// What imports all of these: at most one edit a place. `part`: the text may be edited there only.
[[nodiscard]] std::vector<ImportEdit> import_edits(
    const base::SourceText& text, const syntax::Tree& tree, const std::set<NeededImport>& needed,
    const std::optional<base::TextRange>& part = std::nullopt);

}  // namespace krait::features
