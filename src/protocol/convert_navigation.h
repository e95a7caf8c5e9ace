// convert_navigation.h: the conversions of navigation.h.

#pragma once

#include "protocol/convert.h"
#include "protocol/navigation.h"

namespace krait::protocol {

template <>
Decoded<HierarchyItemParams> decode(const Payload& payload);
template <>
Decoded<WorkspaceSymbolParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const std::vector<HierarchyItem>& items);
[[nodiscard]] std::string encode(const std::vector<IncomingCall>& calls);
[[nodiscard]] std::string encode(const std::vector<OutgoingCall>& calls);
[[nodiscard]] std::string encode(const std::vector<WorkspaceSymbol>& symbols);

}  // namespace krait::protocol
