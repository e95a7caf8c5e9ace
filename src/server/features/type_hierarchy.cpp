// type_hierarchy.cpp: classes above and below, and who overrides a method.

#include "project/subclasses.h"
#include "server/features/hierarchy.h"
#include "server/features/hierarchy_items.h"

namespace krait::features {

namespace {

using protocol::HierarchyItem;
using types::ClassInfo;

void add_item(const Question& question, project::InspectedUnit& unit,
              const types::Definition* definition, std::vector<HierarchyItem>& items) {
    if (definition == nullptr) return;
    if (auto item = item_of(question, unit, *definition)) items.push_back(std::move(*item));
}

void add_place(const Question& question, project::InspectedUnit& unit,
               const types::Definition& definition, std::vector<protocol::Location>& found) {
    const auto place = project::place_of(*question.program, unit, {&definition});
    if (place) found.push_back(location_of(question, *place));
}

}  // namespace

std::vector<protocol::Location> implementation(const Question& question,
                                               const protocol::TextDocumentPositionParams& at) {
    std::vector<protocol::Location> found;
    symbols::DefId base;
    base::Name base_name = base::Name::Empty;
    base::Name member = base::Name::Empty;
    {
        std::optional<AskedPlace> asked = asked_place(question, at.position);
        if (!asked || asked->facts.referents.empty()) return found;
        const types::Definition* definition = asked->facts.referents.front().definition;
        if (!definition->enclosing_class.is_none()) {
            member = definition->name;
            definition = asked->unit->cx().reader.definition(definition->enclosing_class);
        }
        const auto* info = types::as<ClassInfo>(definition);
        if (info == nullptr || info->id.is_job_local()) return found;
        base = info->id;
        base_name = info->name;
    }
    for (const auto& below :
         project::subclasses_of(*question.program, base, base_name, false, question.token)) {
        project::HeldUnit unit =
            question.program->unit(below.module, project::kPublished, question.token);
        if (!unit) continue;
        types::Reader& reader = unit->cx().reader;
        const auto* info = types::as<ClassInfo>(reader.definition(below.id));
        if (info == nullptr) continue;
        if (member == base::Name::Empty) {
            add_place(question, *unit, *info, found);
        } else if (const types::Symbol* symbol = reader.own_member(*info, member)) {
            const types::Definition* own = reader.definition(symbol->target);
            if (own != nullptr) add_place(question, *unit, *own, found);
        }
    }
    return found;
}

std::vector<HierarchyItem> prepare_type_hierarchy(const Question& question,
                                                  const protocol::TextDocumentPositionParams& at) {
    std::vector<HierarchyItem> items;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return items;
    for (const project::Referent& referent : asked->facts.referents) {
        if (types::as<ClassInfo>(referent.definition) == nullptr) continue;
        add_item(question, *asked->unit, referent.definition, items);
    }
    return items;
}

std::vector<HierarchyItem> supertypes(const Question& question,
                                      const protocol::HierarchyItemParams& of) {
    std::vector<HierarchyItem> items;
    std::optional<FoundItem> found = find_item(question, of.item);
    const auto* info = found ? types::as<ClassInfo>(found->definition) : nullptr;
    if (info == nullptr) return items;
    for (const types::Instance* base : info->bases) {
        add_item(question, *found->unit, found->unit->cx().reader.definition(base->type), items);
    }
    return items;
}

std::vector<HierarchyItem> subtypes(const Question& question,
                                    const protocol::HierarchyItemParams& of) {
    std::vector<HierarchyItem> items;
    symbols::DefId base;
    base::Name name = base::Name::Empty;
    {
        const std::optional<FoundItem> found = find_item(question, of.item);
        if (!found) return items;
        base = found->definition->id;
        name = found->definition->name;
    }
    for (const auto& below :
         project::subclasses_of(*question.program, base, name, true, question.token)) {
        project::HeldUnit unit =
            question.program->unit(below.module, project::kPublished, question.token);
        if (unit) add_item(question, *unit, unit->cx().reader.definition(below.id), items);
    }
    return items;
}

}  // namespace krait::features
