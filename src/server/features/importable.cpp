#include "server/features/importable.h"

#include <algorithm>
#include <map>

#include "project/uses.h"
#include "python/modules/embedded_typeshed.h"
#include "python/syntax/place.h"
#include "server/features/asked_symbol.h"

namespace krait::features {

namespace {

using project::LoadedModulePtr;
using types::Definition;
using types::Symbol;

/// Where something comes from, the likeliest first.
enum class Origin : std::uint8_t { Workspace, Annotations, StandardLibrary, Installed, Elsewhere };

struct Candidate {
    NeededImport import;
    unsigned uses = 0;          ///< by other modules of the workspace
    unsigned library_uses = 0;  ///< by libraries
    Origin origin = Origin::Elsewhere;
};

std::string_view top_of(std::string_view module) {
    return module.substr(0, module.find('.'));
}

std::string_view last_of(std::string_view module) {
    return module.substr(module.rfind('.') + 1);
}

bool begins_word(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    return rest.empty() || rest[0] == ':' || rest[0] == '(' || rest[0] == ' ' || rest[0] == '[';
}

/// Whether a stub's text defines the name outside of classes and functions.
bool defines(std::string_view stub, std::string_view name) {
    for (std::string_view before : {"\nclass ", "\ndef ", "\nasync def ", "\n"}) {
        const std::string wanted = std::string(before) + std::string(name);
        for (std::size_t at = stub.find(wanted); at != stub.npos; at = stub.find(wanted, at + 1)) {
            if (begins_word(stub, at + wanted.size())) return true;
        }
    }
    return false;
}

class Importables {
public:
    Importables(const Question& question, project::InspectedUnit& unit, const std::string& name)
        : question_(question), unit_(unit), name_(name), own_(*unit.module->record) {}

    std::vector<NeededImport> run() {
        add_what_others_import();
        add_module(name_, "");
        add_what_modules_define();
        if (found_.empty()) add_what_is_not_loaded();
        if (found_.size() > 1) count_in_libraries();
        std::vector<Candidate> sorted;
        for (const auto& [import, candidate] : found_) sorted.push_back(candidate);
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
            return std::tuple(right.uses, left.origin, right.library_uses,
                              left.import.module.size(),
                              left.import) < std::tuple(left.uses, right.origin, left.library_uses,
                                                        right.import.module.size(), right.import);
        });
        std::vector<NeededImport> imports;
        for (Candidate& candidate : sorted) imports.push_back(std::move(candidate.import));
        return imports;
    }

private:
    types::Reader& reader() { return unit_.cx().reader; }

    Candidate& add(NeededImport import) {
        Candidate& candidate = found_[import];
        candidate.origin = origin_of(import.module);
        candidate.import = std::move(import);
        return candidate;
    }

    [[nodiscard]] Origin origin_of(std::string_view module) {
        const base::ModuleId id = reader().find_module(own_.id, base::intern(module));
        if (id != base::ModuleId::None) {
            const project::ModuleRecord& record = question_.program->registry().record(id);
            if (!record.is_library) return Origin::Workspace;
            if (!record.is_typeshed) return Origin::Installed;
        }
        if (module == "typing" || module == "collections.abc") return Origin::Annotations;
        const auto& versions = question_.program->load_context().finder.versions().modules;
        const bool is_standard = versions.contains(top_of(module)) && module != "typing_extensions";
        return is_standard ? Origin::StandardLibrary : Origin::Elsewhere;
    }

    [[nodiscard]] bool has(std::string_view module, std::string_view name) {
        const base::ModuleId id = reader().find_module(own_.id, base::intern(module));
        if (id == base::ModuleId::None) return false;
        if (reader().module_symbol(id, base::intern(name)) != nullptr) return true;
        const std::string inner = std::string(module) + "." + std::string(name);
        return reader().find_module(own_.id, base::intern(inner)) != base::ModuleId::None;
    }

    [[nodiscard]] bool is_module(const std::string& name) const {
        return question_.program->load_context().finder.find(name).found();
    }

    void add_module(const std::string& module, const std::string& as_name) {
        if (module != base::text_of(own_.name) && is_module(module)) add({module, "", as_name});
    }

    /// What the rest of the workspace calls so is most likely meant here, too.
    void add_what_others_import() {
        const project::UseSearch search = search_of(question_);
        for (const LoadedModulePtr& module : project::workspace_modules(search).modules) {
            question_.token.poll();
            if (module->record == &own_ || !module->summary) continue;
            for (const project::WrittenImport& import : module->summary->imports) {
                count(*module, import);
            }
            count_aliases(*module);
        }
    }

    void count(const project::LoadedModule& by, const project::WrittenImport& import) {
        for (const std::string& name : import.names) {
            if (name != name_) continue;
            if (!import.is_from) {
                if (is_module(name)) ++add({name, "", ""}).uses;
                continue;
            }
            const std::string module = project::absolute_import(
                base::text_of(by.record->name), by.record->is_package, import.level, import.module);
            if (module != base::text_of(own_.name) && has(module, name)) {
                ++add({module, name, ""}).uses;
            }
        }
    }

