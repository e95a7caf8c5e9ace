// stored_reads.h
//
// A trace outside of the process that recorded it: modules and definitions by name instead of by
// id. Whether it matches is asked of the bytes themselves, because most traces match as a whole: if
// a module's interface has the fingerprint that it had, none of the single questions about it are
// asked, and they are not even decoded. Of modules that come with the program they aren't kept.
//
// The same reads give the same bytes, in whatever order they were made.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "python/image/reads.h"

namespace krait::image {

[[nodiscard]] std::string store_reads(std::span<const Read> reads, const Interfaces& interfaces,
                                      const symbols::ModuleTable& table);

/// Modules of this program, sorted, each once.
struct TracedModules {
    std::vector<base::ModuleId> all;
    std::vector<base::ModuleId> located;  ///< those where somebody asked for a place
};
/// Which modules a trace is about. Nothing if one of them is not in the program, or if `stored`
/// isn't a trace: then it doesn't match.
[[nodiscard]] std::optional<TracedModules> modules_of(std::string_view stored,
                                                      const ModuleResolver& resolver);

/// Whether all reads give the same answers in `interfaces`. Safe for any bytes.
[[nodiscard]] bool match_stored(std::string_view stored, const Interfaces& interfaces,
                                const ModuleResolver& resolver, symbols::ModuleTable& table);

}  // namespace krait::image
