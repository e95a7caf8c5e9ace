// import_block.h
//
// The imports at the head of a file, taken apart to be put in order. Only the first unbroken run of
// them: what stands behind other code, or under a condition, may stand there for a reason.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::features {

/// In this order, a blank line between them.
enum class ImportSection : std::uint8_t {
    Future,
    StandardLibrary,
    ThirdParty,
    FirstParty,
    Relative,
};

struct ImportedAs {
    std::string name;
    std::string as_name;  ///< empty: none
};

/// One statement, or one module of an `import a, b`.
struct ImportEntry {
    ImportSection section = ImportSection::ThirdParty;
    bool is_from = false;
    std::string module;             ///< with the dots of a relative import
    std::vector<ImportedAs> names;  ///< of a `from`; of an `import`, at most its `as` name
    std::string above;              ///< lines of comments that belong to it, each with its end
    /// As it was written; it stays so where nothing in it has to change.
    std::string written;
    bool has_comment = false;  ///< within or behind it: it is not taken apart
    bool is_changed = false;
};

struct ImportBlock {
    base::TextRange range;  ///< whole lines, without the end of the last one
    std::vector<ImportEntry> entries;
};

/// Nothing if there are no imports, or if they can't be moved safely. `section_of` says where a
/// module that is not relative belongs.
[[nodiscard]] std::optional<ImportBlock> import_block(
    const base::SourceText& text, const syntax::Tree& tree,
    const std::function<ImportSection(const std::string& module)>& section_of);

/// Sorted, grouped, with statements that import from one module made one.
[[nodiscard]] std::string in_order(ImportBlock block);

}  // namespace krait::features
