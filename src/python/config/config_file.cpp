// config_file.cpp

#include "python/config/config_file.h"

#include <algorithm>

#include "python/config/ini.h"
#include "python/config/option_table.h"

namespace krait::config {
namespace {

constexpr std::string_view kOwnNames[] = {"mypy.ini", ".mypy.ini"};
constexpr std::string_view kSharedNames[] = {"pyproject.toml", "setup.cfg"};

bool is_toml(std::string_view path) {
    constexpr std::string_view kSuffix = ".toml";
    if (path.size() < kSuffix.size()) return false;
    const std::string_view end = path.substr(path.size() - kSuffix.size());
    return std::equal(end.begin(), end.end(), kSuffix.begin(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// A configuration file may be shared with other tools; then it needs no section for mypy.
bool is_shared(std::string_view path) {
    return std::find(std::begin(kSharedNames), std::end(kSharedNames), name_of(path)) !=
           std::end(kSharedNames);
}

struct FoundFile {
    std::string path;
    RawFile sections;
};

class Loader {
public:
    Loader(const base::FileSystem& files, const Environment& environment)
        : files_(files), environment_(environment) {}

    Configuration load(const std::optional<std::string>& config_file) {
        std::optional<FoundFile> found = config_file ? read_file(*config_file) : search();
        if (found) apply(*found);
        return std::move(result_);
    }

private:
    const RawSection* main_section(const RawFile& sections) {
        const auto found = std::find_if(sections.begin(), sections.end(),
                                        [](const auto& entry) { return entry.first == "mypy"; });
        return found == sections.end() ? nullptr : &found->second;
    }

    std::optional<FoundFile> read_file(const std::string& path) {
        result_.looked_at.push_back(path);
        if (path.empty() || !files_.is_file(path)) return std::nullopt;
        const auto text = files_.read(path);
        if (!text) {
            result_.messages.push_back(path + ": can't be read");
            return std::nullopt;
        }
        FoundFile file{path, {}};
        if (is_toml(path)) {
            auto sections = read_pyproject(*text);
            if (!sections) return reject(path, sections.error().message);
            if (!*sections) return std::nullopt;
            file.sections = std::move(**sections);
        } else {
            auto sections = parse_ini(*text, path);
            if (!sections) return reject(path, sections.error().message);
            for (IniSection& section : *sections) {
                RawSection raw;
                for (auto& [key, value] : section.entries) {
                    raw.emplace_back(key, RawValue{std::move(value)});
                }
                file.sections.emplace_back(std::move(section.name), std::move(raw));
            }
        }
        if (is_shared(path) && !main_section(file.sections)) return std::nullopt;
        return file;
    }

    std::nullopt_t reject(const std::string& path, const std::string& why) {
        result_.messages.push_back(path + ": " + why);
        return std::nullopt;
    }

    std::optional<FoundFile> search() {
        const std::string cwd = files_.cwd();
        for (std::string folder = cwd;;) {
            for (const auto& names : {std::span(kOwnNames), std::span(kSharedNames)}) {
                for (const std::string_view name : names) {
                    const std::string path = relative_path(join_path(folder, name), cwd, cwd);
                    if (auto found = read_file(path)) return found;
                }
            }
            // The root of a repository ends the search.
            if (files_.exists(join_path(folder, ".git")) ||
                files_.exists(join_path(folder, ".hg"))) {
                break;
            }
            const std::string parent(folder_of(folder));
            if (parent == folder) break;
            folder = parent;
        }
        return search_user_files();
    }

    std::optional<FoundFile> search_user_files() {
        Strings paths;
        if (const auto home = environment_("XDG_CONFIG_HOME"); home && !home->empty()) {
            paths.push_back(join_path(*home, "mypy/config"));
        }
        paths.emplace_back("~/.config/mypy/config");
        paths.emplace_back("~/.mypy.ini");
        for (const std::string& path : paths) {
            if (auto found = read_file(expand_user(path, environment_))) return found;
        }
        return std::nullopt;
    }

    void apply(const FoundFile& file) {
        result_.options.config_file = file.path;
        const std::string folder(folder_of(absolute_path(file.path, files_.cwd())));
        const Environment outer = environment_;
        const ReadContext context{files_,
                                  [outer, folder](std::string_view name) {
                                      return name == "MYPY_CONFIG_FILE_DIR"
                                                 ? std::optional<std::string>(folder)
                                                 : outer(name);
                                  },
                                  is_toml(file.path)};
        if (const RawSection* section = main_section(file.sections)) {
            apply_main(file, *section, context);
        } else {
            result_.messages.push_back(file.path + ": No [mypy] section in config file");
        }
        for (const auto& [name, section] : file.sections) {
            if (name.starts_with("mypy-")) apply_module_section(file, name, section, context);
        }
    }

    void apply_main(const FoundFile& file, const RawSection& section, const ReadContext& context) {
        SectionResult read = read_section(section, context);
        for (const std::string& message : read.messages) {
            result_.messages.push_back(file.path + ": [mypy]: " + message);
        }
        if (read.strict) set_strict_options(result_.options);
        for (const OptionChange& change : read.changes) {
            set_option(result_.options, *change.option, change.value);
        }
        result_.options.report_dirs = std::move(read.report_dirs);
    }

    void apply_module_section(const FoundFile& file, const std::string& name,
                              const RawSection& section, const ReadContext& context) {
        const std::string pattern_list = name.substr(std::string_view("mypy-").size());
        const std::string shown = is_toml(file.path) ? "module = \"" + pattern_list + "\"" : name;
        const std::string prefix = file.path + ": [" + shown + "]:";
        SectionResult read = read_section(section, context);
        for (const std::string& message : read.messages) {
            result_.messages.push_back(prefix + message);
        }
        // mypy turns strict mode on for everything, wherever it is written.
        if (read.strict) set_strict_options(result_.options);
        if (!read.report_dirs.empty()) {
            Strings names;
            for (const auto& report : read.report_dirs) names.push_back(report.first + "_report");
            complain(prefix, "Per-module sections should not specify reports", names);
        }
        Strings misplaced;
        std::erase_if(read.changes, [&](const OptionChange& change) {
            if (change.option->has(trait::kPerModule)) return false;
            misplaced.emplace_back(change.option->name);
            return true;
        });
        if (!misplaced.empty()) {
            complain(prefix, "Per-module sections should only specify per-module flags", misplaced);
        }
        std::string_view rest = pattern_list;
        for (;;) {
            const std::size_t comma = rest.find(',');
            add_section(prefix, std::string(rest.substr(0, comma)), read.changes);
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }

    void complain(const std::string& prefix, const std::string& what, Strings& names) {
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
        result_.messages.push_back(prefix + " " + what + " (" + list + ")");
    }

    static bool is_pattern(std::string_view pattern) {
        if (pattern.find_first_of("?[]!") != std::string_view::npos) return false;
        for (const std::string_view part : words(pattern, '.')) {
            if (part.find('*') != std::string_view::npos && part != "*") return false;
        }
        return true;
    }

    void add_section(const std::string& prefix, std::string pattern, const OptionChanges& changes) {
        std::replace(pattern.begin(), pattern.end(), '/', '.');
        if (!is_pattern(pattern)) {
            result_.messages.push_back(prefix +
                                       " Patterns must be fully-qualified module names, optionally "
                                       "with '*' in some components (e.g spam.*.eggs.*)");
            return;
        }
        const auto same = [&](const ModuleSection& section) { return section.pattern == pattern; };
        const auto found = std::find_if(result_.sections.begin(), result_.sections.end(), same);
        if (found != result_.sections.end()) {
            found->changes = changes;
        } else {
            result_.sections.push_back({std::move(pattern), changes});
        }
    }

    const base::FileSystem& files_;
    const Environment& environment_;
    Configuration result_;
};

}  // namespace

Configuration load_configuration(const std::optional<std::string>& config_file,
                                 const base::FileSystem& files, const Environment& environment) {
    return Loader(files, environment).load(config_file);
}

std::string describe_sections(const std::optional<std::string>& config_file, Strings patterns) {
    if (!config_file || patterns.empty()) return {};
    std::string result;
    if (!is_toml(*config_file)) {
        for (const std::string& pattern : patterns) {
            result += (result.empty() ? "[mypy-" : ", [mypy-") + pattern + "]";
        }
        return result;
    }
    std::sort(patterns.begin(), patterns.end());
    for (const std::string& pattern : patterns) {
        result += (result.empty() ? "" : "', '") + pattern;
    }
    return "module = ['" + result + "']";
}

}  // namespace krait::config
