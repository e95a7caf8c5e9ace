#include "project/sources.h"

#include "python/config/paths.h"

namespace krait::project {

ModuleRecord record_of_source(const modules::Source& source, const Configuration& configuration,
                              const ModuleRegistry& registry) {
    ModuleRecord record;
    record.name = base::intern(source.module);
    record.options = configuration.options->for_module(source.module);
    record.text = source.text;
    if (source.path) {
        record.path = config::absolute_path(*source.path, configuration.root);
        record.display_path = registry.display(*source.path);
    } else if (source.text) {
        record.path = record.display_path = "<string>";
    } else {
        record.path = configuration.finder->find(source.module).path;
        record.display_path = registry.display(record.path);
    }
    record.is_stub = record.path.ends_with(".pyi");
    std::string_view file = config::name_of(record.path);
    record.is_package = file == "__init__.py" || file == "__init__.pyi";
    return record;
}

}  // namespace krait::project
