// values.cpp

#include "python/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <thread>

#include "python/config/option_table.h"
#include "python/messages/wording.h"

namespace krait::config {
namespace {

using messages::python_repr;

std::string python_repr_of(const RawValue& value);

struct ToText {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(bool value) const { return value ? "True" : "False"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const {
        // The shortest text that reads back as the same number, and always with a point.
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        std::string text(buffer.data(), end);
        if (text.find_first_of(".en") == std::string::npos) text += ".0";
        return text;
    }
    std::string operator()(const RawValue::List& list) const {
        std::string text = "[";
        for (const RawValue& item : list) {
            if (text.size() > 1) text += ", ";
            text += python_repr_of(item);
        }
        return text + "]";
    }
    std::string operator()(const RawValue::Unknown& unknown) const { return unknown.text; }
};

std::string python_repr_of(const RawValue& value) {
    const auto* text = std::get_if<std::string>(&value.value);
    return text ? python_repr(*text) : python_text(value);
}

std::string_view type_name(const RawValue& value) {
    constexpr std::array<std::string_view, 5> kNames = {"str", "bool", "int", "float", "list"};
    const auto* unknown = std::get_if<RawValue::Unknown>(&value.value);
    return unknown ? unknown->type : kNames[value.value.index()];
}

/// Either a value, or a problem in mypy's words, or both (a version that falls back).
struct Reading {
    std::optional<OptionValue> value;
    std::string problem;
};

Reading problem(std::string text) {
    return {std::nullopt, std::move(text)};
}

Strings split(std::string_view text, std::string_view separators) {
    Strings result;
    for (;;) {
        const std::size_t end = text.find_first_of(separators);
        result.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return result;
        text.remove_prefix(end + 1);
    }
}

/// Items with the white space around them dropped, and an empty one at the end too.
Strings split_and_strip(std::string_view text, std::string_view separators) {
    Strings items = split(text, separators);
    for (std::string& item : items) item = strip(item);
    if (items.back().empty()) items.pop_back();
    return items;
}

/// A TOML string or array, or INI text; fails in mypy's words for other kinds.
base::Result<Strings> list_of(const RawValue& raw, std::string_view separators) {
    if (const auto* text = std::get_if<std::string>(&raw.value)) {
        return split_and_strip(*text, separators);
    }
    const auto complaint = [](const RawValue& value, std::string_view more) {
        return base::fail("Expected a list or a stringified version thereof, but got: '" +
                          python_text(value) + "', of type " + std::string(type_name(value)) + "." +
                          std::string(more));
    };
    const auto* list = std::get_if<RawValue::List>(&raw.value);
    if (!list) return complaint(raw, "");
    Strings result;
    for (const RawValue& item : *list) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (!text) return complaint(item, " (As an element of the list.)");
        result.emplace_back(strip(*text));
    }
    return result;
}

/// INI lists: an empty last item is dropped only if nothing, not even a space, follows the comma.
Strings ini_list(std::string_view text) {
    Strings items = split(text, ",");
    if (items.back().empty()) items.pop_back();
    for (std::string& item : items) item = strip(item);
    return items;
}

base::Result<Strings> comma_list(const RawValue& raw, const ReadContext& context) {
    const auto* text = std::get_if<std::string>(&raw.value);
    if (!context.toml && text) return ini_list(*text);
    return list_of(raw, ",");
}

Reading read_bool(const RawValue& raw) {
    if (const bool* value = std::get_if<bool>(&raw.value)) return {OptionValue(*value), {}};
    const std::string text = python_text(raw);
    std::string lower;
    for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const std::string_view yes : {"1", "yes", "true", "on"}) {
        if (lower == yes) return {OptionValue(true), {}};
    }
    for (const std::string_view no : {"0", "no", "false", "off"}) {
        if (lower == no) return {OptionValue(false), {}};
    }
    return problem("Not a boolean: " + text);
}

Reading read_choice(const OptionInfo& option, const RawValue& raw) {
    const std::string text = python_text(raw);
    const auto choices = words(option.choices);
    const auto found = std::find(choices.begin(), choices.end(), text);
    if (found == choices.end()) {
        std::string list;
        for (const std::string_view choice : choices) {
            if (!list.empty()) list += ", ";
            list.append("'").append(choice).append("'");
        }
        return problem("invalid choice '" + text + "' (choose from " + list + ")");
    }
    if (std::holds_alternative<FollowImports Options::*>(option.field)) {
        return {OptionValue(static_cast<FollowImports>(found - choices.begin())), {}};
    }
    return {OptionValue(text), {}};
}

Reading read_list(const OptionInfo& option, const RawValue& raw, const ReadContext& context) {
    if (option.reader == Reader::Patterns && !context.toml) {
        return {OptionValue(Strings{std::string(strip(python_text(raw)))}), {}};
    }
    const auto* text = std::get_if<std::string>(&raw.value);
    if (option.reader == Reader::Patterns && text) {
        const std::string_view pattern = strip(*text);
        return {OptionValue(pattern.empty() ? Strings{} : Strings{std::string(pattern)}), {}};
    }
    base::Result<Strings> items;
    if (option.reader == Reader::PathList && !context.toml && text) {
        items = split(*text, ",:");
        for (std::string& item : *items) item = strip(item);
    } else if (option.reader == Reader::PathList) {
        items = list_of(raw, ",:");
    } else if (option.reader == Reader::TrimmedList) {
        items = list_of(raw, ",");
    } else {
        items = comma_list(raw, context);
    }
    if (!items) return problem(items.error().message);
    Strings result;
    for (const std::string& item : *items) {
        if (option.reader == Reader::PathList) {
            result.push_back(expand_path(item, context.environment));
        } else if (option.reader == Reader::FileList) {
            const std::string path = expand_path(item, context.environment);
            for (std::string& file : expand_pattern(path, context.files)) {
                result.push_back(std::move(file));
            }
        } else if (option.reader != Reader::Patterns || !item.empty()) {
            result.push_back(item);
        }
    }
    if (option.reader == Reader::PackageList) {
        if (std::string wrong = problem_with_packages(result); !wrong.empty()) {
            return problem(std::move(wrong));
        }
    }
    return {OptionValue(std::move(result)), {}};
}

Reading read_number(const OptionInfo& option, const RawValue& raw) {
    if (option.reader == Reader::Workers) {
        const auto workers = parse_workers(python_text(raw));
        if (!workers) return problem(workers.error().message);
        return {OptionValue(*workers), {}};
    }
    if (const auto number = parse_int(python_text(raw))) return {OptionValue(*number), {}};
    return problem("invalid literal for int() with base 10: " + python_repr_of(raw));
}

Reading read_value(const OptionInfo& option, const RawValue& raw, const ReadContext& context) {
    if (std::holds_alternative<bool Options::*>(option.field)) return read_bool(raw);
    if (std::holds_alternative<int Options::*>(option.field)) return read_number(option, raw);
    if (option.reader == Reader::Choice) return read_choice(option, raw);
    if (std::holds_alternative<PythonVersion Options::*>(option.field)) {
        const VersionReading reading =
            parse_version(python_text(raw), std::holds_alternative<double>(raw.value));
        Reading result{std::nullopt, reading.problem};
        if (reading.version) result.value = *reading.version;
        return result;
    }
    if (std::holds_alternative<Strings Options::*>(option.field)) {
        return read_list(option, raw, context);
    }
    if (option.reader == Reader::Path) {
        const auto* text = std::get_if<std::string>(&raw.value);
        if (!text) return problem("expected a path, got " + python_repr_of(raw));
        return {OptionValue(expand_path(*text, context.environment)), {}};
    }
    return {OptionValue(python_text(raw)), {}};
}

/// The option that a key names, and whether the key says the opposite.
struct KeyMeaning {
    const OptionInfo* option = nullptr;
    bool inverted = false;
    bool strict = false;
    bool report = false;
    bool ignored = false;  ///< x_something: nobody complains
};

KeyMeaning meaning_of(std::string_view key) {
    const std::string name =
        key == "allow_redefinition_new" ? "allow_redefinition" : std::string(key);
    const OptionInfo* direct = find_option(name);
    const bool special = direct && std::holds_alternative<Special>(direct->field);
    if (direct && !special && direct->has(trait::kFile)) return {.option = direct};
    if (key.ends_with("_report")) return {.report = true};
    if (key.starts_with("x_")) return {.ignored = true};
    const auto inverse = [](const std::string& candidate) -> KeyMeaning {
        const OptionInfo* option = find_option(candidate);
        if (!option || std::holds_alternative<Special>(option->field)) return {};
        return {.option = option, .inverted = true};
    };
    if (key.starts_with("no_")) {
        if (const auto found = inverse(name.substr(3)); found.option) return found;
    }
    if (key.starts_with("allow")) {
        if (const auto found = inverse("dis" + name); found.option) return found;
    }
    if (key.starts_with("disallow")) {
        if (const auto found = inverse(name.substr(3)); found.option) return found;
    }
    if (key.starts_with("show_")) {
        if (const auto found = inverse("hide_" + name.substr(5)); found.option) return found;
    }
    return {.strict = key == "strict"};
}

constexpr std::string_view kReports[] = {"linecount",     "any-exprs", "linecoverage", "memory-xml",
                                         "cobertura-xml", "xml",       "xslt-html",    "xslt-txt",
                                         "html",          "txt",       "lineprecision"};

void read_report(std::string_view key, const RawValue& raw, SectionResult& result) {
    std::string kind(key.substr(0, key.size() - std::string_view("_report").size()));
    std::replace(kind.begin(), kind.end(), '_', '-');
    if (std::find(std::begin(kReports), std::end(kReports), kind) == std::end(kReports)) {
        result.messages.push_back("Unrecognized report type: " + std::string(key));
    } else {
        result.report_dirs.emplace_back(std::move(kind), python_text(raw));
    }
}

void read_entry(const std::string& key, const RawValue& raw, const ReadContext& context,
                SectionResult& result) {
    if (key == "enabled_error_codes" || key == "disabled_error_codes") {
        const std::string meant =
            key.starts_with("en") ? "enable_error_code" : "disable_error_code";
        result.messages.push_back("Unrecognized option: " + key + " = " + python_text(raw) +
                                  " (did you mean " + meant + "?)");
        return;
    }
    const KeyMeaning meaning = meaning_of(key);
    if (meaning.ignored) return;
    if (meaning.report) return read_report(key, raw, result);
    if (meaning.strict) {
        const Reading reading = read_bool(raw);
        if (!reading.value) {
            result.messages.push_back(key + ": " + reading.problem);
        } else {
            result.strict |= std::get<bool>(*reading.value);
        }
        return;
    }
    if (!meaning.option) {
        result.messages.push_back("Unrecognized option: " + key + " = " + python_text(raw));
        return;
    }
    const bool is_bool = std::holds_alternative<bool Options::*>(meaning.option->field);
    if (meaning.inverted && !is_bool) {
        const std::string name(meaning.option->name);
        result.messages.push_back(meaning.option->has(trait::kFile)
                                      ? "Can not invert non-boolean key " + name
                                      : "Don't know what type " + key + " should have");
        return;
    }
    Reading reading = read_value(*meaning.option, raw, context);
    if (!reading.problem.empty()) result.messages.push_back(key + ": " + reading.problem);
    if (!reading.value) return;
    if (meaning.inverted) reading.value = !std::get<bool>(*reading.value);
    result.changes.push_back({meaning.option, std::move(*reading.value)});
}

}  // namespace

