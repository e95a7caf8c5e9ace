// hints.h
//
// What an editor shows beside the code (LSP 3.17, Signature Help, Inlay Hints).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/completion.h"
#include "protocol/language_features.h"

namespace krait::protocol {

struct SignatureInformation {
    std::string label;
    std::vector<std::string> parameters;  ///< parts of the label
    std::optional<std::uint32_t> active_parameter;
    std::optional<MarkupContent> documentation;
};

struct SignatureHelp {
    std::vector<SignatureInformation> signatures;
    std::uint32_t active_signature = 0;
};

struct InlayHintParams {
    TextDocumentIdentifier text_document;
    Range range;
};

enum class InlayHintKind : std::uint8_t { Type = 1, Parameter = 2 };

struct InlayHint {
    Position position;
    std::string label;
    InlayHintKind kind = InlayHintKind::Type;
    std::vector<TextEdit> edits;  ///< what makes it part of the text
};

}  // namespace krait::protocol