    /// Which of several is meant as a rule, where the workspace doesn't tell.
    void count_in_libraries() {
        for (const project::ModuleRecord* record : question_.program->registry().records()) {
            const LoadedModulePtr module =
                record->is_library ? question_.program->version(record->id) : nullptr;
            if (!module || !module->summary) continue;
            question_.token.poll();
            for (const project::WrittenImport& import : module->summary->imports) {
                if (!import.is_from || import.level > 0) continue;
                if (std::ranges::find(import.names, name_) == import.names.end()) continue;
                const auto found = found_.find({import.module, name_, ""});
                if (found != found_.end()) ++found->second.library_uses;
            }
        }
    }

    /// `import numpy as np`. A summary doesn't keep what something is called: the text does.
    void count_aliases(const project::LoadedModule& by) {
        const std::string_view text = by.text->text();
        const std::string wanted = " as " + name_;
        for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1)) {
            const std::uint32_t line = by.text->line_of(static_cast<std::uint32_t>(at));
            std::string_view written = by.text->line_text(line);
            constexpr std::string_view kImport = "import ";
            if (!written.starts_with(kImport) || !written.ends_with(wanted)) continue;
            written.remove_prefix(kImport.size());
            written.remove_suffix(wanted.size());
            if (written.find_first_of(" ,") != written.npos) continue;
            if (is_module(std::string(written))) ++add({std::string(written), "", name_}).uses;
        }
    }

    void add_what_modules_define() {
        for (const std::string& module : question_.program->registry().names()) {
            question_.token.poll();
            const base::ModuleId id = reader().find_module(own_.id, base::intern(module));
            if (id == base::ModuleId::None || id == own_.id || !is_public_path(module)) continue;
            if (module.size() > name_.size() && last_of(module) == name_) {
                const bool is_own = !question_.program->registry().record(id).is_library;
                const std::string package = module.substr(0, module.size() - name_.size() - 1);
                if (is_own) add({package, name_, ""});
            }
            const Symbol* symbol = reader().module_symbol(id, base::intern(name_));
            if (symbol == nullptr || !is_offered(*symbol, id)) continue;
            const Definition* definition = reader().definition(symbol->target);
            if (definition == nullptr) continue;
            const std::string best = public_module_of(*question_.program, unit_, *definition);
            add({best.empty() ? module : best, name_, ""});
        }
    }

    /// The standard library has more modules than a program has loaded.
    void add_what_is_not_loaded() {
        constexpr std::string_view kFolder = "stdlib/";
        for (const std::string& path : modules::typeshed_files()) {
            question_.token.poll();
            if (!path.starts_with(kFolder) || !path.ends_with(".pyi")) continue;
            std::string module = path.substr(kFolder.size(), path.size() - kFolder.size() - 4);
            std::replace(module.begin(), module.end(), '/', '.');
            if (module.ends_with(".__init__")) module.resize(module.size() - 9);
            if (!is_public_path(module) || !is_module(module)) continue;
            const std::optional<std::string> text = modules::read_typeshed(path);
            if (text && defines(*text, name_)) add({module, name_, ""});
        }
    }

    const Question& question_;
    project::InspectedUnit& unit_;
    const std::string& name_;
    const project::ModuleRecord& own_;
    std::map<NeededImport, Candidate> found_;
};

/// Whether a module has this very definition under its own name, for others to import.
bool gives(project::InspectedUnit& unit, std::string_view module, const Definition& definition) {
    types::Reader& reader = unit.cx().reader;
    const base::ModuleId id = reader.find_module(unit.module->record->id, base::intern(module));
    if (id == base::ModuleId::None) return false;
    const Symbol* symbol = reader.module_symbol(id, definition.name);
    return symbol != nullptr && symbol->target == definition.id && !symbol->is_hidden;
}

}  // namespace

bool is_public_path(std::string_view module) {
    return !module.starts_with('_') && module.find("._") == std::string_view::npos;
}

bool is_offered(const Symbol& symbol, base::ModuleId module) {
    return symbol.target.module == module && symbol.is_public &&
           !base::text_of(symbol.name).starts_with('_');
}

std::vector<NeededImport> importable(const Question& question, project::InspectedUnit& unit,
                                     const std::string& name) {
    return Importables(question, unit, name).run();
}

std::string public_module_of(const project::Inspector& program, project::InspectedUnit& unit,
                             const Definition& definition) {
    if (definition.id.is_none() || definition.id.is_job_local()) return {};
    const std::string module(base::text_of(program.table().name_of(definition.id.module)));
    // What typing has from collections.abc is imported from there today.
    if (module == "typing" && gives(unit, "collections.abc", definition)) return "collections.abc";
    if (is_public_path(module)) return module;
    for (std::size_t dot = module.rfind('.'); dot != module.npos;
         dot = module.rfind('.', dot - 1)) {
        const std::string package = module.substr(0, dot);
        if (is_public_path(package) && gives(unit, package, definition)) return package;
        if (dot == 0) break;
    }
    std::string best;
    for (const std::string& other : program.registry().names()) {
        const bool is_better = best.empty() || other.size() < best.size();
        if (is_better && is_public_path(other) && gives(unit, other, definition)) best = other;
    }
    return best;
}

}  // namespace krait::features
