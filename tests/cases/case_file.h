// case_file.h
//
// The format of a case: a Python program that a person can read, with what is expected beside the
// line that it concerns.
//
//   x: int = ""  # E: Incompatible types in assignment (...)  [assignment]
//   reveal_type(x)  # N: Revealed type is "int"
//
// Several on one line are joined by ` # E:` or ` # N:`. A line of its own such as `# E: ...`
// belongs to the line above. Before the first statement:
//
//   # flags: --strict          command line for the check
//
// `# file: pkg/mod.py` starts another file; what comes before the first such line is main.py.
// `# edit: FILE: replace `a` by `b`` at the end changes a file; after each edit the incremental
// result must be what a fresh check of the edited program says.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace krait::tests {

struct Edit {
    std::string file;
    std::string from;
    std::string to;
};

struct Case {
    std::vector<std::string> flags;
    std::map<std::string, std::string> files;  ///< name → text, comments included
    std::vector<std::string> expected;         ///< "main.py:3: error: text  [code]", sorted by file, line
    std::vector<Edit> edits;
};

/// Throws std::runtime_error with a sentence if the text isn't a case.
[[nodiscard]] Case parse_case(std::string_view text);

}  // namespace krait::tests
