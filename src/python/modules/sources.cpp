// sources.cpp

#include "python/modules/sources.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "python/config/paths.h"
#include "python/modules/embedded_typeshed.h"
#include "python/modules/exclusion.h"
#include "python/syntax/unicode.h"

namespace krait::modules {
namespace {

using config::absolute_path;
using config::folder_of;
using config::join_path;
using config::name_of;
using Strings = std::vector<std::string>;

bool is_python_file(std::string_view path) {
    return path.ends_with(".py") || path.ends_with(".pyi");
}

std::string_view without_suffix(std::string_view name) {
    for (const std::string_view suffix : {".pyi", ".py", ".ipynb"}) {
        if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

bool is_identifier(std::string_view name) {
    if (name.empty()) return false;
    for (bool first = true; !name.empty(); first = false) {
        const syntax::CodePoint c = syntax::decode_utf8(name);
        if (first ? !syntax::may_start_name(c.value) : !syntax::may_continue_name(c.value)) {
            return false;
        }
        name.remove_prefix(c.bytes);
    }
    return true;
}

std::string join_module(const std::string& parent, std::string_view child) {
    return parent.empty() ? std::string(child) : parent + "." + std::string(child);
}

/// Names modules by crawling up from their files; lives for one list of sources.
class SourceFinder {
public:
    SourceFinder(const config::Options& options, const base::FileSystem& files,
                 const Strings& mypypath)
        : options_(options), files_(files), exclusion_(options, files) {
        if (!options.explicit_package_bases) return;
        for (const Strings* list : {&mypypath, &options.mypy_path}) {
            for (const std::string& folder : *list) {
                bases_.insert(absolute_path(folder, files.cwd()));
            }
        }
        bases_.insert(files.cwd());
    }

    base::Result<std::vector<Source>> find(const Strings& paths) {
        if (const auto problem = exclusion_.problem()) return base::fail(*problem);
        std::vector<Source> sources;
        for (const std::string& given : paths) {
            const std::string path = config::normalize_path(given);
            if (is_python_file(path)) {
                add_file(path, sources);
            } else if (files_.is_dir(path)) {
                const std::size_t before = sources.size();
                add_folder(path, 0, sources);
                if (sources.size() == before && failure_.empty()) {
                    return base::fail("There are no .py[i] files in directory '" + path + "'");
                }
            } else {
                Source source{path, "__main__", {}, {}};
                if (options_.scripts_are_modules) source.module = name_of(path);
                sources.push_back(std::move(source));
            }
            if (!failure_.empty()) return base::fail(failure_);
        }
        return sources;
    }

    base::Result<ModuleName> name_file(const std::string& given) {
        const std::string path = absolute_path(given, files_.cwd());
        const std::string_view stem = without_suffix(name_of(path));
        ModuleName parent = name_folder(std::string(folder_of(path)), 0);
        if (!failure_.empty()) return base::fail(failure_);
        if (stem != "__init__") parent.module = join_module(parent.module, stem);
        if (parent.module.empty()) parent.module = "__main__";
        return parent;
    }

private:
    static constexpr int kDeepest = 500;  // folders within folders

    void add_file(const std::string& path, std::vector<Source>& sources) {
        auto name = name_file(path);
        if (!name) return;
        sources.push_back({path, std::move(name->module), {}, std::move(name->base_dir)});
    }

    /// mypy's order of a folder's entries: __init__ first, then folders and files by name, with
    /// x.pyi before x.py.
    static std::tuple<bool, int, std::string_view> order_key(std::string_view name) {
        const auto [stem, suffix] = config::split_suffix(name);
        const int rank = suffix == ".pyi" ? 0 : suffix == ".py" ? 1 : -1;
        return {stem != "__init__", rank, rank < 0 ? name : stem};
    }

    void add_folder(const std::string& folder, int depth, std::vector<Source>& sources) {
        if (depth > kDeepest) return;
        Strings names = files_.list(folder).value_or(Strings{});
        std::stable_sort(names.begin(), names.end(),
                         [](const auto& a, const auto& b) { return order_key(a) < order_key(b); });
        std::set<std::string, std::less<>> seen;
        for (const std::string& name : names) {
            if (is_skipped_name(name)) continue;
            const std::string path = join_path(folder, name);
            if (exclusion_.covers(path)) continue;
            if (files_.is_dir(path)) {
                const std::size_t before = sources.size();
                add_folder(path, depth + 1, sources);
                if (sources.size() > before) seen.insert(name);
            } else if (is_python_file(name) &&
                       seen.emplace(config::split_suffix(name).first).second) {
                add_file(path, sources);
            }
            if (!failure_.empty()) return;
        }
    }

    std::optional<std::string> init_file(const std::string& folder) {
        for (const char* name : {"__init__.pyi", "__init__.py"}) {
            if (files_.is_file(join_path(folder, name))) return name;
        }
        return std::nullopt;
    }

    ModuleName name_folder(const std::string& folder, int depth) {
        const auto known = search_base(folder, depth);
        return known ? *known : ModuleName{{}, folder};
    }

    /// What a folder is called as a package, if something above says where packages are rooted.
    std::optional<ModuleName> search_base(const std::string& folder, int depth) {
        if (const auto old = known_.find(folder); old != known_.end()) return old->second;
        if (depth > kDeepest || !failure_.empty()) return std::nullopt;
        return known_[folder] = search_base_afresh(folder, depth);
    }

    std::optional<ModuleName> search_base_afresh(const std::string& folder, int depth) {
        if (bases_.contains(folder)) return ModuleName{{}, folder};
        const auto [parent_view, name_view] = config::split_path(folder);
        const std::string parent(parent_view);
        std::string_view name = name_view;
        if (name.ends_with("-stubs")) name.remove_suffix(std::string_view("-stubs").size());
        const bool identifier = is_identifier(name);
        if (const auto init = init_file(folder)) {
            if (!identifier) {
                failure_ = std::string(name) + " contains " + *init +
                           " but is not a valid Python package name";
                return std::nullopt;
            }
            ModuleName above = name_folder(parent, depth + 1);
            return ModuleName{join_module(above.module, name), std::move(above.base_dir)};
        }
        if (name.empty() || parent.empty() || !identifier || !options_.namespace_packages) {
            return std::nullopt;
        }
        auto above = search_base(parent, depth + 1);
        if (!above) return std::nullopt;
        return ModuleName{join_module(above->module, name), std::move(above->base_dir)};
    }

    const config::Options& options_;
    const base::FileSystem& files_;
    Exclusion exclusion_;
    std::set<std::string> bases_;  // empty unless explicit_package_bases
    std::map<std::string, std::optional<ModuleName>> known_;
    std::string failure_;
};

base::Result<void> add_package(const std::string& package, const ModuleFinder& finder,
                               std::vector<Source>& sources) {
    auto found = finder.find_recursively(package);
    for (auto& [module, path] : found) {
        sources.push_back({std::move(path), std::move(module), {}, {}});
    }
    if (!found.empty()) return {};
    if (finder.find(package).status == FindStatus::FoundWithoutTypeHints) {
        return base::fail(
            "Package '" + package +
            "' cannot be type checked due to missing py.typed marker.\n"
            "See https://mypy.readthedocs.io/en/stable/installed_packages.html for more details");
    }
    return base::fail("Can't find package '" + package + "'");
}

}  // namespace

base::Result<std::vector<Source>> sources_of_paths(const Strings& paths,
                                                   const config::Options& options,
                                                   const base::FileSystem& files,
                                                   const Strings& mypypath) {
    return SourceFinder(options, files, mypypath).find(paths);
}

base::Result<std::vector<Source>> sources_of_command_line(
    const config::CommandLine& line, const PythonEnvironment* python,
    std::shared_ptr<const base::FileSystem> files, const Strings& mypypath) {
    std::vector<Source> sources;
    if (!line.files.empty()) return sources_of_paths(line.files, line.options, *files, mypypath);
    if (!line.command.empty()) {
        std::string text;
        for (const std::string& part : line.command) {
            text += text.empty() ? part : "\n" + part;
        }
        sources.push_back({{}, "__main__", std::move(text), {}});
        return sources;
    }
    if (!line.packages.empty()) {
        // As mypy has it, packages to check aren't looked for in typeshed.
        auto paths = search_paths({}, line.options, python, *files, mypypath);
        if (!paths) return tl::unexpected(paths.error());
        paths->typeshed_path.clear();
        if (python) paths->package_path = python->sys_path;
        auto versions = stdlib_versions(line.options, *files);
        if (!versions) return tl::unexpected(versions.error());
        const ModuleFinder finder(
            std::move(*paths), files,
            std::make_shared<config::ModuleOptions>(line.options, line.sections),
            std::move(*versions));
        for (const std::string& package : line.packages) {
            if (auto done = add_package(package, finder, sources); !done) {
                return tl::unexpected(done.error());
            }
        }
    }
    for (const std::string& module : line.modules) sources.push_back({{}, module, {}, {}});
    return sources;
}

base::Result<ModuleName> module_of_file(const std::string& path, const config::Options& options,
                                        const base::FileSystem& files, const Strings& mypypath) {
    return SourceFinder(options, files, mypypath).name_file(path);
}

base::Result<SearchPaths> search_paths(const std::vector<Source>& sources,
                                       const config::Options& options,
                                       const PythonEnvironment* python,
                                       const base::FileSystem& files, const Strings& mypypath) {
    const std::string cwd = files.cwd();
    const std::string typeshed = options.custom_typeshed_dir
                                     ? absolute_path(*options.custom_typeshed_dir, cwd)
                                     : std::string(kTypeshedRoot);
    if (options.custom_typeshed_dir && !files.is_file(join_path(typeshed, "stdlib/VERSIONS"))) {
        return base::fail("error: --custom-typeshed-dir does not point to a valid typeshed (" +
                          typeshed + ")");
    }
    SearchPaths paths;
    for (const char* part : {"stdlib", "stubs/mypy-extensions", "stubs/librt"}) {
        paths.typeshed_path.push_back(join_path(typeshed, part));
    }
    paths.typeshed_path.emplace_back("/usr/local/lib/mypy");
    // The working directory first, then the sources' folders; searched from the last to the first.
    paths.python_path.push_back(cwd);
    for (const Source& source : sources) {
        if (!source.base_dir) continue;
        const auto end = paths.python_path.end();
        if (std::find(paths.python_path.begin() + 1, end, *source.base_dir) == end) {
            paths.python_path.push_back(*source.base_dir);
        }
    }
    std::reverse(paths.python_path.begin(), paths.python_path.end());
    for (const Strings* list : {&mypypath, &options.mypy_path}) {
        for (const std::string& folder : *list) {
            paths.mypy_path.push_back(absolute_path(folder, cwd));
        }
    }
    if (!python) return paths;
    for (const std::string& site : python->site_packages) {
        const auto inside = [&](const std::string& folder) {
            return folder == site || folder.starts_with(site + "/");
        };
        if (std::any_of(mypypath.begin(), mypypath.end(), inside) ||
            std::any_of(options.mypy_path.begin(), options.mypy_path.end(), inside)) {
            return base::fail(site +
                              " is in the MYPYPATH. Please remove it.\n"
                              "See https://mypy.readthedocs.io/en/stable/running_mypy.html"
                              "#how-mypy-handles-imports for more info");
        }
    }
    for (const Strings* list : {&python->sys_path, &python->site_packages}) {
        for (const std::string& folder : *list) {
            paths.package_path.push_back(absolute_path(folder, cwd));
        }
    }
    return paths;
}

base::Result<StdlibVersions> stdlib_versions(const config::Options& options,
                                             const base::FileSystem& files) {
    if (!options.custom_typeshed_dir) {
        return parse_stdlib_versions(read_typeshed("stdlib/VERSIONS").value_or(""));
    }
    const std::string path = join_path(*options.custom_typeshed_dir, "stdlib/VERSIONS");
    const auto text = files.read(path);
    if (!text) {
        return base::fail("error: --custom-typeshed-dir does not point to a valid typeshed (" +
                          absolute_path(*options.custom_typeshed_dir, files.cwd()) + ")");
    }
    return parse_stdlib_versions(*text);
}

Strings mypypath_from_environment() {
    const auto value = config::process_environment()("MYPYPATH");
    Strings result;
    if (!value || value->empty()) return result;
    for (std::string_view rest = *value;;) {
        const std::size_t colon = rest.find(':');
        result.emplace_back(rest.substr(0, colon));
        if (colon == std::string_view::npos) return result;
        rest.remove_prefix(colon + 1);
    }
}

}  // namespace krait::modules
