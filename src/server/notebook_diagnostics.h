// notebook_diagnostics.h
//
// What is wrong with a notebook, cell by cell. A cell isn't a script: it may await, and it sees
// names that no cell defines (ipython.h).

#pragma once

#include <vector>

#include "project/program.h"
#include "protocol/diagnostics.h"
#include "server/documents.h"
#include "server/features/diagnostics.h"

namespace krait::server {

/// A set for each cell, in order, empty ones too. `result` is of the notebook's text as it is.
[[nodiscard]] std::vector<protocol::PublishDiagnosticsParams> diagnostics_of_cells(
    const project::FileDiagnostics& result, const Document& notebook,
    const features::DiagnosticStyle& style);

}  // namespace krait::server
