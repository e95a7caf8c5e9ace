// finish_module.h
//
// The last step of a module: what its jobs found, put in mypy's order, less what comments and
// options silence, plus what can only be said when everything is known (unused ignores). It looks
// at nothing but one module, so it is a function of data, and does not care in which order or on
// which threads the findings came up (mypy/errors.py: add_error_info, sort_messages,
// remove_duplicates, generate_unused_ignore_errors).

#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "python/config/options.h"
#include "python/messages/diagnostic.h"
#include "python/syntax/tree.h"

namespace krait::project {

struct ModuleFindings {
    std::span<const syntax::TypeIgnore> type_ignores;
    bool ignores_whole_file = false;
    const config::Options& options;
    bool is_typeshed = false;
    /// Lines (from 1, inclusive ranges) that the platform or version never runs: an ignore comment
    /// there is not unused.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> skipped_lines;
    /// In mypy's order of reporting.
    std::vector<messages::Diagnostic> found;
};

/// An error about a line (from 1; 0: the whole file) rather than a place in it.
[[nodiscard]] messages::Diagnostic at_line(std::uint32_t line, const char* code,
                                           std::string message);

/// What there is to print about the module, in order. If there is a blocker, blockers alone.
[[nodiscard]] std::vector<messages::Diagnostic> finish_module(ModuleFindings findings);

}  // namespace krait::project
