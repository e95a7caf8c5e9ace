#include "python/config/options_digest.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "python/config/option_table.h"

namespace krait::config {

namespace {

/// Where things lie on this machine, and how many work: no result depends on these, or it depends
/// on what was found there. Reports are made of results.
bool is_of_machine(const OptionInfo& row) {
    constexpr std::string_view kNames[] = {
        "python_executable", "cache_dir", "num_workers", "custom_typeshed_dir",
        "mypy_path",         "files",     "exclude",     "packages",
        "modules",           "junit_xml", "junit_format"};
    return std::find(std::begin(kNames), std::end(kNames), row.name) != std::end(kNames);
}

struct HashValue {
    base::Hasher& hasher;

    void operator()(bool value) const { hasher.add_flag(value); }
    void operator()(int value) const { hasher.add(static_cast<std::uint64_t>(value)); }
    void operator()(const std::string& value) const { hasher.add(std::string_view(value)); }
    void operator()(const Strings& value) const {
        hasher.add(std::uint64_t{value.size()});
        for (const std::string& item : value) hasher.add(std::string_view(item));
    }
    void operator()(FollowImports value) const { hasher.add(static_cast<std::uint64_t>(value)); }
    void operator()(PythonVersion value) const { hasher.add(std::string_view(value.text())); }
};

struct HashField {
    const HashValue& hash;
    const Options& options;

    void operator()(std::optional<std::string> Options::* field) const {
        hash((options.*field).has_value());
        hash((options.*field).value_or(""));
    }
    void operator()(std::vector<std::pair<std::string, std::string>> Options::* field) const {
        hash(static_cast<int>((options.*field).size()));
        for (const auto& [first, second] : options.*field) {
            hash(first);
            hash(second);
        }
    }
    void operator()(Special) const {}
    template <class Field>
    void operator()(Field Options::* field) const {
        hash(options.*field);
    }
};

}  // namespace

base::Digest digest_of(const ModuleOptions& options) {
    base::Hasher hasher;
    const HashValue hash{hasher};
    hasher.add(semantic_digest(*options.global()));
    for (const OptionInfo& row : option_table()) {
        if (row.has(trait::kSemantic) || is_of_machine(row)) continue;
        hasher.add(row.name);
        std::visit(HashField{hash, *options.global()}, row.field);
    }
    for (const ModuleSection& section : options.sections()) {
        hasher.add(section.pattern).add(std::uint64_t{section.changes.size()});
        for (const OptionChange& change : section.changes) {
            hasher.add(change.option->name);
            std::visit(hash, change.value);
        }
    }
    return hasher.finish();
}

}  // namespace krait::config
