#include "project/subclasses.h"

#include <algorithm>

namespace krait::project {

using types::ClassInfo;

namespace {

constexpr std::size_t kMostSubclasses = 2000;

bool derives(const ClassInfo& info, symbols::DefId base, bool direct) {
    if (info.id == base) return false;
    if (!direct) return std::ranges::find(info.mro, base) != info.mro.end();
    return std::ranges::any_of(info.bases,
                               [&](const types::Instance* one) { return one->type == base; });
}

}  // namespace

std::vector<const ClassInfo*> classes_of(types::Reader& reader, base::ModuleId module) {
    std::vector<const ClassInfo*> found;
    const auto add = [&](const types::Symbol& symbol) {
        if (symbol.target.module != module) return;
        const auto* info = types::as<ClassInfo>(reader.definition(symbol.target));
        const bool is_new = info != nullptr && std::ranges::find(found, info) == found.end();
        if (is_new) found.push_back(info);
    };
    for (const types::Symbol& symbol : reader.module_symbols(module)) add(symbol);
    for (std::size_t i = 0; i < found.size(); ++i) {
        for (const types::Symbol& symbol : reader.own_members(*found[i])) add(symbol);
    }
    return found;
}

std::vector<ClassInModule> subclasses_of(Inspector& inspector, symbols::DefId base, base::Name name,
                                         bool direct, const base::CancellationToken& token) {
    std::vector<ClassInModule> found;
    std::vector<std::pair<symbols::DefId, base::Name>> todo{{base, name}};
    for (std::size_t i = 0; i < todo.size() && found.size() < kMostSubclasses; ++i) {
        const std::string_view word = base::text_of(todo[i].second);
        for (const LoadedModulePtr& module : modules_with_word(inspector, word, token)) {
            HeldUnit unit = inspector.unit(module, kPublished, token);
            if (!unit) continue;
            for (const ClassInfo* info : classes_of(unit->cx().reader, module->record->id)) {
                const bool is_known = std::ranges::any_of(
                    found, [&](const ClassInModule& one) { return one.id == info->id; });
                if (is_known || !derives(*info, base, direct)) continue;
                found.push_back({module, info->id});
                if (!direct) todo.emplace_back(info->id, info->name);
            }
        }
    }
    return found;
}

}  // namespace krait::project
