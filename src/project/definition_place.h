// definition_place.h
//
// From a definition back to the text: which file, which version of it, which name, which node.
//
// A function or class is found by its path, which an edit elsewhere doesn't change; a variable of
// another module by its line, where its name is looked for as text: interfaces know no columns.

#pragma once

#include <optional>
#include <string>

#include "project/place_facts.h"

namespace krait::project {

struct DefinitionPlace {
    LoadedModulePtr module;
    base::TextRange name;                        ///< empty at 0 for a module
    syntax::NodeId node = syntax::NodeId::None;  ///< of a function, class or parameter, if known

    [[nodiscard]] const std::string& path() const { return module->record->path; }
};

/// Nothing if the definition stands nowhere (it was made up) or its module can't be read.
[[nodiscard]] std::optional<DefinitionPlace> place_of(Inspector& inspector, InspectedUnit& unit,
                                                      const Referent& referent);

/// The function or class that a path of the slot table means in a text; None: it isn't there.
[[nodiscard]] syntax::NodeId node_of_path(const Parsed& parsed, base::Name path);

/// The text of a docstring as written, quotes taken off; empty if there is none.
[[nodiscard]] std::string_view docstring_of(const syntax::Tree& tree, syntax::NodeList body);
/// Of whatever is documented: a module, class or function; for a method without one, that of the
/// method which it overrides.
[[nodiscard]] std::string documentation_of(Inspector& inspector, InspectedUnit& unit,
                                           const types::Definition& definition);

}  // namespace krait::project
