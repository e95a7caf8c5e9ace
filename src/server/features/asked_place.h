// asked_place.h
//
// The beginning that features about a name have in common: the module, the unit around the place,
// and what the name there stands for.

#pragma once

#include <optional>

#include "project/definition_place.h"
#include "project/place_facts.h"
#include "server/features/question.h"

namespace krait::features {

struct AskedPlace {
    project::LoadedModulePtr module;
    std::uint32_t offset = 0;
    project::HeldUnit unit;
    project::PlaceFacts facts;
};

/// Nothing where nothing can be said: no module, no name, nothing published yet.
[[nodiscard]] std::optional<AskedPlace> asked_place(const Question& question,
                                                    protocol::Position position);

[[nodiscard]] protocol::Location location_of(const Question& question,
                                             const project::DefinitionPlace& place);

}  // namespace krait::features
