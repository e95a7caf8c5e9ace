// result_cache.h
//
// Where a program's cache lies, and whether it has one.

#pragma once

#include <memory>
#include <string>

#include "cache/store.h"
#include "project/configuration.h"

namespace krait::project {

/// The folder of the cache that goes with `options`; empty if there shall be none
/// (--no-incremental, --cache-dir=/dev/null).
[[nodiscard]] std::string cache_folder(const config::Options& options, const std::string& root);

/// The folder of the cache that a check in `root` would use; the usual one where it would use none.
[[nodiscard]] std::string configured_cache_folder(const std::string& root);

struct ResultCache {
    std::shared_ptr<cache::Store> store;  ///< null: none, or it can't be opened
    std::string warning;                  ///< for a person; empty: nothing to say
};

[[nodiscard]] ResultCache open_cache(const Configuration& configuration);

}  // namespace krait::project
