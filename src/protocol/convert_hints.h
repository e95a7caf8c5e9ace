// convert_hints.h: the conversions of hints.h.

#pragma once

#include "protocol/convert.h"
#include "protocol/hints.h"

namespace krait::protocol {

template <>
Decoded<InlayHintParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const std::optional<SignatureHelp>& help);
[[nodiscard]] std::string encode(const std::vector<InlayHint>& hints);

}  // namespace krait::protocol
