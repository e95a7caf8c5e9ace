// parser.h
//
// From text to tree. Hand-written recursive descent with precedence climbing: the grammar's few
// places that need more than one token of look-ahead (soft keywords, parenthesised context
// managers, parameters of lambdas) are easier to read, to recover in and to make fast by hand than
// in tables. Any text gives a tree; what is wrong with it is in Tree::errors().

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/syntax/tree.h"

namespace krait::syntax {

struct ParseOptions {
    /// The 14 of Python 3.14. Newer syntax than this is read all the same, and reported where
    /// mypy reports it.
    std::uint8_t python_minor = 15;
    bool is_stub = false;
};

/// A function that isn't nested in another one: everything that was made for it, decorators
/// included, lies together in the tree's tables, so that it can be read again alone (reparse.h).
struct Stretch {
    struct Sizes {
        std::uint32_t nodes = 0, pool = 0, strings = 0, facts = 0;
        friend bool operator==(const Sizes&, const Sizes&) = default;
    };
    NodeId function = NodeId::None;  ///< its last node
    std::uint32_t start = 0;         ///< in the text: of the `def`, or the first decorator's `@`
    std::uint32_t depth = 0;         ///< of the parser's nesting around it
    Sizes first;                     ///< of the tables before it
    Sizes end;                       ///< and behind it
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// `stretches`, if given, gets those of the tree, in source order.
[[nodiscard]] Tree parse_module(const base::SourceText& source, const ParseOptions& options = {},
                                std::vector<Stretch>* stretches = nullptr);

/// Reads some lines of `source` that are one function with its decorators, nested as deep as `like`
/// was. Nothing if they are something else, or have an error. `made`: the function's stretch.
[[nodiscard]] std::optional<Tree> parse_function(const base::SourceText& source,
                                                 base::TextRange lines, const Stretch& like,
                                                 const ParseOptions& options, Stretch& made);

/// Reads one expression that stands inside another file: a string annotation, a type comment.
/// Places in the tree are `base_offset` + the place in `text`.
[[nodiscard]] Tree parse_expression(std::string_view text, std::uint32_t base_offset,
                                    const ParseOptions& options = {});

}  // namespace krait::syntax
