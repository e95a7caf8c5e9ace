// references.h
//
// Everything in a program that stands for the same thing. A file that doesn't hold the name as text
// can't refer to it, so most files cost one search for some bytes; in the others each place where
// the name stands is asked what it is bound to.
//
// A method belongs to its family: who calls the base's method may mean this one, and a rename that
// left the others behind would change what the program does.

#pragma once

#include <string>
#include <vector>

#include "project/definition_place.h"

namespace krait::project {

struct Reference {
    LoadedModulePtr module;
    base::TextRange range;
    bool is_definition = false;  ///< or a place that assigns
};

/// What is looked for.
struct ReferenceTarget {
    std::string word;  ///< as it stands in the text
    std::vector<Referent> referents;
    std::vector<symbols::DefId> ids;  ///< of those that other functions can see
    /// Of something local: the only unit that can see it.
    bool is_local = false;
    std::size_t unit = kTopLevel;
    LoadedModulePtr module;  ///< where it was asked for
    /// A parameter, which calls name from outside.
    symbols::DefId function;
    base::Name parameter = base::Name::Empty;
    bool only_here = false;  ///< a name of this file alone: `import x as name`
};

/// Nothing to look for: no ids, not local.
[[nodiscard]] ReferenceTarget reference_target(InspectedUnit& unit, const PlaceFacts& facts);

/// In order of file and place. `within`: in this file only; null: in the whole program but its
/// libraries.
[[nodiscard]] std::vector<Reference> find_references(Inspector& inspector,
                                                     const ReferenceTarget& target,
                                                     const LoadedModulePtr& within,
                                                     const base::CancellationToken& token);

/// The program's own modules whose text holds the word, as they are loaded now.
[[nodiscard]] std::vector<LoadedModulePtr> modules_with_word(const Inspector& inspector,
                                                             std::string_view word,
                                                             const base::CancellationToken& token);

}  // namespace krait::project
