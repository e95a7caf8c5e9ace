// subclasses.h
//
// Which classes of the program derive from a class. Interfaces know bases only, so the way down is
// a search: a module that doesn't hold a class's name as text can't name it as a base.

#pragma once

#include <vector>

#include "project/references.h"

namespace krait::project {

struct ClassInModule {
    LoadedModulePtr module;
    symbols::DefId id;
};

/// `direct`: those alone that name it as a base. Classes inside functions are left out.
[[nodiscard]] std::vector<ClassInModule> subclasses_of(Inspector& inspector, symbols::DefId base,
                                                       base::Name name, bool direct,
                                                       const base::CancellationToken& token);

/// All classes that a module's interface shows, nested ones included.
[[nodiscard]] std::vector<const types::ClassInfo*> classes_of(types::Reader& reader,
                                                              base::ModuleId module);

}  // namespace krait::project
