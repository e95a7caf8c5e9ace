#include "python/semantic/visibility.h"

#include <algorithm>

namespace krait::semantic {

namespace {

std::unordered_set<ModuleId> reached_from(types::Reader& reader, ModuleId start) {
    std::unordered_set<ModuleId> reached{start};
    std::vector<ModuleId> to_do{start};
    while (!to_do.empty()) {
        const ModuleId module = to_do.back();
        to_do.pop_back();
        for (ModuleId imported : reader.module_imports(module)) {
            if (reached.insert(imported).second) to_do.push_back(imported);
        }
    }
    return reached;
}

}  // namespace

bool imports_lead_to(Analyzer& a, ModuleId module) {
    if (module == ModuleId::None) return false;
    if (module == a.module.id) return true;
    // Nearly always it is imported by name; then nobody else's imports are asked for.
    const auto imports = a.job.reader.module_imports(a.module.id);
    if (std::find(imports.begin(), imports.end(), module) != imports.end()) return true;
    auto [known, is_new] = a.job.reached.try_emplace(a.module.id);
    if (is_new) known->second = reached_from(a.job.reader, a.module.id);
    return known->second.contains(module);
}

}  // namespace krait::semantic
