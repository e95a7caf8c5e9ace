#include "server/features/hierarchy_items.h"

namespace krait::features {

using protocol::SymbolShape;
using types::DefinitionKind;

SymbolShape shape_of(const types::Definition& definition) {
    const bool is_member = !definition.enclosing_class.is_none();
    switch (definition.kind) {
        case DefinitionKind::Module:
            return SymbolShape::Module;
        case DefinitionKind::Class:
        case DefinitionKind::Alias:
            return SymbolShape::Class;
        case DefinitionKind::Function:
        case DefinitionKind::Overloaded:
        case DefinitionKind::Decorated:
            return is_member ? SymbolShape::Method : SymbolShape::Function;
        default:
            return is_member ? SymbolShape::Field : SymbolShape::Variable;
    }
}

std::optional<protocol::HierarchyItem> item_of(const Question& question,
                                               project::InspectedUnit& unit,
                                               const types::Definition& definition) {
    const symbols::DefId id = definition.id;
    if (id.is_none() || id.is_job_local()) return std::nullopt;
    const auto place = project::place_of(*question.program, unit, {&definition});
    if (!place) return std::nullopt;
    protocol::HierarchyItem item;
    item.name = base::text_of(definition.name);
    item.kind = shape_of(definition);
    item.data = {std::string(base::text_of(unit.symbols().name_of(id.module))),
                 std::string(base::text_of(unit.symbols().path_of(id)))};
    item.detail = item.data.module;
    item.uri = question.uri_of(place->path());
    item.selection_range = range_of(*place->module->text, place->name, question.unit);
    item.range = item.selection_range;
    if (place->node != syntax::NodeId::None) {
        const base::TextRange whole = place->module->parsed()->tree->range(place->node);
        item.range = range_of(*place->module->text, whole, question.unit);
    }
    return item;
}

std::optional<FoundItem> find_item(const Question& question, const protocol::HierarchyItem& item) {
    if (!question.program) return std::nullopt;
    const base::ModuleId id = question.program->registry().find(base::intern(item.data.module));
    if (id == base::ModuleId::None) return std::nullopt;
    FoundItem found;
    found.module = question.program->version(id);
    if (!found.module) return std::nullopt;
    found.unit = question.program->unit(found.module, project::kPublished, question.token);
    if (!found.unit) return std::nullopt;
    found.definition = found.unit->cx().reader.definition(
        found.unit->symbols().def(id, base::intern(item.data.path)));
    if (found.definition == nullptr) return std::nullopt;
    return found;
}

}  // namespace krait::features
