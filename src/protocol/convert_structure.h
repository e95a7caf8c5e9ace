// convert_structure.h: the conversions of structure.h.

#pragma once

#include "protocol/convert.h"
#include "protocol/structure.h"

namespace krait::protocol {

template <>
Decoded<SelectionRangeParams> decode(const Payload& payload);
template <>
Decoded<SemanticTokensRangeParams> decode(const Payload& payload);
template <>
Decoded<SemanticTokensDeltaParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const DocumentSymbols& symbols);
[[nodiscard]] std::string encode(const std::vector<FoldingRange>& ranges);
[[nodiscard]] std::string encode(const std::vector<SelectionRange>& ranges);
[[nodiscard]] std::string encode(const SemanticTokens& tokens);
[[nodiscard]] std::string encode(const SemanticTokensOrDelta& tokens);

}  // namespace krait::protocol
