// convert_positions.h
//
// Places in documents as JSON: what all language features' conversions share.

#pragma once

#include <nlohmann/json.hpp>

#include "protocol/completion.h"
#include "protocol/json_cursor.h"
#include "protocol/language_features.h"
#include "protocol/references.h"

namespace krait::protocol {

void read(const JsonCursor& at, Position& out);
void read(const JsonCursor& at, Range& out);
void read(const JsonCursor& at, TextDocumentIdentifier& out);
void read(const JsonCursor& at, VersionedTextDocumentIdentifier& out);
void read(const JsonCursor& at, TextDocumentItem& out);
void read(const JsonCursor& at, TextDocumentContentChangeEvent& out);

[[nodiscard]] nlohmann::json write(const Position& position);
[[nodiscard]] nlohmann::json write(const Range& range);
[[nodiscard]] nlohmann::json write(const Location& location);
[[nodiscard]] nlohmann::json write(const MarkupContent& content);
[[nodiscard]] nlohmann::json write(const TextEdit& edit);
[[nodiscard]] nlohmann::json write(const WorkspaceEdit& edit);

}  // namespace krait::protocol
