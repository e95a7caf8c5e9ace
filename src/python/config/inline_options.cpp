// inline_options.cpp

#include "python/config/inline_options.h"

#include <algorithm>

#include "python/config/option_table.h"
#include "python/config/values.h"

namespace krait::config {
namespace {

/// No files: a comment can't name any that exist.
class NoFiles final : public base::FileSystem {
public:
    bool is_file(std::string_view) const override { return false; }
    bool is_dir(std::string_view) const override { return false; }
    std::optional<std::vector<std::string>> list(std::string_view) const override { return {}; }
    std::optional<std::string> read(std::string_view) const override { return {}; }
    std::string cwd() const override { return "/"; }
};

/// Parts between commas, except inside double quotes, which are dropped.
Strings split_directive(std::string_view text, Strings& problems) {
    Strings parts;
    std::string part;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ',') {
            parts.emplace_back(strip(part));
            part.clear();
        } else if (text[i] == '"') {
            const std::size_t end = text.find('"', i + 1);
            if (end == std::string_view::npos) {
                problems.emplace_back("Unterminated quote in configuration comment");
                part.clear();
                break;
            }
            part += text.substr(i + 1, end - i - 1);
            i = end;
        } else {
            part += text[i];
        }
    }
    if (!part.empty()) parts.emplace_back(strip(part));
    return parts;
}

RawSection to_section(const Strings& entries) {
    RawSection section;
    for (const std::string& entry : entries) {
        const std::size_t equals = entry.find('=');
        std::string name(strip(std::string_view(entry).substr(0, equals)));
        for (char& c : name) {
            if (c == '-') c = '_';
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
        std::string value = "True";
        if (equals != std::string::npos) value = strip(std::string_view(entry).substr(equals + 1));
        const auto same = [&](const auto& item) { return item.first == name; };
        const auto old = std::find_if(section.begin(), section.end(), same);
        if (old == section.end()) {
            section.emplace_back(std::move(name), RawValue{std::move(value)});
        } else {
            old->second = RawValue{std::move(value)};
        }
    }
    return section;
}

constexpr const char* kStrict =
    "Setting \"strict\" not supported in inline configuration: specify it in a configuration file "
    "instead, or set individual inline flags (see \"mypy -h\" for the list of flags enabled in "
    "strict mode)";

/// Later comments win, but lists of error codes add up.
void merge(OptionChanges& into, OptionChanges changes) {
    for (OptionChange& change : changes) {
        const auto same = [&](const OptionChange& old) { return old.option == change.option; };
        const auto old = std::find_if(into.begin(), into.end(), same);
        if (old == into.end()) {
            into.push_back(std::move(change));
            continue;
        }
        const bool codes = change.option->name == "enable_error_code" ||
                           change.option->name == "disable_error_code";
        if (codes) {
            Strings& list = std::get<Strings>(change.value);
            const Strings& earlier = std::get<Strings>(old->value);
            list.insert(list.end(), earlier.begin(), earlier.end());
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        }
        old->value = std::move(change.value);
    }
}

}  // namespace

std::vector<ConfigComment> find_config_comments(std::string_view source) {
    constexpr std::string_view kPrefix = "# mypy: ";
    std::vector<ConfigComment> comments;
    if (source.find(kPrefix) == std::string_view::npos) return comments;
    for (std::uint32_t line = 1; !source.empty(); ++line) {
        const std::size_t end = source.find('\n');
        std::string_view text = source.substr(0, end);
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.starts_with(kPrefix)) {
            comments.push_back({line, std::string(text.substr(kPrefix.size()))});
        }
        if (end == std::string_view::npos) break;
        source.remove_prefix(end + 1);
    }
    return comments;
}

InlineOptions read_config_comments(std::span<const ConfigComment> comments) {
    InlineOptions result;
    const NoFiles no_files;
    const ReadContext context{no_files, process_environment(), false};
    for (const ConfigComment& comment : comments) {
        const auto report = [&](std::string text) {
            result.errors.push_back({comment.line, std::move(text)});
        };
        Strings problems;
        RawSection section = to_section(split_directive(comment.text, problems));
        const auto is_version = [](const auto& item) { return item.first == "python_version"; };
        if (std::erase_if(section, is_version) > 0) {
            report("python_version not supported in inline configuration");
        }
        for (std::string& text : problems) report(std::move(text));
        SectionResult read = read_section(section, context);
        for (std::string& message : read.messages) report(std::move(message));
        if (!read.report_dirs.empty()) report("Reports not supported in inline configuration");
        if (read.strict) report(kStrict);
        merge(result.changes, std::move(read.changes));
    }
    return result;
}

}  // namespace krait::config
