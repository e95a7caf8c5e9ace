// place_facts.h
//
// What the name at a place stands for and which type it has there: the one answer that hover,
// definition, references, rename and the rest are made of.
//
// Where analysis left a binding, that is taken. It leaves none in annotations, in what is never
// reached, and in a module that is only looked at from outside; there the name is looked up in the
// published scopes around it, which comes to the same for all that isn't local to a function.

#pragma once

#include <cstdint>
#include <vector>

#include "project/inspector.h"

namespace krait::project {

/// Something that a name can stand for.
struct Referent {
    const types::Definition* definition = nullptr;
    /// Where this isn't Empty: the parameter of this name of the function that `definition` is.
    base::Name parameter = base::Name::Empty;

    friend bool operator==(const Referent&, const Referent&) = default;
};

struct PlaceFacts {
    base::TextRange word;  ///< the identifier; empty: there is none
    syntax::NodeId node = syntax::NodeId::None;
    std::vector<Referent> referents;    ///< several for an attribute of a union
    types::TypePtr type = nullptr;      ///< as narrowed here; null: unknown, or no expression
    types::TypePtr receiver = nullptr;  ///< of an attribute: the type before the dot
};

/// The unit that knows most about the name at an offset for the least work.
[[nodiscard]] HeldUnit unit_about(Inspector& inspector, const LoadedModulePtr& module,
                                  std::uint32_t offset, const base::CancellationToken& token);

[[nodiscard]] PlaceFacts facts_at(InspectedUnit& unit, std::uint32_t offset);
/// What a node's own name stands for; `nodes` leads to it, outermost first.
[[nodiscard]] std::vector<Referent> referents_of(InspectedUnit& unit,
                                                 const std::vector<syntax::NodeId>& nodes,
                                                 std::uint32_t offset);
/// Where a node has its own name (a Name, an Attribute's last part, a def's name and so on); empty:
/// it has none.
[[nodiscard]] base::TextRange name_range(const InspectedUnit& unit, syntax::NodeId node);

/// What a name means in the published scopes around `nodes`; null if nothing.
[[nodiscard]] const types::Definition* look_up(InspectedUnit& unit,
                                               const std::vector<syntax::NodeId>& nodes,
                                               base::Name name);

struct FoundMember {
    const types::Symbol* symbol = nullptr;
    const types::ClassInfo* owner = nullptr;
    const types::Definition* definition = nullptr;
};
/// The classes whose members a value of this type has, those of a union's items one after the
/// other. `is_class`: the value is the class itself.
struct MemberSource {
    const types::ClassInfo* info = nullptr;
    bool is_class = false;
};
[[nodiscard]] std::vector<MemberSource> member_sources(types::Context& cx, types::TypePtr type);
[[nodiscard]] std::vector<FoundMember> find_members(types::Context& cx, types::TypePtr type,
                                                    base::Name name);
/// The module that an expression's type stands for, as `import m` makes it; None: no module.
[[nodiscard]] base::ModuleId module_of_type(types::Context& cx, types::TypePtr type,
                                            base::ModuleId from);

}  // namespace krait::project
