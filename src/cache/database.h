// database.h
//
// The one file that every process, version and checkout may share, and how it is opened.
//
// Its tables carry the number of their layout in their names: an older program that meets a newer
// database makes its own tables beside the newer ones, and the reverse, so that nobody ever has to
// convert or throw away anything. Keys carry the format of what they lead to, so that versions of
// Krait with the same layout share the tables and never meet each other's rows.
//
// Opening tries, in this order: to read and write with a write-ahead log; without one (network file
// systems have no shared memory); to read only; to read a file that nobody can be writing because
// its folder can't be written. A damaged file is renamed aside, under a lock, and a new one is
// made.

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cache/sqlite.h"

namespace krait::cache {

/// How long a writer waits for another before it tries later.
inline constexpr int kBusyMilliseconds = 10'000;

struct Database {
    std::filesystem::path file;
    bool writable = false;
    /// Opened as a file that can't change; see above.
    bool immutable = false;
    /// What a person should know of how it was opened; empty: nothing.
    std::string warning;
    /// The connection that opened it.
    Connection connection;
};

/// The database in `folder`, which is made if it isn't there, with a .gitignore and a CACHEDIR.TAG,
/// so that neither Git nor a backup takes it along. The error is a whole sentence: the check goes
/// on without a cache.
[[nodiscard]] tl::expected<Database, std::string> open_database(
    const std::filesystem::path& folder);

/// A database in `folder` that nobody changes any more; nothing if there is none.
[[nodiscard]] std::optional<Database> open_snapshot(const std::filesystem::path& folder);

/// Another connection to an open database, for reading, or for writing if `write`.
[[nodiscard]] tl::expected<Connection, Trouble> connect(const Database& database, bool write);

/// Renames a damaged database aside, unless somebody did it already. Whether there is none now.
bool put_aside(const std::filesystem::path& file);

/// The file in a cache folder.
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& folder);

/// Whole sentences for a person, about the cache in `folder`.
[[nodiscard]] std::string describe(Trouble trouble, const std::filesystem::path& folder);

}  // namespace krait::cache
