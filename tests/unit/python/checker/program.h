// program.h
//
// A Python program with the expected findings in comments beside the lines that they concern:
//
//     x: int = ""  # E: Incompatible types in assignment (...)  [assignment]
//     reveal_type(x)  # N: Revealed type is "int"
//
// `findings` checks it as the engine does (interface first, then each body as a job of its own) and
// `expected` reads the comments, so that a test is `CHECK(findings(p) == expected(p))`.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "python/config/options.h"

namespace krait::checker::test {

/// "3: error: Text  [code]", in order of line.
using Lines = std::vector<std::string>;

[[nodiscard]] Lines findings(std::string_view program, const config::Options& options = {});
[[nodiscard]] Lines expected(std::string_view program);
/// What the small standard library itself gives rise to: nothing, if library and engine are sound.
[[nodiscard]] Lines library_findings();

}  // namespace krait::checker::test
