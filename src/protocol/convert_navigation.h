// convert_navigation.h: the conversions of navigation.h.

#pragma once

#include "protocol/convert.h"
#include "protocol/navigation.h"

namespace krait::protocol {

template <>
Decoded<ReferenceParams> decode(const Payload& payload);
template <>
Decoded<RenameParams> decode(const Payload& payload);
template <>
Decoded<HierarchyItemParams> decode(const Payload& payload);
template <>
Decoded<WorkspaceSymbolParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const std::vector<DocumentHighlight>& highlights);
[[nodiscard]] std::string encode(const RenamePlace& place);
[[nodiscard]] std::string encode(const Renaming& renaming);
[[nodiscard]] std::string encode(const std::vector<HierarchyItem>& items);
[[nodiscard]] std::string encode(const std::vector<IncomingCall>& calls);
[[nodiscard]] std::string encode(const std::vector<OutgoingCall>& calls);
[[nodiscard]] std::string encode(const std::vector<WorkspaceSymbol>& symbols);

}  // namespace krait::protocol
