#include "server/features/moved_modules.h"

#include <algorithm>

#include "python/syntax/place.h"
#include "python/syntax/words.h"

namespace krait::features {

namespace {

using project::ModuleRecord;

bool is_name(std::string_view part) {
    const base::TextRange word = syntax::word_at(part, 0);
    return word.start == 0 && word.end == part.size() && !part.empty() && !syntax::is_keyword(part);
}

/// `a/b.py` and `a/b/__init__.pyi` as a module; nothing if that is no module's path.
std::optional<MovedModule> module_of(std::string_view relative) {
    for (std::string_view suffix : {".pyi", ".py"}) {
        if (!relative.ends_with(suffix)) continue;
        relative.remove_suffix(suffix.size());
        MovedModule made;
        made.is_package = relative.ends_with("/__init__");
        if (made.is_package) relative.remove_suffix(std::string_view("/__init__").size());
        made.name = relative;
        std::ranges::replace(made.name, '/', '.');
        for (std::string_view rest = made.name; !rest.empty();) {
            const std::size_t dot = rest.find('.');
            if (!is_name(rest.substr(0, dot))) return std::nullopt;
            rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
        }
        return made;
    }
    return std::nullopt;
}

/// The folder that a module's name counts from; empty if its path doesn't go with its name.
std::string base_of(const ModuleRecord& record) {
    std::string tail(base::text_of(record.name));
    std::ranges::replace(tail, '.', '/');
    for (const char* end : {".py", ".pyi", "/__init__.py", "/__init__.pyi"}) {
        const std::string whole = "/" + tail + end;
        if (record.path.ends_with(whole)) {
            return record.path.substr(0, record.path.size() - whole.size());
        }
    }
    return {};
}

bool is_below(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

std::string parent_of(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    return std::string(dot == name.npos ? std::string_view() : name.substr(0, dot));
}

std::string leaf_of(std::string_view name) {
    return std::string(name.substr(name.rfind('.') + 1));
}

MovedModules::MovedModules(const project::Inspector& program,
                           const std::vector<RenamedPath>& renames)
    : program_(program) {
    for (const RenamedPath& rename : renames) {
        const auto modules = program.registry().modules_of_file(rename.old_path);
        bool is_file = false;
        for (base::ModuleId id : modules) {
            const ModuleRecord& record = program.registry().record(id);
            if (record.is_namespace) continue;
            is_file = true;
            const std::string old_name(base::text_of(record.name));
            add(record, rename.new_path);
            if (modules_.contains(old_name)) words_.push_back(leaf_of(old_name));
        }
        if (!is_file) add_folder(rename);
    }
}

void MovedModules::add(const ModuleRecord& record, const std::string& new_path) {
    const std::string base = base_of(record);
    if (record.is_library || base.empty()) return;
    std::string folder = is_below(new_path, base) ? base : "";
    if (folder.empty()) {
        const auto& paths = program_.load_context().finder.paths();
        for (const auto* list : {&paths.python_path, &paths.mypy_path}) {
            for (const std::string& one : *list) {
                if (is_below(new_path, one) && one.size() > folder.size()) folder = one;
            }
        }
    }
    if (folder.empty()) return;
    std::optional<MovedModule> moved =
        module_of(std::string_view(new_path).substr(folder.size() + 1));
    const std::string name(base::text_of(record.name));
    const bool is_same = moved && moved->name == name && moved->is_package == record.is_package;
    if (moved && !is_same) modules_[name] = std::move(*moved);
}

void MovedModules::add_folder(const RenamedPath& rename) {
    for (const ModuleRecord* record : program_.registry().records()) {
        if (record->is_namespace || !is_below(record->path, rename.old_path)) continue;
        const std::string below = record->path.substr(rename.old_path.size());
        const std::string old_name(base::text_of(record->name));
        add(*record, rename.new_path + below);
        const auto moved = modules_.find(old_name);
        if (moved == modules_.end()) continue;
        // What the folder itself is called: both names end in the path below it.
        std::string tail = below.substr(0, below.rfind('.'));
        if (tail.ends_with("/__init__")) tail.resize(tail.size() - 9);
        std::ranges::replace(tail, '/', '.');
        const bool is_tail = old_name.ends_with(tail) && moved->second.name.ends_with(tail);
        if (!is_tail || old_name.size() <= tail.size()) {
            words_.push_back(leaf_of(old_name));  // a folder that is no package
            continue;
        }
        const std::string package = old_name.substr(0, old_name.size() - tail.size());
        if (moved->second.name.size() <= tail.size()) continue;
        packages_[package] = moved->second.name.substr(0, moved->second.name.size() - tail.size());
        words_.push_back(leaf_of(package));
    }
    std::ranges::sort(words_);
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

const MovedModule* MovedModules::find(std::string_view name) const {
    const auto found = modules_.find(name);
    return found == modules_.end() ? nullptr : &found->second;
}

std::string MovedModules::renamed(const std::string& dotted) const {
    if (const MovedModule* moved = find(dotted)) return moved->name;
    for (std::string package = dotted; !package.empty(); package = parent_of(package)) {
        const auto found = packages_.find(package);
        if (found != packages_.end()) return found->second + dotted.substr(package.size());
    }
    return dotted;
}

}  // namespace krait::features
