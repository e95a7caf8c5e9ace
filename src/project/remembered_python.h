// remembered_python.h
//
// What an interpreter says of itself, remembered: to start it costs more than to check an unchanged
// program. It is asked again if it, its pyvenv.cfg, a folder that it named, a .pth file in one of
// these, or a variable of the environment that it listens to is another than when it was asked.

#pragma once

#include <string>

#include "base/result.h"
#include "python/modules/python_environment.h"

namespace krait::project {

/// modules::ask_python, or what it said last time. `folder`: of the cache; empty: it is asked.
[[nodiscard]] base::Result<modules::PythonEnvironment> ask_python_once(
    const std::string& executable, const std::string& folder);

}  // namespace krait::project
