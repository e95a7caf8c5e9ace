// disk.h
//
// The real disk as a FileSystem, and one that remembers: a check asks the same questions again and
// again, and a folder's listing answers most of them.

#pragma once

#include <memory>

#include "base/file_system.h"

namespace krait::modules {

/// Straight to the operating system; relative paths are relative to `cwd` (absolute), or to the
/// process's working directory.
[[nodiscard]] std::shared_ptr<const base::FileSystem> make_disk(std::string cwd = {});

/// Answers from listings of folders, each read once: a view of one moment. Thread-safe.
[[nodiscard]] std::shared_ptr<const base::FileSystem> make_snapshot_of(
    std::shared_ptr<const base::FileSystem> below);

}  // namespace krait::modules
