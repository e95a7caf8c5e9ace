// doctor.h
//
// `krait doctor`: what Krait finds where it is run, and what is wrong with each, in words. For
// people whose check or editor says something odd, and for what they write into a report.

#pragma once

#include <string>
#include <vector>

#include "project/configuration.h"

namespace krait::cli {

/// One thing that Krait needs, or looks for.
struct Finding {
    std::string subject;                ///< "Interpreter"
    std::string found;                  ///< one line
    std::vector<std::string> details;   ///< more lines, for those who wonder
    std::vector<std::string> problems;  ///< whole sentences, with what to do
};

/// Looks at everything, as a check of `setup` would have it. Makes and changes nothing.
[[nodiscard]] std::vector<Finding> examine(const project::Setup& setup,
                                           const project::Surroundings& surroundings);

[[nodiscard]] std::string render_findings(const std::vector<Finding>& findings);

/// The exit status: 0 nothing is wrong, 1 something is, 2 for wrong usage.
[[nodiscard]] int doctor(const std::vector<std::string>& arguments);

}  // namespace krait::cli
