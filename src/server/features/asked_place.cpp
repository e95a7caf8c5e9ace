#include "server/features/asked_place.h"

namespace krait::features {

std::optional<AskedPlace> asked_place(const Question& question, protocol::Position position) {
    if (!question.program) return std::nullopt;
    AskedPlace place;
    place.module = question.program->version(question.path, question.text);
    if (!place.module) return std::nullopt;
    place.offset = offset_of(question, position);
    place.unit = project::unit_about(*question.program, place.module, place.offset, question.token);
    if (!place.unit) return std::nullopt;
    place.facts = project::facts_at(*place.unit, place.offset);
    if (place.facts.word.start == place.facts.word.end) return std::nullopt;
    return place;
}

protocol::Location location_of(const Question& question, const project::DefinitionPlace& place) {
    return {question.uri_of(place.path()),
            range_of(*place.module->text, place.name, question.unit)};
}

}  // namespace krait::features
