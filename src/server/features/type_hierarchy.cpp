#include "server/features/type_hierarchy.h"

#include "project/subclasses.h"
#include "python/types/context.h"
#include "python/types/typeops.h"
#include "server/features/asked_place.h"
#include "server/features/asked_symbol.h"
#include "server/features/hierarchy_items.h"

namespace krait::features {

using protocol::HierarchyItem;
using types::as;
using types::ClassInfo;

namespace {

/// The classes that the name at a place means: itself, or those of the value.
std::vector<const ClassInfo*> classes_of(AskedPlace& asked) {
    std::vector<const ClassInfo*> found;
    for (const project::Referent& referent : asked.facts.referents) {
        if (referent.parameter != base::Name::Empty) continue;
        if (const auto* info = as<ClassInfo>(referent.definition)) {
            found.push_back(info);
            continue;
        }
        types::TypePtr type = asked.facts.type;
        if (type == nullptr) type = types::type_of_definition(referent.definition);
        if (type == nullptr) continue;
        for (const auto& source : project::member_sources(asked.unit->cx(), type)) {
            found.push_back(source.info);
        }
    }
    return found;
}

}  // namespace

std::vector<HierarchyItem> prepare_type_hierarchy(const Question& question,
                                                  const protocol::TextDocumentPositionParams& at) {
    std::vector<HierarchyItem> items;
    std::optional<AskedPlace> asked = asked_place(question, at.position);
    if (!asked) return items;
    for (const ClassInfo* info : classes_of(*asked)) {
        if (auto item = hierarchy_item(question, *asked->unit, *info)) {
            items.push_back(std::move(*item));
        }
    }
    return items;
}

std::vector<HierarchyItem> supertypes(const Question& question,
                                      const protocol::HierarchyItemParams& of) {
    std::vector<HierarchyItem> items;
    std::optional<AskedPlace> asked = asked_place(question, of.position);
    if (!asked) return items;
    for (const ClassInfo* info : classes_of(*asked)) {
        for (const types::Instance* base : info->bases) {
            const ClassInfo& above = types::class_info(asked->unit->cx(), *base);
            if (auto item = hierarchy_item(question, *asked->unit, above)) {
                items.push_back(std::move(*item));
            }
        }
    }
    return items;
}

std::vector<HierarchyItem> subtypes(const Question& question,
                                    const protocol::HierarchyItemParams& of) {
    std::vector<symbols::DefId> bases;
    if (std::optional<AskedPlace> asked = asked_place(question, of.position)) {
        for (const ClassInfo* info : classes_of(*asked)) bases.push_back(info->id);
    }
    std::vector<HierarchyItem> items;
    for (symbols::DefId base : bases) {
        const auto visit = [&](project::InspectedUnit& unit, const ClassInfo& info) {
            if (auto item = hierarchy_item(question, unit, info)) {
                items.push_back(std::move(*item));
            }
            return false;
        };
        project::for_each_subclass(search_of(question), base, visit);
    }
    return items;
}

}  // namespace krait::features
