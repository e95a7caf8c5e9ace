// cache_command.h
//
// `krait cache ...`: what people and build tools do with a cache besides checking.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace krait::cli {

enum class CacheAction : std::uint8_t { Stat, Shrink, Verify, Clear, Export, Import };

struct CacheRequest {
    CacheAction action = CacheAction::Stat;
    std::string folder;               ///< of the cache
    std::vector<std::string> others;  ///< folders or files to import, or the one to export to
    std::uint64_t megabytes = 0;      ///< to shrink to
    bool json = false;                ///< figures for programs
};

/// Does it, tells how it went, and returns the exit status: 0, or 2 if it couldn't be done.
[[nodiscard]] int cache_command(const CacheRequest& request);

/// Where the cache of a program in the working directory is: `given` if somebody said so, else
/// where a check would have it (configuration, $MYPY_CACHE_DIR, a folder of its own).
[[nodiscard]] std::string cache_folder(const std::string& given);

}  // namespace krait::cli
