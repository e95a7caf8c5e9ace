// upkeep.h
//
// What people and build tools do with a cache besides checking: look at it, make it smaller, verify
// it, empty it, and carry it to another machine. None of it disturbs a check that runs at the same
// time: everything is done in small transactions, and whatever disappears is a miss for others.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"
#include "cache/artefact.h"
#include "cache/database.h"

namespace krait::cache {

struct KindFigures {
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;  ///< as stored
};

struct CacheFigures {
    std::array<KindFigures, kKinds.size()> kinds;  ///< in the order of kKinds
    std::uint64_t file_bytes = 0;                  ///< the database and its log
    std::uint64_t free_bytes = 0;                  ///< of these, to be filled again
    std::int64_t oldest_use = 0;                   ///< day; 0: nothing is there
};

[[nodiscard]] base::Result<CacheFigures> figures_of(Database& database);

struct Removed {
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
};

/// Removes what has not been used for longest until artefacts take at most `bytes`; gives freed
/// pages back to the disk.
[[nodiscard]] base::Result<Removed> shrink(Database& database, std::uint64_t bytes);

/// Reads everything and removes what isn't what was written.
[[nodiscard]] base::Result<Removed> remove_damaged(Database& database);

struct Merged {
    std::uint64_t copied = 0;
    std::uint64_t present = 0;  ///< were there already
    std::uint64_t damaged = 0;  ///< left out
};

/// Drops what was not used for longest while the cache is larger than `bytes`, as far as that can
/// be done in `time` without waiting for anybody: a large cache is brought down by many processes,
/// a little at a time. Free pages are filled again, so that the file stops growing; only
/// `shrink` makes it smaller. How many artefacts went.
std::uint64_t evict(Connection& connection, std::uint64_t bytes, std::chrono::milliseconds time);

/// Adds what `from` holds and `into` doesn't, of `keys` or, if there are none, of all: the union,
/// whichever comes first. File stamps belong to a machine and stay there.
[[nodiscard]] base::Result<Merged> merge(Database& into, Database& from,
                                         std::span<const Key> keys = {});

/// Makes the database a single file that can be copied: no log beside it.
[[nodiscard]] base::Result<void> seal(Database& database);

}  // namespace krait::cache
