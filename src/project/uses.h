// uses.h
//
// Where a definition is used, all over the workspace. A search looks for the name as text, which is
// fast even in a large program, and then finds out what each hit stands for: by scopes where these
// settle it (scope_lookup.h), else by the types of the function around it. No index has to be kept.
//
// Modules are looked at one after the other, and what was computed for one is dropped before the
// next: a search needs no more memory than the largest function does.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "project/definition_place.h"

namespace krait::project {

/// What a use is a use of, told apart in all units and versions: something with a path in its
/// module, whatever stands there (overloads, a property's setter, a second definition under a
/// condition are one thing); or what is local to a function, by the place of its name.
struct Symbol {
    base::ModuleId module = base::ModuleId::None;
    base::Name path = base::Name::Empty;  ///< Empty for the module itself, and for locals
    std::uint32_t place = 0;              ///< of a local name; else 0

    friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// What somebody looks for.
struct Sought {
    std::string name;             ///< as the definition has it
    std::vector<Symbol> symbols;  ///< the definition's, then those that it overrides
    /// Where the definition's name stands, in as many places as there are definitions.
    std::vector<DefinitionPlace> places;
    bool is_module = false;
    bool is_local = false;
    bool is_member = false;     ///< of a class
    bool is_parameter = false;  ///< may be named by arguments
    bool is_private = false;    ///< `__name`: means something in its own class only
    /// The library module that it, or a method which it overrides, belongs to.
    const ModuleRecord* library = nullptr;
};

enum class UseKind : std::uint8_t { Read, Write, Text };

struct Use {
    LoadedModulePtr module;
    base::TextRange range;  ///< of the name as it is written here
    std::vector<syntax::NodeId> nodes;
    UseKind kind = UseKind::Read;
    bool is_declaration = false;
};

struct UseSearch {
    Inspector& inspector;
    /// The text of an open document; null if the file isn't open.
    std::function<base::SourceTextPtr(const std::string& path)> open_text;
    base::CancellationToken token;
};

/// Nothing with an empty name if the referents are nothing that can be sought.
[[nodiscard]] Sought sought(Inspector& inspector, InspectedUnit& unit,
                            const std::vector<Referent>& referents);

/// Of one module, in the order of the text. A name that the module gives to it by `as` is added to
/// `other_names`, if it isn't there. No unit may be held while this runs.
[[nodiscard]] std::vector<Use> uses_in(const UseSearch& search, const LoadedModulePtr& module,
                                       const Sought& sought, std::string_view name,
                                       std::vector<std::string>& other_names);

/// The workspace's modules in the order of their paths, as they stand now.
struct WorkspaceModules {
    std::vector<LoadedModulePtr> modules;
    bool is_complete = true;  ///< false: some aren't loaded or published yet
};
[[nodiscard]] WorkspaceModules workspace_modules(const UseSearch& search);
/// Those whose texts have the word, and the given one first.
[[nodiscard]] WorkspaceModules modules_with(const UseSearch& search, std::string_view word,
                                            const LoadedModulePtr& first);

/// Module by module as they are found, under any name.
void for_each_module_with_uses(const UseSearch& search, const LoadedModulePtr& asked,
                               const Sought& sought,
                               const std::function<void(std::vector<Use>)>& found);

}  // namespace krait::project
