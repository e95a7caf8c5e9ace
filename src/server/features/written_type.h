// written_type.h
//
// A type as Python code in a particular file: by the names that the file has for its classes, and
// with the imports that are missing. Messages print types for people (types/format.h), which is
// shorter and can show what no annotation can say; this printer rather gives up.

#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/features/import_edits.h"
#include "server/features/question.h"

namespace krait::features {

class TypeWriter {
public:
    /// For a place in the unit's module; both outlive it.
    TypeWriter(const Question& question, project::InspectedUnit& unit, std::uint32_t place);

    /// Nothing if no annotation means this type, or none that is worth writing.
    [[nodiscard]] std::optional<std::string> write(types::TypePtr type);
    /// In quotes if it is evaluated where it stands and names what isn't there yet.
    [[nodiscard]] std::string evaluated(const std::string& text) const;
    /// A name of a module, such as typing.Any, as the file may say it; nothing if it doesn't exist.
    [[nodiscard]] std::optional<std::string> name_of(std::string_view fullname);

    /// What the texts so far need.
    [[nodiscard]] const std::set<NeededImport>& imports() const { return imports_; }

private:
    using Text = std::optional<std::string>;
    [[nodiscard]] Text write(types::TypePtr type, unsigned depth);
    [[nodiscard]] Text instance(const types::Instance& type, unsigned depth);
    [[nodiscard]] Text callable(const types::CallableType& type, unsigned depth);
    [[nodiscard]] Text tuple(const types::TupleType& type, unsigned depth);
    [[nodiscard]] Text union_of(const types::UnionType& type, unsigned depth);
    [[nodiscard]] Text literal(const types::LiteralType& type);
    [[nodiscard]] Text list_of(types::TypeList types, unsigned depth);
    [[nodiscard]] Text name_of(const types::Definition& definition);
    [[nodiscard]] Text name_in_file(const types::Definition& definition);
    [[nodiscard]] bool means(std::string_view name, const types::Definition& definition);
    [[nodiscard]] bool is_local(std::string_view name);
    [[nodiscard]] bool is_taken(base::Name name);
    /// Whether a name of the module is bound when the place is evaluated.
    [[nodiscard]] bool is_bound_before(std::string_view name) const;

    const Question& question_;
    project::InspectedUnit& unit_;
    const std::uint32_t place_;
    const std::vector<syntax::NodeId> nodes_;  ///< around the place
    std::set<NeededImport> imports_;
    bool names_later_ = false;  ///< something that is not bound yet where the place is
};

}  // namespace krait::features
