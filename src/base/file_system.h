// file_system.h
//
// Whatever Krait learns from a disk goes through this interface: tests live in memory, an editor's
// unsaved texts hide files, typeshed is embedded in the program, and what was looked at, and not
// found, can be recorded. Names are compared exactly, on every system.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace krait::base {

/// Thread-safe for reading. Paths are absolute, or relative to cwd().
class FileSystem {
public:
    virtual ~FileSystem() = default;
    [[nodiscard]] virtual bool is_file(std::string_view path) const = 0;
    [[nodiscard]] virtual bool is_dir(std::string_view path) const = 0;
    /// The names in a folder, sorted by their bytes; nothing if it can't be listed.
    [[nodiscard]] virtual std::optional<std::vector<std::string>> list(
        std::string_view path) const = 0;
    /// A file's bytes; nothing if it can't be read.
    [[nodiscard]] virtual std::optional<std::string> read(std::string_view path) const = 0;
    /// Absolute, without a slash at its end (except the root itself).
    [[nodiscard]] virtual std::string cwd() const = 0;

    [[nodiscard]] bool exists(std::string_view path) const { return is_file(path) || is_dir(path); }
};

}  // namespace krait::base
