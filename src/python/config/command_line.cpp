// command_line.cpp

#include "python/config/command_line.h"

#include <algorithm>
#include <set>

#include "python/config/argument_parser.h"
#include "python/config/config_file.h"
#include "python/config/option_table.h"
#include "python/config/values.h"
#include "python/messages/wording.h"

namespace krait::config {
namespace {

using messages::python_repr;

std::string usage(const std::string& program) {
    return "usage: " + program +
           " [-h] [-v] [-V] [more options; see below]\n"
           "            [-m MODULE] [-p PACKAGE] [-c PROGRAM_TEXT] [files ...]\n";
}

/// A failure that argparse would report: with the usage before it.
tl::unexpected<base::Error> usage_error(const CommandLineContext& context,
                                        const std::string& message) {
    return base::fail(usage(context.program) + context.program + ": error: " + message);
}

std::string choice_list(std::string_view choices) {
    std::string list;
    for (const std::string_view choice : words(choices)) {
        if (!list.empty()) list += ", ";
        list.append("'").append(choice).append("'");
    }
    return list;
}

/// The value of one option on the command line, or what is wrong with it.
base::Result<OptionValue> value_of(const ParsedArgument& argument) {
    const OptionInfo& option = *argument.option;
    const auto wrong = [&](const std::string& what) {
        return base::fail("argument " + argument.flag_names + ": " + what);
    };
    if (std::holds_alternative<bool Options::*>(option.field)) return argument.on;
    if (argument.values.size() == 2) return argument.values;  // shadow_file
    const std::string text = argument.values.empty() ? "" : argument.values.front();
    if (!option.choices.empty()) {
        const auto choices = words(option.choices);
        const auto found = std::find(choices.begin(), choices.end(), text);
        if (found == choices.end()) {
            return wrong("invalid choice: " + python_repr(text) + " (choose from " +
                         choice_list(option.choices) + ")");
        }
        if (std::holds_alternative<FollowImports Options::*>(option.field)) {
            return static_cast<FollowImports>(found - choices.begin());
        }
        return text;
    }
    if (option.reader == Reader::Workers) {
        const auto workers = parse_workers(text);
        if (!workers) return wrong(workers.error().message);
        return *workers;
    }
    if (argument.values.empty()) return 1;  // counted: --verbose
    if (std::holds_alternative<int Options::*>(option.field)) {
        if (const auto number = parse_int(text)) return *number;
        return wrong("invalid int value: " + python_repr(text));
    }
    if (std::holds_alternative<PythonVersion Options::*>(option.field)) {
        const VersionReading reading = parse_version(text);
        if (!reading.problem.empty()) return wrong(reading.problem);
        return *reading.version;
    }
    if (std::holds_alternative<Strings Options::*>(option.field)) return Strings{text};
    return text;
}

class CommandLineReader {
public:
    explicit CommandLineReader(const CommandLineContext& context) : context_(context) {}

    base::Result<CommandLine> read(std::span<const std::string> arguments) {
        auto parsed = parse_arguments(arguments, context_.files);
        if (!parsed) return usage_error(context_, parsed.error().message);
        if (auto done = evaluate(*parsed); !done) {
            return usage_error(context_, done.error().message);
        }
        if (result_.show_help || result_.show_version) return std::move(result_);
        if (config_file_ && !config_file_->empty() && !context_.files.exists(*config_file_)) {
            return usage_error(context_, "Cannot find config file '" + *config_file_ + "'");
        }
        load_files();
        if (auto done = apply_environment(); !done) {
            return usage_error(context_, done.error().message);
        }
        apply_arguments();
        result_.files = std::move(parsed->positionals);
        if (auto done = check(); !done) return usage_error(context_, done.error().message);
        derive();
        if (auto done = check_combinations(); !done) return tl::unexpected(done.error());
        return std::move(result_);
    }

private:
    struct Setting {
        const OptionInfo* option;
        OptionValue value;
    };

    base::Result<void> evaluate(const ParsedArguments& parsed) {
        for (const ParsedArgument& argument : parsed.options) {
            if (const Special* special = std::get_if<Special>(&argument.option->field)) {
                evaluate_special(*special, argument);
                continue;
            }
            auto value = value_of(argument);
            if (!value) return tl::unexpected(value.error());
            settings_.push_back({argument.option, std::move(*value)});
        }
        return {};
    }

