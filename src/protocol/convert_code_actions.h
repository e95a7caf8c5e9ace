// convert_code_actions.h: the conversions of code_actions.h.

#pragma once

#include "protocol/code_actions.h"
#include "protocol/convert.h"

namespace krait::protocol {

template <>
Decoded<CodeActionParams> decode(const Payload& payload);
template <>
Decoded<ExecuteCommandParams> decode(const Payload& payload);

template <>
Decoded<CodeActionResolveParams> decode(const Payload& payload);
template <>
Decoded<RenameFilesParams> decode(const Payload& payload);

[[nodiscard]] std::string encode(const CodeActionAnswer& answer);
[[nodiscard]] std::string encode(const ResolvedCodeAction& answer);

}  // namespace krait::protocol
