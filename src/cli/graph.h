// graph.h
//
// `krait graph`: the module graph for people who wonder why a check takes long or why an edit
// spreads far. Which modules import each other in a cycle, which one import would have to go to
// break a cycle up best, and which chain of modules decides how long a check takes on any number of
// cores.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "project/program.h"

namespace krait::cli {

/// `krait graph [--format text|json|html] [--output FILE] [--measure] [mypy's arguments]`. The
/// process's exit status: 0, or 2 if there is nothing to show.
[[nodiscard]] int graph(const std::vector<std::string>& arguments);

/// The page of `krait graph --format html` for a program that is configured like this.
[[nodiscard]] base::Result<std::string> graph_page(const project::Setup& setup);

}  // namespace krait::cli
