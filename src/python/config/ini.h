// ini.h
//
// INI files as Python's configparser reads them for mypy: sections, "key = value" or "key: value",
// values that go on in indented lines, comments on lines of their own, keys without regard to case,
// a DEFAULT section whose keys belong to every section, no interpolation. Mistakes are reported in
// configparser's words, because that is what mypy prints.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace krait::config {

struct IniSection {
    std::string name;
    std::vector<std::pair<std::string, std::string>> entries;  ///< those of DEFAULT last
};

/// Sections in the order of the file. `file` is only used in messages.
[[nodiscard]] base::Result<std::vector<IniSection>> parse_ini(std::string_view text,
                                                              std::string_view file);

}  // namespace krait::config
