// statistics.h
//
// What --stats prints: where the time went, and how much Krait did not understand.

#pragma once

#include <string>

#include "project/interface_job.h"

namespace krait::cli {

[[nodiscard]] std::string render_statistics(const project::Figures& figures);

}  // namespace krait::cli
