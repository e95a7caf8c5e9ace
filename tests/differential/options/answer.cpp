// answer.cpp
//
// What Krait makes of a command line and the configuration files around it: messages, then the
// value of every option, for the program and for some modules. compare.py asks mypy the same.

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "python/config/command_line.h"
#include "python/config/option_table.h"
#include "python/messages/codes.h"
#include "python/modules/disk.h"

namespace {

using namespace krait;
using config::Options;

struct Text {
    const Options& options;

    std::string operator()(bool Options::* field) const {
        return options.*field ? "True" : "False";
    }
    std::string operator()(int Options::* field) const { return std::to_string(options.*field); }
    std::string operator()(std::string Options::* field) const { return options.*field; }
    std::string operator()(std::optional<std::string> Options::* field) const {
        return (options.*field).value_or("None");
    }
    std::string operator()(config::Strings Options::* field) const { return join(options.*field); }
    std::string operator()(config::FollowImports Options::* field) const {
        constexpr const char* kNames[] = {"normal", "silent", "skip", "error"};
        return kNames[static_cast<std::size_t>(options.*field)];
    }
    std::string operator()(config::PythonVersion Options::* field) const {
        return options.python_version_given ? (options.*field).text() : "default";
    }
    std::string operator()(
        std::vector<std::pair<std::string, std::string>> Options::* field) const {
        config::Strings items;
        for (const auto& [first, second] : options.*field) {
            items.push_back(first);
            items.push_back(second);
        }
        return join(items);
    }
    std::string operator()(config::Special) const { return ""; }

    static std::string join(const config::Strings& items) {
        std::string text = "[";
        for (const std::string& item : items) text += item + "|";
        return text + "]";
    }
};

void print_codes(const std::string& prefix, const char* name, const config::ErrorCodeSet& set) {
    config::Strings codes;
    for (const auto& info : messages::codes::all()) {
        if (set.contains(info.code)) codes.emplace_back(info.code);
    }
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    std::cout << prefix << name << " = " << Text::join(codes) << "\n";
}

void print(const std::string& prefix, const Options& options, unsigned wanted) {
    for (const config::OptionInfo& row : config::option_table()) {
        if (std::holds_alternative<config::Special>(row.field) || !row.has(wanted)) continue;
        if (row.has(config::trait::kOurs)) continue;
        std::cout << prefix << row.name << " = " << std::visit(Text{options}, row.field) << "\n";
    }
    print_codes(prefix, "enabled_error_codes", options.enabled_error_codes);
    print_codes(prefix, "disabled_error_codes", options.disabled_error_codes);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto disk = modules::make_disk();
    const auto line =
        config::parse_command_line(arguments, {*disk, config::process_environment(), "mypy", true});
    if (!line) {
        std::cout << line.error().message << "\n";
        return 2;
    }
    for (const std::string& text : line->warnings) std::cout << text << "\n";
    for (const std::string& text : line->notices) std::cout << text << "\n";
    for (const std::string& text : line->build_errors) std::cout << text << "\n";
    const config::ModuleOptions options(line->options, line->sections);
    print("", *options.global(), 0);
    std::cout << "targets = " << Text::join(line->files) << "\n";
    std::vector<std::string> modules;
    for (std::string module; std::getline(std::cin, module);) {
        print(module + ": ", *options.for_module(module), config::trait::kPerModule);
        modules.push_back(module);
    }
    for (const std::string& unused : options.unused_sections(modules)) {
        std::cout << "unused: " << unused << "\n";
    }
    return 0;
}
