// convert_hints.h: the conversions of hints.h and hierarchy.h.

#pragma once

#include "protocol/convert.h"
#include "protocol/hierarchy.h"
#include "protocol/hints.h"

namespace krait::protocol {

template <>
Decoded<InlayHintParams> decode(const Payload& payload);
template <>
Decoded<WorkspaceSymbolParams> decode(const Payload& payload);
template <>
Decoded<HierarchyItemParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const std::optional<SignatureHelp>& help);
[[nodiscard]] std::string encode(const std::vector<InlayHint>& hints);
[[nodiscard]] std::string encode(const std::vector<WorkspaceSymbol>& symbols);
[[nodiscard]] std::string encode(const std::vector<HierarchyItem>& items);
[[nodiscard]] std::string encode(const std::vector<IncomingCall>& calls);
[[nodiscard]] std::string encode(const std::vector<OutgoingCall>& calls);

}  // namespace krait::protocol
