// render.h
//
// Diagnostics as lines of text, to the letter as mypy prints them: people's scripts, editors and CI
// read this format.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "python/config/options.h"
#include "python/messages/diagnostic.h"

namespace krait::cli {

/// The lines for one file's diagnostics, `text` being what their positions refer to (may be null).
[[nodiscard]] std::vector<std::string> render(std::string_view display_path,
                                              const std::vector<messages::Diagnostic>& diagnostics,
                                              const base::SourceText* text,
                                              const config::Options& options);

struct Totals {
    std::size_t errors = 0;
    std::size_t files_with_errors = 0;
    std::size_t files_checked = 0;  ///< those that were asked for, not what they import
    bool blocked = false;
};

/// mypy's last line.
[[nodiscard]] std::string render_summary(const Totals& totals);

}  // namespace krait::cli
