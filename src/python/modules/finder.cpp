// finder.cpp
//
// mypy's search, step by step. It answers "the best of what was found" only at its end: folders
// that could hold the module are collected first (packages with stubs, partial stubs and typed
// packages among the installed), then each is looked at in order, and near misses (namespace
// packages, modules in packages without __init__) are weighed against each other last.

#include "python/modules/finder.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "python/config/paths.h"
#include "python/modules/exclusion.h"
#include "python/modules/stub_distributions.h"

namespace krait::modules {
namespace {

using config::folder_of;
using config::join_path;
using Strings = std::vector<std::string>;

constexpr std::string_view kSuffixes[] = {".pyi", ".py"};

Strings components_of(std::string_view module) {
    Strings result;
    for (;;) {
        const std::size_t dot = module.find('.');
        result.emplace_back(module.substr(0, dot));
        if (dot == std::string_view::npos) return result;
        module.remove_prefix(dot + 1);
    }
}

std::string join(const Strings& parts, std::size_t count, char separator) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) result += separator;
        result += parts[i];
    }
    return result;
}

bool is_init_file(std::string_view path) {
    const std::string_view name = config::name_of(path);
    return name == "__init__.py" || name == "__init__.pyi";
}

bool is_below(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) &&
           (path[folder.size()] == '/' || folder.ends_with('/'));
}

/// A folder that may hold the module, and whether every package above it must have an __init__.
struct Candidate {
    std::string folder;
    bool verify = true;
    Origin origin = Origin::Program;
};
using Candidates = std::vector<Candidate>;

/// Something that would do if nothing better turns up.
struct NearMiss {
    std::string path;
    Origin origin;
};

/// Which names, without suffix, the folders of search paths hold: nearly every module is routed to
/// its folder by this alone.
class FolderStems {
public:
    explicit FolderStems(const base::FileSystem& files) : files_(files) {}

    bool has(const std::string& folder, const std::string& stem) {
        auto [entry, fresh] = stems_.try_emplace(folder);
        if (fresh) {
            for (const std::string& name : files_.list(folder).value_or(Strings{})) {
                entry->second.emplace(config::split_suffix(name).first);
            }
        }
        return entry->second.contains(stem);
    }

private:
    const base::FileSystem& files_;
    std::unordered_map<std::string, std::unordered_set<std::string>> stems_;
};

/// One search for one module.
class Search {
public:
    struct World {
        const base::FileSystem& files;
        const config::ModuleOptions& options;
        FolderStems& stems;
        /// Packages without __init__ and py.typed in which a typed package was found.
        std::unordered_map<std::string, std::string>& namespace_ancestors;
    };

    Search(World world, const SearchPaths& paths, std::string module)
        : world_(world),
          paths_(paths),
          module_(std::move(module)),
          components_(components_of(module_)) {}

    /// True if it was found. `cacheable` is false if finding another module may change the answer.
    FindResult run(bool use_typeshed) {
        Candidates installed_stubs;
        Candidates installed_inline;
        collect_installed(installed_stubs, installed_inline);
        Candidates candidates = folders_with(paths_.mypy_path, Origin::MypyPath);
        append(candidates, folders_with(paths_.python_path, Origin::Program));
        // Before installed packages: a backport (dataclasses, say) must not hide the standard
        // library.
        if (use_typeshed) append(candidates, folders_with(paths_.typeshed_path, Origin::Typeshed));
        append(candidates, installed_stubs);
        append(candidates, installed_inline);
        lacks_folder_ = lacks_folder_ && use_typeshed && candidates.empty();
        for (const Candidate& candidate : candidates) {
            if (auto path = look_into(candidate)) return found(*path, candidate.origin);
        }
        if (!near_misses_.empty() && world_.options.global()->namespace_packages) {
            return best_near_miss();
        }
        const auto ancestor = world_.namespace_ancestors.find(module_);
        if (ancestor != world_.namespace_ancestors.end()) {
            return found(ancestor->second, Origin::Installed);
        }
        return {};
    }

    [[nodiscard]] bool untyped_match() const { return untyped_match_; }
    /// No search path has a folder for the package that the module would be in.
    [[nodiscard]] bool lacks_folder() const { return lacks_folder_; }

private:
    bool is_file(const std::string& path) { return world_.files.is_file(path); }
    bool is_dir(const std::string& path) { return world_.files.is_dir(path); }
    bool has_entry(const std::string& folder, const std::string& stem) {
        return world_.stems.has(folder, stem);
    }

    static void append(Candidates& to, const Candidates& more) {
        to.insert(to.end(), more.begin(), more.end());
    }

