// method_stub.h
//
// The `def` of a member that a subclass has to define: with the base's names and defaults, and its
// types as the subclass sees them.

#pragma once

#include <string>
#include <vector>

#include "server/features/written_type.h"

namespace krait::features {

/// Its lines, not indented; none if the member can't be written. `unit` is of the subclass's
/// module.
[[nodiscard]] std::vector<std::string> stub_of_member(const Question& question,
                                                      project::InspectedUnit& unit,
                                                      const types::ClassInfo& subclass,
                                                      base::Name name, TypeWriter& writer);

}  // namespace krait::features
