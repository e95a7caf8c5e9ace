// toml.cpp
//
// [tool.mypy] of pyproject.toml, and its overrides spread over sections by module, so that the rest
// of the room sees the same as from an INI file. The only file that includes toml++, which is slow
// to compile.

#include <algorithm>
#include <sstream>

#include <toml++/toml.h>

#include "python/config/config_file.h"

namespace krait::config {
namespace {

RawValue to_raw(const toml::node& node) {
    if (const auto* text = node.as_string()) return {text->get()};
    if (const auto* flag = node.as_boolean()) return {flag->get()};
    if (const auto* number = node.as_integer()) return {number->get()};
    if (const auto* number = node.as_floating_point()) return {number->get()};
    if (const auto* array = node.as_array()) {
        RawValue::List list;
        for (const toml::node& item : *array) list.push_back(to_raw(item));
        return {std::move(list)};
    }
    std::ostringstream text;
    if (const auto* table = node.as_table()) {
        text << toml::json_formatter(*table);
        return {RawValue::Unknown{text.str(), "dict"}};
    }
    node.visit([&](const auto& value) {
        if constexpr (toml::is_value<decltype(value)>) text << value.get();
    });
    return {RawValue::Unknown{text.str(), node.is_date() ? "date" : "datetime"}};
}

/// Entries in the order of the file; toml++ sorts them by key.
RawSection to_section(const toml::table& table) {
    std::vector<std::pair<std::string, const toml::node*>> entries;
    for (const auto& [key, node] : table) entries.emplace_back(std::string(key.str()), &node);
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        const auto& left = a.second->source().begin;
        const auto& right = b.second->source().begin;
        return left.line != right.line ? left.line < right.line : left.column < right.column;
    });
    RawSection section;
    for (const auto& [key, node] : entries) section.emplace_back(key, to_raw(*node));
    return section;
}

constexpr const char* kOverride = "toml config file contains a [[tool.mypy.overrides]] section";

base::Result<Strings> modules_of(const toml::table& entry) {
    const toml::node* module = entry.get("module");
    if (!module) {
        return base::fail(std::string(kOverride) + ", but no module to override was specified.");
    }
    if (const auto* text = module->as_string()) return Strings{text->get()};
    const auto* array = module->as_array();
    if (!array) {
        return base::fail(std::string(kOverride) +
                          " with a module value that is not a string or a list of strings");
    }
    Strings modules;
    for (const toml::node& item : *array) modules.push_back(python_text(to_raw(item)));
    return modules;
}

/// Adds an override's entries to the section of each of its modules; fails if they contradict.
base::Result<void> spread(const toml::table& entry, RawFile& file) {
    const auto modules = modules_of(entry);
    if (!modules) return tl::unexpected(modules.error());
    RawSection entries = to_section(entry);
    std::erase_if(entries, [](const auto& item) { return item.first == "module"; });
    for (const std::string& module : *modules) {
        const std::string name = "mypy-" + module;
        auto found = std::find_if(file.begin(), file.end(),
                                  [&](const auto& section) { return section.first == name; });
        if (found == file.end()) {
            file.emplace_back(name, entries);
            continue;
        }
        for (const auto& [key, value] : entries) {
            RawSection& section = found->second;
            const auto old = std::find_if(section.begin(), section.end(),
                                          [&](const auto& item) { return item.first == key; });
            if (old == section.end()) {
                section.emplace_back(key, value);
            } else if (python_text(old->second) != python_text(value)) {
                return base::fail(
                    "toml config file contains [[tool.mypy.overrides]] sections with conflicting "
                    "values. Module '" +
                    module + "' has two different values for '" + key + "'");
            }
        }
    }
    return {};
}

}  // namespace

base::Result<std::optional<RawFile>> read_pyproject(std::string_view text) {
    toml::table document;
    try {  // the library as Debian builds it reports by exception
        document = toml::parse(text);
    } catch (const toml::parse_error& error) {
        const auto& where = error.source().begin;
        return base::fail(std::string(error.description()) + " (at line " +
                          std::to_string(where.line) + ", column " + std::to_string(where.column) +
                          ")");
    }
    const toml::table* mypy = document["tool"]["mypy"].as_table();
    if (!mypy) return std::nullopt;
    RawFile file;
    file.emplace_back("mypy", to_section(*mypy));
    std::erase_if(file.front().second, [](const auto& item) { return item.first == "overrides"; });
    const toml::node* overrides = mypy->get("overrides");
    if (!overrides) return file;
    const auto* array = overrides->as_array();
    if (!array) {
        return base::fail(
            "tool.mypy.overrides sections must be an array. Please make sure you are using double "
            "brackets like so: [[tool.mypy.overrides]]");
    }
    for (const toml::node& node : *array) {
        const toml::table* entry = node.as_table();
        if (!entry) continue;
        if (auto done = spread(*entry, file); !done) return tl::unexpected(done.error());
    }
    return file;
}

}  // namespace krait::config
