#include "project/import_graph.h"

#include <unordered_map>

#include "project/imports.h"
#include "project/loading.h"
#include "project/overlay.h"
#include "project/sources.h"

namespace krait::project {

namespace {

/// The lines of the import statements, by the imported module's name.
std::unordered_map<std::string, std::uint32_t> lines_of_imports(const LoadedModule& module,
                                                                const ModuleRegistry& registry) {
    const auto is_module = [&](const std::string& name) {
        return registry.find(base::intern(name)) != base::ModuleId::None;
    };
    const ImportScan scan =
        scan_imports(module.summary->imports, base::text_of(module.record->name),
                     module.record->is_package, is_module);
    std::unordered_map<std::string, std::uint32_t> lines;
    for (const ImportedModule& imported : scan.modules) {
        lines[imported.name] = imported.line;
    }
    return lines;
}

class Loader {
public:
    explicit Loader(const Configuration& configuration)
        : configuration_(configuration),
          registry_(table_, configuration.root),
          overlay_(configuration.files) {}

    ImportGraph load() {
        for (const modules::Source& source : configuration_.sources) {
            meet(registry_.add(record_of_source(source, configuration_, registry_)));
        }
        for (std::size_t next = 0; next < order_.size(); ++next) load_one(order_[next]);
        return std::move(graph_);
    }

private:
    std::uint32_t meet(base::ModuleId module) {
        const auto [at, is_new] = index_.emplace(module, static_cast<std::uint32_t>(order_.size()));
        if (is_new) order_.push_back(module);
        return at->second;
    }

    void load_one(base::ModuleId id) {
        const ModuleRecord& record = registry_.record(id);
        const LoadContext context{overlay_, *configuration_.finder, registry_, nullptr};
        const scheduler::LoadResult result = load_module(record, context);
        const auto& loaded = static_cast<const LoadedModule&>(*result.loaded);
        const auto lines = lines_of_imports(loaded, registry_);
        ImportingModule made;
        made.name = base::text_of(record.name);
        made.path = record.display_path;
        made.bytes = loaded.text->size();
        made.library = result.library;
        for (const scheduler::Import& import : result.imports) {
            const std::uint32_t target = meet(import.module);
            if (import.priority >= scheduler::ImportPriority::Indirect) continue;
            const auto line =
                lines.find(std::string(base::text_of(registry_.record(import.module).name)));
            made.imports.push_back(
                {target, import.priority, line == lines.end() ? 0 : line->second});
        }
        graph_.modules.push_back(std::move(made));
    }

    const Configuration& configuration_;
    symbols::ModuleTable table_;
    ModuleRegistry registry_;
    Overlay overlay_;
    ImportGraph graph_;
    std::vector<base::ModuleId> order_;
    std::unordered_map<base::ModuleId, std::uint32_t> index_;
};

}  // namespace

scheduler::Rows ImportGraph::edges() const {
    scheduler::Rows edges;
    for (const ImportingModule& module : modules) {
        for (const ImportArrow& arrow : module.imports) edges.items.push_back(arrow.target);
        edges.end_row();
    }
    return edges;
}

ImportGraph load_import_graph(const Configuration& configuration) {
    return Loader(configuration).load();
}

}  // namespace krait::project
