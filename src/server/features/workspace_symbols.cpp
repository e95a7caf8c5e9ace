// workspace_symbols.cpp: the program's own definitions by a part of their name.

#include "server/features/completion_parts.h"
#include "server/features/hierarchy.h"
#include "server/features/hierarchy_items.h"

namespace krait::features {

namespace {

constexpr std::size_t kMostSymbols = 256;

}  // namespace

std::vector<protocol::WorkspaceSymbol> workspace_symbols(
    const Question& question, const protocol::WorkspaceSymbolParams& params) {
    std::vector<protocol::WorkspaceSymbol> found;
    if (!question.program) return found;
    const project::ModuleRegistry& registry = question.program->registry();
    for (const std::string& name : registry.names()) {
        question.token.poll();
        const base::ModuleId id = registry.find(base::intern(name));
        if (id == base::ModuleId::None || registry.record(id).interface_only()) continue;
        const project::LoadedModulePtr module = question.program->version(id);
        if (!module) continue;
        project::HeldUnit unit =
            question.program->unit(module, project::kPublished, question.token);
        if (!unit) continue;
        types::Reader& reader = unit->cx().reader;
        const auto add = [&](const types::Symbol& symbol, const std::string& container) {
            const std::string_view own = base::text_of(symbol.name);
            const bool is_wanted = symbol.target.module == id && fits(own, params.query) &&
                                   !symbol.is_plugin_generated && found.size() < kMostSymbols;
            if (!is_wanted) return;
            const types::Definition* definition = reader.definition(symbol.target);
            if (definition == nullptr || own.starts_with("__")) return;
            const auto place = project::place_of(*question.program, *unit, {definition});
            if (!place || place->name.start == place->name.end) return;
            found.push_back({std::string(own), shape_of(*definition), container,
                             location_of(question, *place)});
        };
        for (const types::Symbol& symbol : reader.module_symbols(id)) {
            add(symbol, name);
            if (symbol.target.module != id) continue;
            const auto* info = types::as<types::ClassInfo>(reader.definition(symbol.target));
            if (info == nullptr) continue;
            const std::string container = name + "." + std::string(base::text_of(info->name));
            for (const types::Symbol& member : reader.own_members(*info)) add(member, container);
        }
        if (found.size() >= kMostSymbols) break;
    }
    return found;
}

}  // namespace krait::features
