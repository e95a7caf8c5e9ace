// embedded_typeshed.h
//
// The typeshed of the pinned mypy wheel, inside the program: one archive, made at build time by
// tools/fetch_typeshed.py, whose files are compressed in small groups so that one is read without
// unpacking all. Its files appear in a FileSystem under a virtual root.

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"

namespace krait::modules {

/// The folder under which the embedded files appear: no real path starts like this.
inline constexpr std::string_view kTypeshedRoot = "/<typeshed>";

/// Paths inside the archive ("stdlib/builtins.pyi"), sorted.
[[nodiscard]] std::span<const std::string> typeshed_files();

/// The text of one embedded file. Thread-safe.
[[nodiscard]] std::optional<std::string> read_typeshed(std::string_view path);

/// The mypy version whose typeshed this is: "2.4.1".
[[nodiscard]] std::string_view typeshed_version();

/// Identifies the archive's content: part of every cache key.
[[nodiscard]] std::string_view typeshed_digest();

/// `below`, with the embedded files added under kTypeshedRoot.
[[nodiscard]] std::shared_ptr<const base::FileSystem> with_typeshed(
    std::shared_ptr<const base::FileSystem> below);

}  // namespace krait::modules
