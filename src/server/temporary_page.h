// temporary_page.h
//
// A page that is to be looked at once, in a file that a browser can open. It stays until the system
// clears its folder for temporary files: nobody can tell when it has been looked at.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace krait::server {

/// Writes a new file, readable by its owner alone; its path, which ends in ".html".
[[nodiscard]] base::Result<std::string> write_temporary_page(std::string_view text);

}  // namespace krait::server
