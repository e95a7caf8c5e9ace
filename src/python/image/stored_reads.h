// stored_reads.h
//
// A trace outside of the process that recorded it: modules and definitions by name instead of by
// id. Whether it matches is asked of the bytes themselves, because most traces match as a whole: if
// a module's interface has the fingerprint that it had, none of the single reads in it are looked
// at, and they are not even decoded.

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

/// What a trace is about: modules of this program, sorted, each once.
struct TraceModules {
    std::vector<base::ModuleId> modules;
    std::vector<base::ModuleId> located;  ///< of these, where something's place was looked up
};
/// Nothing if one of the modules is not in the program, or if `stored` isn't a trace: then it
/// doesn't match.
[[nodiscard]] std::optional<TraceModules> modules_of(std::string_view stored,
                                                     const ModuleResolver& resolver);

/// Whether all reads give the same answers in `interfaces`. Safe for any bytes.
[[nodiscard]] bool match_stored(std::string_view stored, const Interfaces& interfaces,
                                const ModuleResolver& resolver, symbols::ModuleTable& table);

}  // namespace krait::image
