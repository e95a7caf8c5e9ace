// body_job.h
//
// Checks some functions of a module whose interface is published. A chunk is a few functions that
// lie together: small enough that an edit redoes little and that a person's wait can be cut short,
// large enough that starting a job doesn't cost more than the job.
//
// What a chunk finds is kept with lines relative to its start, so that it can be used again when
// the text above it grows or shrinks. A message or a name that holds a line number ("already
// defined on line 7") makes the chunk read where its functions stand, and so it runs again when
// they move.

#pragma once

#include <cstdint>
#include <vector>

#include "project/interface_job.h"
#include "project/loading.h"
#include "scheduler/engine.h"

namespace krait::project {

/// Cuts the module's plain functions into chunks, and says what each is given. Whether a cut is
/// made between two functions depends on these two alone, so that an edit in one function leaves
/// the other chunks what they were.
void plan_chunks(const base::SourceText& text, const Parsed& parsed, const config::Options& options,
                 Summary& summary);

[[nodiscard]] scheduler::BodyResult check_body(const scheduler::BodyInput& input,
                                               const JobContext& context);

/// Moves the lines of a chunk's findings by `lines` (which may be negative).
void move_lines(std::vector<messages::Diagnostic>& diagnostics, std::int64_t lines);

}  // namespace krait::project
