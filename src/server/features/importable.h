// importable.h
//
// Which names another module offers for import: what completion lists with an import to add, and
// what a quick fix finds for a name that isn't defined.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/inspected_unit.h"
#include "server/features/import_edits.h"
#include "server/features/question.h"

namespace krait::features {

/// No part of the module's name is private.
[[nodiscard]] bool is_public_path(std::string_view module);
/// Whether the module itself defines it and means it for others: not what passes through.
[[nodiscard]] bool is_offered(const types::Symbol& symbol, base::ModuleId module);

/// A text's module name for which something can be imported, likeliest first. `unit` is one of the
/// module that needs the import; it may be any.
[[nodiscard]] std::vector<NeededImport> importable(const Question& question,
                                                   project::InspectedUnit& unit,
                                                   const std::string& name);

/// A module from which a definition can be had by its own name, as people would write it; empty:
/// from none that is public.
[[nodiscard]] std::string public_module_of(const project::Inspector& program,
                                           project::InspectedUnit& unit,
                                           const types::Definition& definition);

}  // namespace krait::features
