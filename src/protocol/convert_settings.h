// convert_settings.h
//
// Krait's settings come in two messages of different areas; both read them here.

#pragma once

#include "protocol/json_cursor.h"
#include "protocol/workspace.h"

namespace krait::protocol {

/// Takes both `{"krait": {...}}` and the section's own object. Never fails the message.
[[nodiscard]] Settings read_settings(const JsonCursor& at);

void read(const JsonCursor& at, WorkspaceFolder& out);

}  // namespace krait::protocol
