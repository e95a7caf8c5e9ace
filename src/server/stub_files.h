// stub_files.h
//
// The embedded typeshed has no files that an editor could open. A stub that somebody is led to is
// written to a folder of the person's cache, and what an editor says about that file is about the
// embedded one again: so its names can be followed further, and nobody checks it as a program's
// own.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace krait::server {

/// The path of a document by its URI, as the program knows it.
[[nodiscard]] std::optional<std::string> document_path(std::string_view uri);
/// The URI of a file, which exists from then on if it is an embedded one. Thread-safe.
[[nodiscard]] std::string document_uri(const std::string& path);

}  // namespace krait::server
