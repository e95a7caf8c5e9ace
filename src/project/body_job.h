// body_job.h
//
// Checks some functions of a module whose interface is published. A chunk is a few functions that
// lie together: small enough that an edit redoes little and that a person's wait can be cut short,
// large enough that starting a job doesn't cost more than the job.
//
// What a chunk finds is kept with lines relative to its start, so that it can be used again when the
// text above it grows or shrinks.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "project/interface_job.h"
#include "project/loading.h"
#include "scheduler/engine.h"

namespace krait::project {

/// The units (of the outline) that one chunk checks: [first, last).
struct ChunkUnits {
    std::size_t first = 0;
    std::size_t last = 0;
    std::uint32_t start_line = 1;  ///< line 1 of what the chunk finds
};

/// How a module's units are cut into chunks: a function of the text alone.
[[nodiscard]] std::vector<ChunkUnits> cut_into_chunks(const LoadedModule& module);

[[nodiscard]] std::vector<scheduler::BodyChunk> body_chunks(const LoadedModule& module);

[[nodiscard]] scheduler::BodyResult check_body(const scheduler::BodyInput& input,
                                               const JobContext& context);

/// Moves the lines of a chunk's findings by `lines` (which may be negative).
void move_lines(std::vector<messages::Diagnostic>& diagnostics, std::int64_t lines);

}  // namespace krait::project