    FindResult found(std::string path, Origin origin) {
        FindResult result;
        result.status = FindStatus::Found;
        result.is_stub = path.ends_with(".pyi");
        result.is_namespace = !result.is_stub && !path.ends_with(".py");
        result.is_package = result.is_namespace || is_init_file(path);
        // What lies in a library's folder is the library's, whichever way it was reached.
        const auto below_any = [&](const Strings& folders) {
            return std::any_of(folders.begin(), folders.end(),
                               [&](const std::string& folder) { return is_below(path, folder); });
        };
        result.origin = below_any(paths_.typeshed_path)  ? Origin::Typeshed
                        : below_any(paths_.package_path) ? Origin::Installed
                                                         : origin;
        result.path = std::move(path);
        return result;
    }

    /// The folders on a search path in which the module's own package exists.
    Candidates folders_with(const Strings& search_path, Origin origin) {
        Candidates result;
        const std::string chain = join(components_, components_.size() - 1, '/');
        for (const std::string& folder : search_path) {
            if (!has_entry(folder, components_.front())) continue;
            std::string below = chain.empty() ? folder : join_path(folder, chain);
            if (is_dir(below)) result.push_back({std::move(below), true, origin});
        }
        return result;
    }

    void collect_installed(Candidates& stubs, Candidates& inline_typed) {
        const std::string stub_name = components_.front() + "-stubs";
        for (const std::string& folder : paths_.package_path) {
            const bool plain = has_entry(folder, components_.front());
            const bool stub = has_entry(folder, stub_name);
            if ((!plain && !stub) || !is_dir(folder)) continue;
            lacks_folder_ = false;
            if (is_dir(join_path(folder, stub_name))) {
                collect_stub_package(folder, stub_name, stubs, inline_typed);
            }
            collect_typed_package(folder, inline_typed);
        }
    }

    /// A distribution of stubs only: `foo-stubs`. With "partial" in its py.typed, what it lacks is
    /// looked for in the package itself.
    void collect_stub_package(const std::string& folder, const std::string& stub_name,
                              Candidates& stubs, Candidates& inline_typed) {
        Strings parts = components_;
        parts.front() = stub_name;
        const std::string chain = join(parts, parts.size() - 1, '/');
        std::string path = chain.empty() ? folder : join_path(folder, chain);
        if (!is_dir(path)) return;
        const std::string marker = join_path(join_path(folder, stub_name), "py.typed");
        bool partial = false;
        if (is_file(marker)) {
            const std::string text = world_.files.read(marker).value_or("");
            partial = config::strip(text) == "partial";
        }
        if (partial) {
            const std::string own = join(components_, components_.size() - 1, '/');
            inline_typed.push_back(
                {own.empty() ? folder : join_path(folder, own), true, Origin::Installed});
        }
        stubs.push_back({std::move(path), !partial, Origin::Installed});
    }

    /// A package that says by py.typed, its own or that of a package inside, that it is typed.
    void collect_typed_package(const std::string& folder, Candidates& inline_typed) {
        const std::string chain = join(components_, components_.size() - 1, '/');
        const std::string place = chain.empty() ? folder : join_path(folder, chain);
        bool plausible = false;
        std::string path = folder;
        for (std::size_t i = 0; i < components_.size(); ++i) {
            path = join_path(path, components_[i]);
            if (is_file(join_path(path, "py.typed"))) {
                inline_typed.push_back({place, i == 0, Origin::Installed});
                remember_ancestors(place);
                return;
            }
            const bool folder_here = is_dir(path);
            plausible = plausible || folder_here || is_file(path + ".py");
            if (!folder_here) break;
        }
        if (!plausible) return;
        if (world_.options.for_module(module_)->follow_untyped_imports) {
            inline_typed.push_back({place, false, Origin::Installed});
            remember_ancestors(place);
        } else {
            untyped_match_ = true;
        }
    }

    void remember_ancestors(std::string_view place) {
        for (std::size_t count = components_.size() - 1; count > 0; --count) {
            const std::string package = join(components_, count, '.');
            const std::string folder(place);
            if (!world_.namespace_ancestors.contains(package) && is_dir(folder)) {
                world_.namespace_ancestors.emplace(package, folder);
            }
            place = folder_of(place);
        }
    }

    /// A file for the module in one folder; near misses are kept for later.
    std::optional<std::string> look_into(const Candidate& candidate) {
        const std::string base = join_path(candidate.folder, components_.back());
        const auto accept = [&](const std::string& path) {
            if (!candidate.verify || has_all_init_files(path)) return true;
            near_misses_.push_back({path, candidate.origin});
            return false;
        };
        const std::string stubs = base + "-stubs/__init__.pyi";
        if (is_file(stubs) && accept(stubs)) return stubs;
        // A package goes before a module of the same name.
        bool has_init = false;
        for (const std::string_view suffix : kSuffixes) {
            const std::string path = base + "/__init__" + std::string(suffix);
            if (!is_file(path)) continue;
            has_init = true;
            if (accept(path)) return path;
        }
        if (!has_init && is_dir(base)) near_misses_.push_back({base, candidate.origin});
        for (const std::string_view suffix : kSuffixes) {
            const std::string path = base + std::string(suffix);
            if (is_file(path) && accept(path)) return path;
        }
        return std::nullopt;
    }

