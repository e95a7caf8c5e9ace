// source_of_stub.h
//
// A stub says what a function is; who follows a name to its definition wants to read the function.
// So from a place in a stub to the one in the Python file that it describes, where there is one.

#pragma once

#include <optional>

#include "project/definition_place.h"

namespace krait::project {

struct SourcePlace {
    std::string path;
    base::SourceTextPtr text;
    base::TextRange name;  ///< empty at 0 for a module
};

/// Nothing if the place isn't in a stub, or the file has no such name.
[[nodiscard]] std::optional<SourcePlace> source_of_stub(Inspector& inspector,
                                                        const InspectedUnit& unit,
                                                        const types::Definition& definition,
                                                        const ModuleRecord& stub);

}  // namespace krait::project
