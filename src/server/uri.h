// uri.h
//
// Editors name files by URIs, and each spells them its own way ("%3A" or ":"); Krait names them by
// absolute paths. A document keeps its editor's spelling for the way back.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace krait::server {

/// The absolute, lexically normal path of a `file:` URI; nothing for other schemes and for what is
/// no URI.
[[nodiscard]] std::optional<std::string> path_of_uri(std::string_view uri);

[[nodiscard]] std::string uri_of_path(std::string_view path);

}  // namespace krait::server
