// settled_attributes.h
//
// Which methods bind attributes of self and yet shape nothing: those that find every one of them in
// their class when analysis comes to them. The class declares it (`x: int` in its body), or an
// earlier method defines it for certain (`self.x = ...`, mostly in `__init__`). mypy checks such a
// method with the other bodies; so that typing in it costs that method.
//
// Decided by the tree alone, like the outline that it is a part of. Where the tree doesn't tell for
// certain (decorators, conditions, names bound in odd ways), a method counts as one that shapes.

#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/interner.h"
#include "python/syntax/tree.h"

namespace krait::semantic {

class SettledAttributes {
public:
    explicit SettledAttributes(const syntax::Tree& tree) : tree_(tree) {}

    /// The attributes of self that a method (which stands in that class) binds or deletes, sorted,
    /// if it finds all of them; nothing if it may define one.
    [[nodiscard]] std::optional<std::vector<base::Name>> of_method(syntax::NodeId class_def,
                                                                   syntax::NodeId method);

private:
    struct Class {
        bool is_plain = true;  ///< its body has nothing but what this looks at
        std::unordered_set<base::Name> declared;
        std::unordered_set<base::Name> bound;           ///< by something else than a declaration
        std::unordered_map<base::Name, int> functions;  ///< how many of a name
        /// The first method that defines it.
        std::unordered_map<base::Name, syntax::NodeId> definers;
    };
    const Class& class_of(syntax::NodeId class_def);
    void read_block(syntax::NodeList body, Class& made, bool is_direct);
    void read_stores(syntax::NodeId statement, Class& made);
    void read_definer(syntax::NodeId method, Class& made);
    [[nodiscard]] static bool is_settled(const Class& of, base::Name name, syntax::NodeId method);

    const syntax::Tree& tree_;
    std::unordered_map<syntax::NodeId, Class> classes_;
};

}  // namespace krait::semantic
