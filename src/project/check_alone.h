// check_alone.h
//
// One function that defines attributes of self, checked by itself against its module's published
// interface, as if its attributes were not there yet. What it finds, and what it defines, is the
// same as in the module's interface job as long as the function sees the same: what the job infers
// after the function's turn is shown without a type at first, so that the function is deferred
// here as it is there, and checked once more with all of it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "project/interface_job.h"

namespace krait::project {

struct AloneInput {
    const LoadedModule& module;
    const Parsed& parsed;
    const semantic::BodyUnit& unit;
    const scheduler::Snapshot& snapshot;
    std::span<const base::Name> own;        ///< the attributes that it defines
    std::span<const OtherModule> others{};  ///< of its SCC
    /// Of its own module: what is inferred after its turn (`pending`), and nothing else.
    const ModuleBuild& later;
    base::CancellationToken token;
};

struct AloneResult {
    struct Attribute {
        types::Symbol symbol;      ///< its target is what is published under that name
        std::uint64_t digest = 0;  ///< as in an image
        std::uint32_t line = 0;
        bool is_late = false;  ///< as in ModuleBuild::late
    };
    std::vector<messages::Diagnostic> found;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> skipped_lines;
    std::vector<Attribute> attributes;  ///< in order of definition
    std::vector<image::Read> reads;
};

/// Nothing if it can't be told like this.
[[nodiscard]] std::optional<AloneResult> check_alone(const AloneInput& input,
                                                     const JobContext& context);

}  // namespace krait::project
