#include "server/features/implementation.h"

#include <algorithm>

#include "project/subclasses.h"
#include "python/types/context.h"
#include "server/features/asked_place.h"
#include "server/features/asked_symbol.h"

namespace krait::features {

namespace {

using project::InspectedUnit;
using protocol::Location;
using types::as;
using types::ClassInfo;
using types::Definition;

/// A class, and the member of it that is looked for; Empty: the class itself.
struct Declared {
    symbols::DefId info;
    base::Name member = base::Name::Empty;
};

struct Asked {
    std::vector<Declared> declared;
    std::vector<Location> own;  ///< where the things themselves are
};

void add(std::vector<Location>& found, Location location) {
    if (std::find(found.begin(), found.end(), location) == found.end()) {
        found.push_back(std::move(location));
    }
}

/// The unit that is held here is given back before the search.
Asked asked_at(const Question& question, protocol::Position position) {
    Asked made;
    std::optional<AskedPlace> asked = asked_place(question, position);
    if (!asked) return made;
    for (const project::Referent& referent : asked->facts.referents) {
        const Definition& definition = *referent.definition;
        if (referent.parameter != base::Name::Empty) continue;
        if (as<ClassInfo>(&definition) != nullptr) {
            made.declared.push_back({definition.id});
            continue;
        }
        if (definition.enclosing_class) {
            made.declared.push_back({definition.enclosing_class, definition.name});
        }
        // A function is where it is done, unless it is a stub or abstract; then others do it.
        const auto place = project::place_of(*question.program, *asked->unit, referent);
        if (place) add(made.own, location_of(question, *place));
    }
    return made;
}

}  // namespace

std::vector<Location> implementation(const Question& question,
                                     const protocol::TextDocumentPositionParams& at) {
    std::vector<Location> found;
    const Asked asked = asked_at(question, at.position);
    const project::UseSearch search = search_of(question);
    for (const Declared& declared : asked.declared) {
        const auto visit = [&](InspectedUnit& unit, const ClassInfo& info) {
            const Definition* definition = &info;
            if (declared.member != base::Name::Empty) {
                const types::Symbol* own = unit.cx().reader.own_member(info, declared.member);
                definition = own == nullptr ? nullptr : unit.cx().reader.definition(own->target);
            }
            if (definition == nullptr) return true;
            const auto place = project::place_of(*question.program, unit, {definition});
            if (place) add(found, location_of(question, *place));
            return true;
        };
        project::for_each_subclass(search, declared.info, visit);
    }
    return found.empty() ? asked.own : found;
}

}  // namespace krait::features
