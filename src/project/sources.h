// sources.h
//
// The records of the modules that a program starts from.

#pragma once

#include "project/configuration.h"
#include "project/module_registry.h"

namespace krait::project {

/// What a root is, as the command line or an editor names it.
[[nodiscard]] ModuleRecord record_of_source(const modules::Source& source,
                                            const Configuration& configuration,
                                            const ModuleRegistry& registry);

}  // namespace krait::project
