// comments.h
//
// Comments that mean something to a type checker: `# type: ignore[...]`, `# type: T`,
// `# mypy: options`. The lexer puts them aside as it passes; the parser gives each `# type: T` to
// the statement it belongs to.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

struct Comments {
    /// A `# type: T` that no statement has taken yet.
    struct Annotation {
        std::uint32_t hash;    // offset of the `#`
        base::TextRange text;  // T
    };
    std::vector<Annotation> annotations;
    std::vector<TypeIgnore> ignores;  // lines are filled in at the end
    std::vector<InlineConfig> config;
    std::vector<std::uint32_t> config_offsets;
    std::vector<SyntaxProblem> problems;

    /// Reads the comment `text`, which starts with `#` at `offset`; `line_start`: nothing stands
    /// before it on its line.
    void read(std::string_view text, std::uint32_t offset, bool line_start);

    /// Forgets what lies at `offset` or behind: it will be read again.
    void forget_from(std::uint32_t offset);

private:
    void read_typed(std::string_view text, std::uint32_t offset, std::uint32_t first);
    void read_ignore(std::string_view rest, std::uint32_t offset, bool for_mypy);
};

}  // namespace krait::syntax