    bool has_init_file(std::string_view folder) {
        return std::any_of(std::begin(kSuffixes), std::end(kSuffixes), [&](auto suffix) {
            return is_file(join_path(folder, "__init__" + std::string(suffix)));
        });
    }

    /// Calls `visit(level, has_init)` for the packages above the module, innermost first.
    template <class Visit>
    void visit_packages(std::string_view path, Visit visit) {
        if (is_init_file(path)) path = folder_of(path);
        for (std::size_t level = 1; level < components_.size(); ++level) {
            path = folder_of(path);
            if (!visit(level, has_init_file(path))) return;
        }
    }

    bool has_all_init_files(std::string_view path) {
        bool all = true;
        visit_packages(path, [&](std::size_t, bool has_init) { return all = has_init; });
        return all;
    }

    /// The near miss with an __init__ at the highest level wins; of equals the first.
    FindResult best_near_miss() {
        const NearMiss* best = nullptr;
        std::size_t best_level = 0;
        for (const NearMiss& miss : near_misses_) {
            std::size_t highest = 0;
            visit_packages(miss.path, [&](std::size_t level, bool has_init) {
                if (has_init) highest = level;
                return true;
            });
            if (!best || highest > best_level) {
                best = &miss;
                best_level = highest;
            }
        }
        return found(best->path, best->origin);
    }

    World world_;
    const SearchPaths& paths_;
    std::string module_;
    Strings components_;
    std::vector<NearMiss> near_misses_;
    bool untyped_match_ = false;
    bool lacks_folder_ = true;
};

}  // namespace

struct ModuleFinder::State {
    State(SearchPaths paths_, std::shared_ptr<const base::FileSystem> files_,
          std::shared_ptr<const config::ModuleOptions> options_, StdlibVersions versions_)
        : paths(std::move(paths_)),
          files(std::move(files_)),
          options(std::move(options_)),
          versions(std::move(versions_)),
          runs_in_package(has_init_file(files->cwd())),
          stems(*files) {}

    const SearchPaths paths;
    const std::shared_ptr<const base::FileSystem> files;
    const std::shared_ptr<const config::ModuleOptions> options;
    const StdlibVersions versions;
    const bool runs_in_package;  ///< then modules may be found_above

    std::mutex mutex;  // guards what follows
    FolderStems stems;
    std::unordered_map<std::string, std::string> namespace_ancestors;
    std::deque<FindResult> results;  // stable addresses
    /// By what can't be a package, since no search path has a folder for it: the answer for
    /// whatever would be in it. Nearly every name of a `from a import b` is one of these.
    std::unordered_map<std::string, const FindResult*> no_packages;
    std::unordered_map<std::string, const FindResult*> known;
    /// Answers that the finding of another module may change: asked again each time.
    std::unordered_map<std::string, const FindResult*> provisional;

    [[nodiscard]] bool typeshed_applies(const std::string& module) const {
        auto range = versions.modules.find(module);
        if (range == versions.modules.end()) {
            range = versions.modules.find(module.substr(0, module.find('.')));
        }
        if (range == versions.modules.end()) return true;
        const config::PythonVersion version =
            std::max(options->global()->python_version, config::kOldestPython);
        return version >= range->second.first &&
               (!range->second.last || version <= *range->second.last);
    }

    /// Why a module that wasn't found wasn't.
    FindStatus reason(const std::string& module, bool untyped_match) {
        const auto distribution = stub_distribution(module);
        if (!distribution) {
            return untyped_match ? FindStatus::FoundWithoutTypeHints : FindStatus::NotFound;
        }
        // Of a package whose stubs are installed, a missing submodule is just missing.
        for (std::size_t dot = module.find('.'); dot != std::string::npos;
             dot = module.find('.', dot + 1)) {
            const std::string parent = module.substr(0, dot);
            if (stub_distribution(parent) != distribution) continue;
            const FindResult& above = find(parent);
            return above.status == FindStatus::StubsNotInstalled ? FindStatus::StubsNotInstalled
                                                                 : FindStatus::NotFound;
        }
        return FindStatus::StubsNotInstalled;
    }

    Search::World world() { return {*files, *options, stems, namespace_ancestors}; }

