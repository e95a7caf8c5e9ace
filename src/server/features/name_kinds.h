// name_kinds.h
//
// Every name in a file with what it stands for, as far as the file itself says: the ground of
// semantic highlighting.

#pragma once

#include <cstdint>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::features {

/// In the order of semantic_token_types.
enum class NameKind : std::uint8_t {
    Namespace,
    Class,
    TypeParameter,
    Parameter,
    Variable,
    Property,
    Function,
    Method,
    Decorator,
};

/// In the order of semantic_token_modifiers; bits.
namespace name_trait {
inline constexpr std::uint32_t kDeclaration = 1;
inline constexpr std::uint32_t kReadonly = 2;
inline constexpr std::uint32_t kAsync = 4;
inline constexpr std::uint32_t kDefaultLibrary = 8;
}  // namespace name_trait

struct NamedPlace {
    base::TextRange range;
    NameKind kind = NameKind::Variable;
    std::uint32_t traits = 0;
};

/// In order of place; none overlaps another.
[[nodiscard]] std::vector<NamedPlace> names_in(const base::SourceText& text,
                                               const syntax::Tree& tree);

}  // namespace krait::features
