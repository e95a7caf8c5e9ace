// progress.h
//
// What a client may send with any request to hear of it before it is answered (LSP 3.17, Work Done
// Progress, Partial Result Progress). The tokens are the client's; they come back as they were.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/payload.h"
#include "protocol/rpc.h"

namespace krait::protocol {

using ProgressToken = RequestId;

struct ProgressTokens {
    std::optional<ProgressToken> work_done;
    std::optional<ProgressToken> partial_result;
};

/// Never fails: what is no token counts as none.
[[nodiscard]] ProgressTokens progress_tokens(const Payload& payload);

/// Parameters of $/progress; `value` is JSON.
[[nodiscard]] std::string progress_params(const ProgressToken& token, std::string_view value);
[[nodiscard]] std::string work_begins(std::string_view title);
[[nodiscard]] std::string work_ends();

}  // namespace krait::protocol
