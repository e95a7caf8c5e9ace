// scope_lookup.h
//
// What the name at a place stands for, as far as Python's scopes alone say it: without looking into
// any function's types. A search over a whole program meets a name thousands of times; most of
// these places are settled here, and only the rest is worth a function's analysis.

#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "project/place_facts.h"

namespace krait::project {

/// Places of one name in one module. `published` is the module's kPublished unit; it outlives this.
class ScopeLookup {
public:
    ScopeLookup(InspectedUnit& published, std::string_view name) : unit_(published), name_(name) {}

    /// Which referents may be met: what can't be one of them is settled without types.
    struct Wanted {
        bool members = true;   ///< of classes
        bool keywords = true;  ///< parameters and fields, as arguments name them
    };
    /// What the name at the end of `nodes` stands for; empty: something local to a function, or
    /// nothing that is wanted. Nothing: that takes types.
    [[nodiscard]] std::optional<std::vector<Referent>> referents(
        const std::vector<syntax::NodeId>& nodes, std::uint32_t offset, Wanted wanted);

    /// Whether the name, used at a place, is bound in a function, lambda or comprehension there.
    [[nodiscard]] bool is_local(const std::vector<syntax::NodeId>& nodes) {
        const Scope scope = scope_at(nodes);
        return scope == Scope::Local || scope == Scope::Imported;
    }

private:
    enum class Scope : std::uint8_t { Unbound, Local, Imported, Global };
    [[nodiscard]] Scope scope_at(const std::vector<syntax::NodeId>& nodes);
    [[nodiscard]] Scope scope_in(syntax::NodeId scope);
    [[nodiscard]] bool binds_parameter(syntax::NodeId arguments) const;
    [[nodiscard]] std::optional<std::vector<Referent>> attribute(
        const std::vector<syntax::NodeId>& nodes, std::uint32_t offset, Wanted wanted);

    InspectedUnit& unit_;
    std::string_view name_;
    std::unordered_map<syntax::NodeId, Scope> known_;  // of functions and classes
};

/// A name as it is written: the tree tells variables of one name apart.
[[nodiscard]] std::string_view written(base::Name name);

/// The method whose first parameter, which is bound and which no argument names, stands at the end
/// of `nodes`; None: something else stands there.
[[nodiscard]] syntax::NodeId method_of_self(const syntax::Tree& tree,
                                            const std::vector<syntax::NodeId>& nodes);

/// The string is an item of `__all__`.
[[nodiscard]] bool is_in_dunder_all(const syntax::Tree& tree,
                                    const std::vector<syntax::NodeId>& nodes);

}  // namespace krait::project