std::string python_text(const RawValue& value) {
    return std::visit(ToText{}, value.value);
}

SectionResult read_section(const RawSection& section, const ReadContext& context) {
    SectionResult result;
    for (const auto& [key, value] : section) read_entry(key, value, context, result);
    for (const std::string_view name : {"disable_error_code", "enable_error_code"}) {
        const OptionInfo* option = find_option(name);
        const auto is_it = [&](const OptionChange& change) { return change.option == option; };
        if (std::none_of(result.changes.begin(), result.changes.end(), is_it)) {
            result.changes.push_back({option, Strings{}});
        }
    }
    return result;
}

std::optional<int> parse_int(std::string_view text) {
    text = strip(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

base::Result<int> parse_workers(std::string_view text) {
    constexpr unsigned kMostAutomatic = 8;
    if (strip(text) == "auto") {
        const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
        return static_cast<int>(std::min(kMostAutomatic, threads));
    }
    if (const auto number = parse_int(text)) return *number;
    return base::fail("Invalid number of workers '" + std::string(text) +
                      "' (expected an integer or 'auto')");
}

VersionReading parse_version(std::string_view text, bool was_float) {
    const bool shaped = text.size() >= 3 && text[1] == '.' && text[0] >= '0' && text[0] <= '9' &&
                        text.find_first_not_of("0123456789", 2) == std::string_view::npos;
    const auto minor = shaped ? parse_int(text.substr(2)) : std::nullopt;
    if (!minor) {
        return {std::nullopt,
                "Invalid python version '" + std::string(text) + "' (expected format: 'x.y')"};
    }
    const PythonVersion version{text[0] - '0', *minor};
    if (version == PythonVersion{2, 7}) return {version, {}};  // refused later, with advice
    if (version.major != 3) {
        return {std::nullopt, "Python major version '" + std::to_string(version.major) +
                                  "' out of range (must be 3)"};
    }
    if (version < kOldestPython) {
        std::string problem = "Python " + version.text() + " is not supported (must be " +
                              kOldestPython.text() + " or higher)";
        if (was_float) problem += ". You may need to put quotes around your Python version";
        return {kOldestPython, problem};
    }
    return {version, {}};
}

std::string problem_with_packages(const Strings& packages) {
    for (const std::string& package : packages) {
        const std::string start = "Invalid allow list entry: " + package;
        if (package.find('*') != std::string::npos) {
            return start + " (entries are already prefixes so must not contain *)";
        }
        if (package.find_first_of("\\/") != std::string::npos) {
            return start + " (entries must be packages like foo.bar not directories or files)";
        }
    }
    return {};
}

}  // namespace krait::config
