// generated.h
//
// Members that classes have without a node in the tree: those of named tuples, new types,
// dataclasses. A member keeps its id from round to round.

#pragma once

#include <string_view>
#include <vector>

#include "python/semantic/analysis.h"

namespace krait::semantic {

[[nodiscard]] VarInfo& generated_variable(Analyzer& a, ClassInfo& info, Name name, TypePtr type);
/// Enters a generated variable among the members.
VarInfo& add_generated_variable(Analyzer& a, ClassInfo& info, std::string_view name, TypePtr type,
                                bool is_property = false);

/// A class over one base that the class holds as a member.
ClassInfo& add_generated_class(Analyzer& a, ClassInfo& info, std::string_view name,
                               const types::Instance& base);

enum class MethodKind : std::uint8_t { Instance, Class, Static };
struct GeneratedMethod {
    std::string_view name;
    std::vector<types::Parameter> parameters;  ///< the first one included
    TypePtr result = nullptr;
    std::vector<const types::TypeVarLike*> variables{};
    MethodKind kind = MethodKind::Instance;
};
FunctionInfo& add_generated_method(Analyzer& a, ClassInfo& info, const GeneratedMethod& method);

}  // namespace krait::semantic
