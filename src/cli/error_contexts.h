// error_contexts.h
//
// What --show-error-context adds to the output: in which function or class an error lies, and
// through which imports a module came to be checked that nobody named. Both follow from the text
// and the import graph alone, so they are found when they are printed, and only then.

#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/source_text.h"
#include "project/configuration.h"
#include "python/messages/diagnostic.h"

namespace krait::cli {

/// `found`, with a note without a line before each that lies in another function or class than the
/// one before it (mypy/errors.py, render_messages). A nested function counts as a function of its
/// own name's outermost one, as it does for mypy.
[[nodiscard]] std::vector<messages::Diagnostic> with_scope_notes(
    std::vector<messages::Diagnostic> found, const base::SourceText& text);

/// Who imported whom first, in mypy's order of loading.
class ImportChains {
public:
    /// Loads the program's import graph, which takes as long as parsing all of it.
    explicit ImportChains(const project::Configuration& configuration);

    /// The lines that lead from the module at `display_path` back to one that was asked for; none
    /// if it was asked for itself.
    [[nodiscard]] std::vector<std::string> lines(const std::string& display_path) const;

private:
    struct Importer {
        std::string path;
        std::uint32_t line = 0;  ///< from 1
    };
    std::unordered_map<std::string, Importer> importers_;  // by the imported module's path
};

}  // namespace krait::cli