    [[nodiscard]] bool has_init_file(const std::string& folder) const {
        return files->is_file(join_path(folder, "__init__.py")) ||
               files->is_file(join_path(folder, "__init__.pyi"));
    }

    /// Would it be found from a folder above, out of the package that the working directory is in?
    bool found_above(const std::string& module) {
        std::string folder = files->cwd();
        while (has_init_file(folder)) {
            const std::string parent(folder_of(folder));
            if (parent == folder) break;
            folder = parent;
            SearchPaths above;
            above.python_path = {folder};
            if (Search(world(), above, module).run(false).found()) return true;
        }
        return false;
    }

    const FindResult& find(const std::string& module) {
        // A name with a dot too many, from a line that is being typed, would lead to its package's
        // file a second time.
        static const FindResult kNowhere{};
        if (module.ends_with('.') || module.find("..") != module.npos) return kNowhere;
        if (const auto old = known.find(module); old != known.end()) return *old->second;
        const std::size_t dot = module.rfind('.');
        const std::string package = dot == std::string::npos ? "" : module.substr(0, dot);
        const auto in_vain = no_packages.find(package);
        if (in_vain != no_packages.end() && !stub_distribution(module)) return *in_vain->second;
        Search search(world(), paths, module);
        FindResult result = search.run(typeshed_applies(module));
        if (!result.found()) {
            result.status = reason(module, search.untyped_match());
            if (result.status == FindStatus::NotFound && found_above(module)) {
                result.status = FindStatus::WrongWorkingDirectory;
            }
        }
        const bool cacheable = result.status != FindStatus::FoundWithoutTypeHints;
        if (!cacheable) {
            const auto old = provisional.find(module);
            if (old != provisional.end() && *old->second == result) {
                return *old->second;
            }
        }
        const FindResult& stored = results.emplace_back(std::move(result));
        if (stored.status == FindStatus::NotFound && search.lacks_folder() && !package.empty() &&
            !runs_in_package) {
            no_packages.emplace(package, &stored);
        }
        (cacheable ? known : provisional)[module] = &stored;
        return stored;
    }
};

ModuleFinder::ModuleFinder(SearchPaths paths, std::shared_ptr<const base::FileSystem> files,
                           std::shared_ptr<const config::ModuleOptions> options,
                           StdlibVersions versions)
    : state_(std::make_unique<State>(std::move(paths), std::move(files), std::move(options),
                                     std::move(versions))) {}

ModuleFinder::~ModuleFinder() = default;

const FindResult& ModuleFinder::find(std::string_view module) const {
    const std::lock_guard lock(state_->mutex);
    return state_->find(std::string(module));
}

const SearchPaths& ModuleFinder::paths() const {
    return state_->paths;
}
const StdlibVersions& ModuleFinder::versions() const {
    return state_->versions;
}
const config::ModuleOptions& ModuleFinder::options() const {
    return *state_->options;
}

namespace {

/// Walks a package for `-p`.
class Walk {
public:
    Walk(const ModuleFinder& finder, const base::FileSystem& files)
        : finder_(finder), files_(files), exclusion_(*finder.options().global(), files) {}

    void add(const std::string& module, std::vector<ModuleFinder::Found>& result) {
        const FindResult& found = finder_.find(module);
        if (!found.found()) return;
        result.push_back({module, found.path});
        if (!found.is_package) return;
        const std::string folder =
            found.is_namespace ? found.path : std::string(folder_of(found.path));
        std::unordered_set<std::string> seen;
        for (const std::string& name : files_.list(folder).value_or(Strings{})) {
            if (is_skipped_name(name)) continue;
            const std::string path = join_path(folder, name);
            if (exclusion_.covers(path)) continue;
            if (files_.is_dir(path)) {
                const bool package = finder_.options().global()->namespace_packages ||
                                     files_.is_file(join_path(path, "__init__.py")) ||
                                     files_.is_file(join_path(path, "__init__.pyi"));
                if (!package) continue;
                seen.insert(name);
                add(module + "." + name, result);
                continue;
            }
            const auto [stem, suffix] = config::split_suffix(name);
            const bool python = suffix == ".py" || suffix == ".pyi";
            if (!python || stem == "__init__" || stem.find('.') != std::string_view::npos) continue;
            if (seen.emplace(stem).second) add(module + "." + std::string(stem), result);
        }
    }

private:
    const ModuleFinder& finder_;
    const base::FileSystem& files_;
    Exclusion exclusion_;
};

}  // namespace

std::vector<ModuleFinder::Found> ModuleFinder::find_recursively(std::string_view package) const {
    std::vector<Found> result;
    Walk(*this, *state_->files).add(std::string(package), result);
    return result;
}

}  // namespace krait::modules
