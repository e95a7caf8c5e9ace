// junit.h
//
// The file of --junit-xml, as mypy writes it: CI hosts read it as a run of tests, in which a check
// is one test, or each file with messages is.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "python/config/options.h"

namespace krait::cli {

struct JunitRun {
    double seconds = 0;
    /// Nothing could be checked, and not because of what a file says: an error, not a failure.
    bool serious = false;
    /// What was printed, by file in the order of printing; an empty name: of no file.
    std::vector<std::pair<std::string, std::vector<std::string>>> files;
};

[[nodiscard]] std::string junit_xml(const JunitRun& run, const config::Options& options);

/// Writes it where `options` say, if they do; folders are made. Fails in a sentence.
[[nodiscard]] base::Result<void> write_junit_xml(const JunitRun& run,
                                                 const config::Options& options);

}  // namespace krait::cli
