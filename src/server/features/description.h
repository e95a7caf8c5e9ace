// description.h
//
// A definition in one line, or one line an overload: what hover shows above the documentation.

#pragma once

#include <string>

#include "project/inspected_unit.h"

namespace krait::features {

/// `here`: the type at the place that is asked about; null: as declared.
[[nodiscard]] std::string description(project::InspectedUnit& unit,
                                      const types::Definition& definition, types::TypePtr here,
                                      const std::string& name);

}  // namespace krait::features
