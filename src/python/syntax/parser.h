// parser.h
//
// From text to tree. Hand-written recursive descent with precedence climbing: the grammar's few
// places that need more than one token of look-ahead (soft keywords, parenthesised context
// managers, parameters of lambdas) are easier to read, to recover in and to make fast by hand than
// in tables. Any text gives a tree; what is wrong with it is in Tree::errors().

#pragma once

#include <cstdint>
#include <string_view>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

struct ParseOptions {
    /// The 14 of Python 3.14. Newer syntax than this is read all the same, and reported where
    /// mypy reports it.
    std::uint8_t python_minor = 15;
    bool is_stub = false;
};

[[nodiscard]] Tree parse_module(const base::SourceText& source, const ParseOptions& options = {});

/// Reads one expression that stands inside another file: a string annotation, a type comment.
/// Places in the tree are `base_offset` + the place in `text`.
[[nodiscard]] Tree parse_expression(std::string_view text, std::uint32_t base_offset,
                                    const ParseOptions& options = {});

}  // namespace krait::syntax
