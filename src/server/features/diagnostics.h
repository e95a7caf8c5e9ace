// diagnostics.h
//
// A file's diagnostics as an editor shows them. mypy prints lines; an editor has places for more:
// an error's notes become its related information, its code a link, dead code a tag.

#pragma once

#include <string>
#include <vector>

#include "base/source_text.h"
#include "protocol/diagnostics.h"
#include "protocol/lifecycle.h"
#include "python/messages/diagnostic.h"

namespace krait::features {

/// What decides how diagnostics look, beside the diagnostics.
struct DiagnosticStyle {
    base::ColumnUnit column_unit = base::ColumnUnit::Utf16;
    protocol::PublishDiagnosticsCapability client;
};

/// `text` is what the positions refer to; without one, columns are taken as they are. `uri` is the
/// file's own, for related information.
[[nodiscard]] std::vector<protocol::Diagnostic> to_protocol(
    const std::vector<messages::Diagnostic>& diagnostics, const base::SourceText* text,
    const std::string& uri, const DiagnosticStyle& style);

/// Where mypy's documentation explains an error code; empty for no code.
[[nodiscard]] std::string code_link(std::string_view code);

}  // namespace krait::features
