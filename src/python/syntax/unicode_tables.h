// unicode_tables.h: data from Python's unicodedata, made by tools/make_unicode_tables.py.

#pragma once

#include <span>
#include <utility>

namespace krait::syntax {

struct CodeRange {
    char32_t first;
    char32_t last;
};
/// first..last become to, to + 1, ...
struct Shift {
    char32_t first;
    char32_t last;
    char32_t to;
};
struct Single {
    char32_t from;
    char32_t to;
};
struct Mapping {
    char32_t from;
    const char32_t* to;  ///< ends with 0
};
struct Composition {
    char32_t first;
    char32_t second;
    char32_t composed;
};

/// All sorted.
[[nodiscard]] std::span<const CodeRange> name_start_ranges();
[[nodiscard]] std::span<const CodeRange> name_part_ranges();
[[nodiscard]] std::span<const Shift> compatibility_shifts();
[[nodiscard]] std::span<const Single> compatibility_singles();
[[nodiscard]] std::span<const Mapping> compatibility_mappings();
[[nodiscard]] std::span<const Composition> compositions();

}  // namespace krait::syntax
