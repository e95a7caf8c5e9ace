// options.cpp
//
// Per-module options. The order in which sections apply is mypy's: "a.*" sorts before "a.b.*",
// which sorts before "a.b", so taking all starred patterns in byte order and then the plain names
// gives every section what its parents say.

#include "python/config/options.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "python/config/option_table.h"
#include "python/config/values.h"
#include "python/messages/codes.h"

namespace krait::config {
namespace {

/// A star elsewhere than as the last character.
bool is_glob(std::string_view pattern) {
    return pattern.find('*') != std::string_view::npos && pattern.find('*') != pattern.size() - 1;
}

bool ends_with_star(std::string_view pattern) {
    return pattern.ends_with(".*");
}

using Components = std::vector<std::string_view>;

Components components_of(std::string_view name) {
    Components result;
    for (;;) {
        const std::size_t dot = name.find('.');
        result.push_back(name.substr(0, dot));
        if (dot == std::string_view::npos) return result;
        name.remove_prefix(dot + 1);
    }
}

}  // namespace

bool pattern_matches(std::string_view pattern, std::string_view module) {
    const Components parts = components_of(pattern);
    const Components name = components_of(module);
    // A leading star stands for at least one component, other stars for zero or more.
    const std::size_t skipped = parts.front() == "*" ? 1 : 0;
    const auto star = [&](std::size_t p) { return parts[p] == "*"; };
    return matches_with_stars(
        parts.size(), name.size() - skipped, star,
        [&](std::size_t p, std::size_t i) { return parts[p] == name[i + skipped]; });
}

bool is_error_code_enabled(const Options& options, const char* code) {
    if (options.disabled_error_codes.contains(code)) return false;
    if (options.enabled_error_codes.contains(code)) return true;
    const messages::codes::CodeInfo* info = messages::codes::info(code);
    if (!info) info = messages::codes::find(code);
    if (!info) return true;
    return !options.disabled_error_codes.contains(info->parent) && info->default_enabled;
}

namespace {

struct HashField {
    base::Hasher& hasher;
    const Options& options;

    void operator()(bool Options::* field) const { hasher.add_flag(options.*field); }
    void operator()(int Options::* field) const {
        hasher.add(static_cast<std::uint64_t>(options.*field));
    }
    void operator()(std::string Options::* field) const { hasher.add(options.*field); }
    void operator()(std::optional<std::string> Options::* field) const {
        hasher.add_flag((options.*field).has_value());
        hasher.add(std::string_view((options.*field).value_or("")));
    }
    void operator()(Strings Options::* field) const {
        hasher.add(std::uint64_t{(options.*field).size()});
        for (const std::string& item : options.*field) hasher.add(std::string_view(item));
    }
    void operator()(FollowImports Options::* field) const {
        hasher.add(static_cast<std::uint64_t>(options.*field));
    }
    void operator()(PythonVersion Options::* field) const {
        hasher.add(std::string_view((options.*field).text()));
    }
    void operator()(std::vector<std::pair<std::string, std::string>> Options::* field) const {
        for (const auto& [first, second] : options.*field) {
            hasher.add(std::string_view(first)).add(std::string_view(second));
        }
    }
    void operator()(Special) const {}
};

}  // namespace

base::Digest semantic_digest(const Options& options) {
    base::Hasher hasher;
    for (const OptionInfo& row : option_table()) {
        if (!row.has(trait::kSemantic)) continue;
        hasher.add(row.name);
        std::visit(HashField{hasher, options}, row.field);
    }
    for (std::size_t i = 0; i < messages::codes::all().size(); ++i) {
        hasher.add_flag(options.enabled_error_codes.contains_index(i));
        hasher.add_flag(options.disabled_error_codes.contains_index(i));
    }
    return hasher.finish();
}

Options apply_changes(const Options& base, const OptionChanges& changes) {
    Options result = base;
    for (const OptionChange& change : changes) {
        set_option(result, *change.option, change.value);
        if (change.option->name == "ignore_missing_imports" && std::get<bool>(change.value)) {
            result.ignore_missing_imports_per_module = true;
        }
    }
    for (const std::string& code : result.disable_error_code) {
        result.disabled_error_codes.add(code);
        result.enabled_error_codes.remove(code);
    }
    for (const std::string& code : result.enable_error_code) {
        result.enabled_error_codes.add(code);
        result.disabled_error_codes.remove(code);
    }
    return result;
}

/// Modules to which the same starred patterns apply share one Options: keyed by what they start
/// from and which patterns apply. Guarded by `mutex`.
struct ModuleOptions::Shared {
    std::mutex mutex;
    std::map<std::pair<const Options*, std::vector<std::size_t>>, OptionsPtr> combinations;
};

ModuleOptions::ModuleOptions(Options global, std::vector<ModuleSection> sections)
    : global_(std::make_shared<const Options>(std::move(global))),
      sections_(std::move(sections)),
      shared_(std::make_shared<Shared>()) {
    std::vector<const ModuleSection*> starred;
    std::vector<const ModuleSection*> plain;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const ModuleSection& section = sections_[i];
        if (is_glob(section.pattern)) {
            globs_.push_back(i);
        } else {
            (ends_with_star(section.pattern) ? starred : plain).push_back(&section);
        }
    }
    std::sort(starred.begin(), starred.end(),
              [](const auto* a, const auto* b) { return a->pattern < b->pattern; });
    starred.insert(starred.end(), plain.begin(), plain.end());
    for (const ModuleSection* section : starred) {
        const OptionsPtr inherited = for_module(section->pattern);
        structured_[section->pattern] =
            std::make_shared<const Options>(apply_changes(*inherited, section->changes));
    }
}

