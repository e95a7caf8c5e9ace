// completion.h
//
// What could be typed next (LSP 3.17, Completion Request).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/language_features.h"

namespace krait::protocol {

enum class CompletionItemKind : std::uint8_t {
    Text = 1,
    Method = 2,
    Function = 3,
    Constructor = 4,
    Field = 5,
    Variable = 6,
    Class = 7,
    Interface = 8,
    Module = 9,
    Property = 10,
    Value = 12,
    Enum = 13,
    Keyword = 14,
    EnumMember = 20,
    Constant = 21,
    TypeParameter = 25,
};

struct CompletionParams {
    TextDocumentIdentifier text_document;
    Position position;
    std::string trigger_character;  ///< empty: asked for by hand, or by typing a word
};

struct TextEdit {
    Range range;
    std::string new_text;
};

/// By what an item is found again when the rest of it is asked for: a definition's module and path.
struct CompletionData {
    std::string module;
    std::string path;
};

struct CompletionItem {
    std::string label;
    CompletionItemKind kind = CompletionItemKind::Text;
    std::string sort_text;
    std::string insert_text;  ///< empty: the label
    std::string origin;       ///< shown dimly: where it would be imported from
    std::vector<TextEdit> additional_edits;
    std::optional<CompletionData> data;
    bool is_deprecated = false;
    // What resolving adds.
    std::string detail;
    std::optional<MarkupContent> documentation;
};

struct CompletionList {
    bool is_incomplete = false;
    std::vector<CompletionItem> items;
};

}  // namespace krait::protocol
