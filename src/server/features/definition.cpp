#include "server/features/definition.h"

#include <algorithm>

#include "project/source_of_stub.h"
#include "server/features/asked_place.h"

namespace krait::features {

namespace {

using protocol::Location;

enum class Wanted { Definition, Declaration };

void add(std::vector<Location>& found, Location location) {
    if (std::find(found.begin(), found.end(), location) == found.end()) {
        found.push_back(std::move(location));
    }
}

void add_place(const Question& question, AskedPlace& asked, const project::Referent& referent,
               Wanted wanted, std::vector<Location>& found) {
    const auto place = project::place_of(*question.program, *asked.unit, referent);
    if (!place) return;
    if (wanted == Wanted::Definition && place->module->record->is_stub) {
        const auto source = project::source_of_stub(*question.program, *asked.unit,
                                                    *referent.definition, *place->module->record);
        if (source) {
            return add(found, {question.uri_of(source->path),
                               range_of(*source->text, source->name, question.unit)});
        }
    }
    add(found, location_of(question, *place));
}

std::vector<Location> places(const Question& question,
                             const protocol::TextDocumentPositionParams& at, Wanted wanted) {
    std::vector<Location> found;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return found;
    for (const project::Referent& referent : asked->facts.referents) {
        add_place(question, *asked, referent, wanted, found);
    }
    return found;
}

}  // namespace

std::vector<Location> definition(const Question& question,
                                 const protocol::TextDocumentPositionParams& at) {
    return places(question, at, Wanted::Definition);
}

std::vector<Location> declaration(const Question& question,
                                  const protocol::TextDocumentPositionParams& at) {
    return places(question, at, Wanted::Declaration);
}

std::vector<Location> type_definition(const Question& question,
                                      const protocol::TextDocumentPositionParams& at) {
    std::vector<Location> found;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return found;
    std::vector<types::TypePtr> types;
    if (asked->facts.type != nullptr) {
        types.push_back(asked->facts.type);
    } else {
        for (const project::Referent& referent : asked->facts.referents) {
            if (referent.parameter != base::Name::Empty) continue;
            types.push_back(types::type_of_definition(referent.definition));
        }
    }
    for (types::TypePtr type : types) {
        for (const auto& source : project::member_sources(asked->unit->cx(), type)) {
            add_place(question, *asked, {source.info}, Wanted::Definition, found);
        }
    }
    return found;
}

}  // namespace krait::features
