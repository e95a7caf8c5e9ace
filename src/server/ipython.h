// ipython.h
//
// What a cell of a notebook may hold beside Python: magics (`%time f()`, `%%bash`), commands
// (`!ls`), questions (`print?`). They are masked before anybody parses the cell, and each character
// of the rest stays where it was, so that positions need no table: blank where nothing is needed,
// `pass` where a block may need a body, `__` where a value is expected.
//
// Names that come from outside the cells' Python can't be known: what a magic defines, and what
// IPython has beside the builtins. That such a name isn't defined is no error then; knowing less is
// better than a wrong error.

#pragma once

#include <string>
#include <string_view>

namespace krait::server {

struct PythonOfCell {
    std::string text;                ///< as long as the cell, with the same lines
    bool defines_unseen = false;     ///< something in it may define names
    bool starts_with_magic = false;  ///< nothing can be put above its first line
};
[[nodiscard]] PythonOfCell python_of_cell(std::string_view cell);

/// Whether IPython defines this name beside the builtins.
[[nodiscard]] bool is_name_of_ipython(std::string_view name);

}  // namespace krait::server