    void evaluate_special(Special special, const ParsedArgument& argument) {
        const std::string value = argument.values.empty() ? "" : argument.values.front();
        switch (special) {
            case Special::Help:
                result_.show_help = true;
                break;
            case Special::Version:
                result_.show_version = true;
                break;
            case Special::ConfigFile:
                config_file_ = value;
                break;
            case Special::Strict:
                strict_ = true;
                break;
            case Special::Module:
                result_.modules.push_back(value);
                break;
            case Special::Package:
                result_.packages.push_back(value);
                break;
            case Special::Command:
                result_.command.push_back(value);
                break;
            case Special::Report: {
                std::string kind(argument.option->name);
                kind.resize(kind.size() - std::string_view("_report").size());
                std::replace(kind.begin(), kind.end(), '_', '-');
                reports_.emplace_back(std::move(kind), value);
                break;
            }
            case Special::FindOccurrences:
            case Special::CacheMap:
                result_.warnings.push_back("note: " + argument.flag_names + " has no effect");
                break;
        }
    }

    void load_files() {
        Configuration loaded =
            load_configuration(config_file_, context_.files, context_.environment);
        result_.options = std::move(loaded.options);
        result_.sections = std::move(loaded.sections);
        result_.config_files = std::move(loaded.looked_at);
        result_.warnings.insert(result_.warnings.end(), loaded.messages.begin(),
                                loaded.messages.end());
        if (strict_) set_strict_options(result_.options);
        for (auto& report : reports_) result_.options.report_dirs.push_back(std::move(report));
    }

    base::Result<void> apply_environment() {
        Options& options = result_.options;
        const auto cache = context_.environment("MYPY_CACHE_DIR");
        if (cache && !strip(*cache).empty()) {
            options.cache_dir = *cache;
            options.cache_dir_given = true;
        }
        options.cache_dir = expand_user(options.cache_dir, context_.environment);
        const auto workers = context_.environment("MYPY_NUM_WORKERS");
        if (workers && !strip(*workers).empty()) {
            const auto number = parse_workers(*workers);
            if (!number) return base::fail("MYPY_NUM_WORKERS: " + number.error().message);
            options.num_workers = *number;
        }
        return {};
    }

    void apply_arguments() {
        for (Setting& setting : settings_) {
            const OptionInfo& option = *setting.option;
            if (option.name == "verbosity") {
                ++result_.options.verbosity;
            } else if (const auto* list = std::get_if<Strings Options::*>(&option.field)) {
                // Repeated flags add to what a configuration file says.
                Strings& target = result_.options.**list;
                for (std::string& item : std::get<Strings>(setting.value)) {
                    target.push_back(std::move(item));
                }
            } else {
                set_option(result_.options, option, setting.value);
            }
        }
    }

    base::Result<void> check() {
        Options& options = result_.options;
        if (options.python_version.major < 3) {
            return base::fail(
                "Mypy no longer supports checking Python 2 code. Consider pinning to mypy<0.980 if "
                "you need to check Python 2 code.");
        }
        if (auto done = check_targets(); !done) return done;
        if (options.explicit_package_bases && !options.namespace_packages) {
            return base::fail(
                "Can only use --explicit-package-bases with --namespace-packages, since otherwise "
                "examining __init__.py's is sufficient to determine module names for files");
        }
        const std::set<std::string> on(options.always_true.begin(), options.always_true.end());
        std::set<std::string> both;
        for (const std::string& name : options.always_false) {
            if (on.contains(name)) both.insert(name);
        }
        if (!both.empty()) {
            std::string list;
            for (const std::string& name : both) list += (list.empty() ? "" : ", ") + name;
            return base::fail("You can't make a variable always true and always false (" + list +
                              ")");
        }
        for (const Strings* packages :
             {&options.untyped_calls_exclude, &options.deprecated_calls_exclude}) {
            const std::string wrong = problem_with_packages(*packages);
            if (!wrong.empty()) return base::fail(wrong);
        }
        return check_features();
    }

    base::Result<void> check_targets() {
        Options& options = result_.options;
        if (result_.files.empty() && result_.packages.empty() && result_.modules.empty()) {
            result_.files = options.files;
            result_.packages = options.packages;
            result_.modules = options.modules;
        }
        if (!context_.require_targets) return {};
        const int kinds = int{!result_.modules.empty() || !result_.packages.empty()} +
                          int{!result_.command.empty()} + int{!result_.files.empty()};
        if (kinds == 0 && !options.install_types) {
            return base::fail("Missing target module, package, files, or command.");
        }
        if (kinds > 1) {
            return base::fail("May only specify one of: module/package, files, or command.");
        }
        return {};
    }

