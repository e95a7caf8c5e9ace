// structure.h
//
// What an editor asks about the shape of a document: its outline, what can be folded, what a
// growing selection takes next, what each name is (LSP 3.17, Language Features).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/language_features.h"

namespace krait::protocol {

enum class SymbolKind : std::uint8_t {
    Module = 2,
    Class = 5,
    Method = 6,
    Property = 7,
    Field = 8,
    Constructor = 9,
    Function = 12,
    Variable = 13,
    Constant = 14,
    TypeParameter = 26,
};

struct DocumentSymbol {
    std::string name;
    std::string detail;  ///< empty: none
    SymbolKind kind = SymbolKind::Variable;
    Range range;
    Range selection_range;
    std::vector<DocumentSymbol> children;
};

struct DocumentSymbols {
    std::vector<DocumentSymbol> symbols;
    /// Not empty: the client knows no outline in levels, and gets a list of places in this
    /// document.
    std::string flat_uri;
};

enum class FoldingRangeKind : std::uint8_t { Code, Comment, Imports, Region };

/// Whole lines, both inclusive.
struct FoldingRange {
    std::uint32_t start_line = 0;
    std::uint32_t end_line = 0;
    FoldingRangeKind kind = FoldingRangeKind::Code;
    friend bool operator==(const FoldingRange&, const FoldingRange&) = default;
};

struct SelectionRangeParams {
    TextDocumentIdentifier text_document;
    std::vector<Position> positions;
};

/// What a growing selection takes, from the smallest range to the largest.
struct SelectionRange {
    std::vector<Range> ranges;
};

struct SemanticTokensRangeParams {
    TextDocumentIdentifier text_document;
    Range range;
};

struct SemanticTokensDeltaParams {
    TextDocumentIdentifier text_document;
    std::string previous_result_id;
};

/// Five numbers a token, as LSP packs them.
struct SemanticTokens {
    std::string result_id;  ///< empty: none
    std::vector<std::uint32_t> data;
};

/// `count` numbers from `start` on are replaced.
struct SemanticTokensEdit {
    std::uint32_t start = 0;
    std::uint32_t count = 0;
    std::vector<std::uint32_t> data;
};
struct SemanticTokensDelta {
    std::string result_id;
    std::vector<SemanticTokensEdit> edits;
};
using SemanticTokensOrDelta = std::variant<SemanticTokens, SemanticTokensDelta>;

}  // namespace krait::protocol
