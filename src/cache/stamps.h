// stamps.h
//
// Which content a file had when it was last read, so that an unchanged file need not be read and
// hashed again. Content hashes decide everything; a stamp only spares computing one. A file is
// taken as unchanged if its size, inode, time of modification and time of status change are what
// they were; the last cannot be set by a program, so that an edit which puts the old modification
// time back is seen.
//
// What could still be missed is a second change within one tick of the file system's clock. So a
// stamp is kept only for a file that had been left alone for two seconds when it was read (as Git
// does for its index). What remains: a clock that is set back between two edits. Whoever fears that
// switches stamps off (`--paranoid`).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "cache/database.h"

namespace krait::cache {

/// Times in nanoseconds since 1970.
struct FileStamp {
    std::int64_t size = 0;
    std::int64_t modified = 0;
    std::int64_t changed = 0;
    std::int64_t inode = 0;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// Nothing if there is no such file.
[[nodiscard]] std::optional<FileStamp> stamp_of(const std::string& path);

/// Also of a folder, whose times change when something in it comes or goes.
[[nodiscard]] std::optional<FileStamp> stamp_of_any(const std::string& path);

/// What the clock says, in the same nanoseconds.
[[nodiscard]] std::int64_t now();

/// Whether a stamp taken at `now` may be trusted later.
[[nodiscard]] bool is_settled(const FileStamp& stamp, std::int64_t now);

struct StampedContent {
    FileStamp stamp;
    base::Digest content;
};

using Stamps = std::unordered_map<std::string, StampedContent>;

/// What is known of the files below `folder` (absolute, machine-local). Empty on any trouble.
[[nodiscard]] Stamps read_stamps(Connection& connection, std::string_view folder);

struct NewStamp {
    std::string path;
    StampedContent stamped;
};

/// Remembers, within the caller's transaction; returns what kept it from being written.
Trouble write_stamps(Connection& connection, const std::vector<NewStamp>& stamps);

}  // namespace krait::cache