    base::Result<void> check_features() {
        for (const std::string& feature : result_.options.enable_incomplete_feature) {
            constexpr std::string_view kComplete[] = {"TypeVarTuple", "Unpack", "NewGenericSyntax",
                                                      "TypeForm"};
            constexpr std::string_view kIncomplete[] = {"PreciseTupleTypes", "InlineTypedDict"};
            const auto is_one_of = [&](const auto& list) {
                return std::find(std::begin(list), std::end(list), feature) != std::end(list);
            };
            if (is_one_of(kComplete)) {
                result_.notices.push_back("Warning: " + feature + " is already enabled by default");
            } else if (!is_one_of(kIncomplete)) {
                return base::fail("Unknown incomplete feature: " + feature);
            }
        }
        return {};
    }

    /// What follows from other options.
    void derive() {
        Options& options = result_.options;
        options.disable_bytearray_promotion = options.strict_bytes;
        options.disable_memoryview_promotion = options.strict_bytes;
        if (options.cache_fine_grained) options.local_partial_types = true;
        if (options.show_error_end) options.show_column_numbers = true;
        if (options.logical_deps) options.cache_fine_grained = true;
        if (options.strict_concatenate && !strict_) {
            result_.notices.emplace_back(
                "Warning: --strict-concatenate is deprecated; use --extra-checks instead");
        }
        std::set<std::string> unknown;
        const auto resolve = [&](const Strings& names, ErrorCodeSet& codes) {
            for (const std::string& name : names) {
                if (!error_code_index(name)) unknown.insert(name);
                codes.add(name);
            }
        };
        resolve(options.disable_error_code, options.disabled_error_codes);
        resolve(options.enable_error_code, options.enabled_error_codes);
        options.disabled_error_codes.subtract(options.enabled_error_codes);
        if (!unknown.empty()) {
            std::string list;
            for (const std::string& name : unknown) list += (list.empty() ? "" : ", ") + name;
            result_.build_errors.push_back("mypy: error: Invalid error code(s): " + list);
        }
    }

    base::Result<void> check_combinations() {
        const Options& options = result_.options;
        if (options.num_workers < 0) {
            return base::fail("error: Number of workers cannot be negative");
        }
        if (options.allow_redefinition && !options.local_partial_types) {
            return base::fail(
                "error: --local-partial-types must be enabled if using --allow-redefinition");
        }
        if (options.allow_redefinition && options.allow_redefinition_old) {
            return base::fail(
                "--allow-redefinition-old and --allow-redefinition should not be used together");
        }
        if (options.non_interactive && !options.install_types) {
            return base::fail("error: --non-interactive is only supported with --install-types");
        }
        for (const std::string& package : result_.packages) {
            if (package.find('/') != std::string::npos) {
                return base::fail("Package name '" + package + "' cannot have a slash in it.");
            }
        }
        return {};
    }

    const CommandLineContext& context_;
    CommandLine result_;
    std::vector<Setting> settings_;
    std::vector<std::pair<std::string, std::string>> reports_;
    std::optional<std::string> config_file_;
    bool strict_ = false;
};

}  // namespace

base::Result<CommandLine> parse_command_line(std::span<const std::string> arguments,
                                             const CommandLineContext& context) {
    return CommandLineReader(context).read(arguments);
}

std::string help_text(const std::string& program) {
    std::string text =
        usage(program) +
        "\nChecks the types of a Python program, with mypy's answers. The options are "
        "mypy 2.4.1's:\nhttps://mypy.readthedocs.io/en/stable/command_line.html\n\n"
        "Options (flag, and the flag that undoes it):\n";
    for (const OptionInfo& row : option_table()) {
        if (row.on.empty() && row.off.empty()) continue;
        std::string line = "  " + std::string(row.on);
        if (!row.off.empty()) line += (row.on.empty() ? "" : "  ") + std::string(row.off);
        if (!row.choices.empty()) line += "  {" + std::string(row.choices) + "}";
        if (row.has(trait::kNotYet)) line += "  (has no effect yet)";
        text += line + "\n";
    }
    return text +
           "\nMYPYPATH adds folders to the search path; MYPY_CACHE_DIR and MYPY_NUM_WORKERS "
           "override the configuration.\n";
}

}  // namespace krait::config
