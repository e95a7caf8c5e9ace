// check_program.h
//
// The program as the command line needs it: configured beforehand, so that usage errors come before
// any work, checked once, its totals known at the end. The server's door is program.h.

#pragma once

#include <cstdint>
#include <memory>

#include "project/configuration.h"
#include "project/interface_job.h"
#include "project/program.h"

namespace krait::project {

struct RunSettings {
    unsigned workers = 0;        ///< 0: one per core
    bool program_order = false;  ///< as a sequential mypy would publish, else as SCCs complete
    bool blockers_stop = false;  ///< a syntax error is all that is published
    bool one_revision = false;   ///< checked once, never changed: little is kept for later
};

/// `figures` (may be null) is written until the program is destroyed; it must outlive it.
[[nodiscard]] std::unique_ptr<Program> make_program(Configuration configuration, Setup setup,
                                                    RunSettings settings, Listener& listener,
                                                    Figures* figures = nullptr);

}  // namespace krait::project