OptionsPtr ModuleOptions::structured_match(std::string_view module, bool& exact) const {
    exact = false;
    if (structured_.empty()) return global_;
    if (const auto found = structured_.find(std::string(module)); found != structured_.end()) {
        exact = true;
        return found->second;
    }
    for (std::string_view prefix = module;;) {
        const auto found = structured_.find(std::string(prefix) + ".*");
        if (found != structured_.end()) return found->second;
        const std::size_t dot = prefix.rfind('.');
        if (dot == std::string_view::npos) return global_;
        prefix = prefix.substr(0, dot);
    }
}

OptionsPtr ModuleOptions::with_globs(OptionsPtr base, std::string_view module) const {
    std::vector<std::size_t> matching;
    for (const std::size_t index : globs_) {
        if (pattern_matches(sections_[index].pattern, module)) matching.push_back(index);
    }
    if (matching.empty()) return base;
    const std::lock_guard lock(shared_->mutex);
    OptionsPtr& combined = shared_->combinations[{base.get(), matching}];
    if (!combined) {
        Options options = *base;
        for (const std::size_t index : matching) {
            options = apply_changes(options, sections_[index].changes);
        }
        combined = std::make_shared<const Options>(std::move(options));
    }
    return combined;
}

OptionsPtr ModuleOptions::for_module(std::string_view module) const {
    bool exact = false;
    OptionsPtr options = structured_match(module, exact);
    // A section that names the module has taken the starred patterns in already.
    if (exact || globs_.empty() || ends_with_star(module)) return options;
    return with_globs(std::move(options), module);
}

std::vector<std::string> ModuleOptions::unused_sections(
    std::span<const std::string> modules) const {
    const auto used = [&](const ModuleSection& section) {
        const std::string& pattern = section.pattern;
        const auto names_it = [&](const std::string& name) {
            return pattern_matches(pattern, name);
        };
        if (is_glob(pattern)) {
            const auto plain_match = [&](const ModuleSection& other) {
                return !is_glob(other.pattern) && !ends_with_star(other.pattern) &&
                       names_it(other.pattern);
            };
            return std::any_of(modules.begin(), modules.end(), names_it) ||
                   std::any_of(sections_.begin(), sections_.end(), plain_match);
        }
        // Only the nearest of the sections with a star at the end counts as used by a module.
        return std::any_of(modules.begin(), modules.end(), [&](const std::string& name) {
            bool exact = false;
            const OptionsPtr chosen = structured_match(name, exact);
            return chosen == structured_.at(pattern) && (exact ? name == pattern : true);
        });
    };
    std::vector<std::string> result;
    for (const ModuleSection& section : sections_) {
        if (!used(section)) result.push_back(section.pattern);
    }
    return result;
}

}  // namespace krait::config
