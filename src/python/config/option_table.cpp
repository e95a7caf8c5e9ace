// option_table.cpp

#include "python/config/option_table.h"

#include <algorithm>
#include <unordered_map>

#include "base/assert.h"

namespace krait::config {
namespace {

using namespace trait;

constexpr OptionInfo kTable[] = {
    {"help", Special::Help, "-h/--help"},
    {"verbosity", &Options::verbosity, "-v/--verbose", "", kFile},
    {"version", Special::Version, "-V/--version"},
    {"output", &Options::output, "-O/--output", "", 0, Reader::ByField, "json"},
    {"config_file", Special::ConfigFile, "--config-file"},
    {"warn_unused_configs", &Options::warn_unused_configs, "--warn-unused-configs",
     "--no-warn-unused-configs", kFile},
    {"namespace_packages", &Options::namespace_packages, "--namespace-packages",
     "--no-namespace-packages", kFile},
    {"ignore_missing_imports", &Options::ignore_missing_imports, "--ignore-missing-imports", "",
     kPerModule | kSemantic | kFile},
    {"follow_untyped_imports", &Options::follow_untyped_imports, "--follow-untyped-imports", "",
     kPerModule | kSemantic | kFile},
    {"follow_imports", &Options::follow_imports, "--follow-imports", "",
     kPerModule | kSemantic | kFile, Reader::Choice, "normal silent skip error"},
    {"python_executable", &Options::python_executable, "--python-executable", "", kFile,
     Reader::Path},
    {"no_site_packages", &Options::no_site_packages, "--no-site-packages", "", kFile},
    {"no_silence_site_packages", &Options::no_silence_site_packages, "--no-silence-site-packages",
     "", kFile},
    {"python_version", &Options::python_version, "--python-version", "", kSemantic | kFile},
    {"platform", &Options::platform, "--platform", "", kSemantic | kFile},
    {"always_true", &Options::always_true, "--always-true", "", kPerModule | kSemantic | kFile,
     Reader::CommaList},
    {"always_false", &Options::always_false, "--always-false", "", kPerModule | kSemantic | kFile,
     Reader::CommaList},
    {"disallow_any_expr", &Options::disallow_any_expr, "--disallow-any-expr", "",
     kPerModule | kSemantic | kFile},
    {"disallow_any_decorated", &Options::disallow_any_decorated, "--disallow-any-decorated", "",
     kPerModule | kSemantic | kFile},
    {"disallow_any_explicit", &Options::disallow_any_explicit, "--disallow-any-explicit", "",
     kPerModule | kSemantic | kFile},
    {"disallow_any_generics", &Options::disallow_any_generics, "--disallow-any-generics",
     "--allow-any-generics", kPerModule | kStrict | kSemantic | kFile},
    {"disallow_any_unimported", &Options::disallow_any_unimported, "--disallow-any-unimported",
     "--allow-any-unimported", kPerModule | kSemantic | kFile},
    {"disallow_subclassing_any", &Options::disallow_subclassing_any, "--disallow-subclassing-any",
     "--allow-subclassing-any", kPerModule | kStrict | kSemantic | kFile},
    {"disallow_untyped_calls", &Options::disallow_untyped_calls, "--disallow-untyped-calls",
     "--allow-untyped-calls", kPerModule | kStrict | kSemantic | kFile},
    {"untyped_calls_exclude", &Options::untyped_calls_exclude, "--untyped-calls-exclude", "",
     kSemantic | kFile, Reader::PackageList},
    {"disallow_untyped_defs", &Options::disallow_untyped_defs, "--disallow-untyped-defs",
     "--allow-untyped-defs", kPerModule | kStrict | kSemantic | kFile},
    {"disallow_incomplete_defs", &Options::disallow_incomplete_defs, "--disallow-incomplete-defs",
     "--allow-incomplete-defs", kPerModule | kStrict | kSemantic | kFile},
    {"check_untyped_defs", &Options::check_untyped_defs, "--check-untyped-defs",
     "--no-check-untyped-defs", kPerModule | kStrict | kSemantic | kFile},
    {"disallow_untyped_decorators", &Options::disallow_untyped_decorators,
     "--disallow-untyped-decorators", "--allow-untyped-decorators",
     kPerModule | kStrict | kSemantic | kFile},
    {"implicit_optional", &Options::implicit_optional, "--implicit-optional",
     "--no-implicit-optional", kPerModule | kSemantic | kFile},
    {"strict_optional", &Options::strict_optional, "--strict-optional", "--no-strict-optional",
     kPerModule | kSemantic | kFile},
    {"warn_redundant_casts", &Options::warn_redundant_casts, "--warn-redundant-casts",
     "--no-warn-redundant-casts", kStrict | kSemantic | kFile},
    {"warn_unused_ignores", &Options::warn_unused_ignores, "--warn-unused-ignores",
     "--no-warn-unused-ignores", kPerModule | kStrict | kSemantic | kFile},
    {"warn_no_return", &Options::warn_no_return, "--warn-no-return", "--no-warn-no-return",
     kPerModule | kSemantic | kFile},
    {"warn_return_any", &Options::warn_return_any, "--warn-return-any", "--no-warn-return-any",
     kPerModule | kStrict | kSemantic | kFile},
    {"warn_unreachable", &Options::warn_unreachable, "--warn-unreachable", "--no-warn-unreachable",
     kPerModule | kSemantic | kFile},
    {"report_deprecated_as_note", &Options::report_deprecated_as_note,
     "--report-deprecated-as-note", "--no-report-deprecated-as-note", kSemantic | kFile},
    {"deprecated_calls_exclude", &Options::deprecated_calls_exclude, "--deprecated-calls-exclude",
     "", kSemantic | kFile, Reader::PackageList},
    {"allow_untyped_globals", &Options::allow_untyped_globals, "--allow-untyped-globals",
     "--disallow-untyped-globals", kPerModule | kSemantic | kFile},
    {"allow_redefinition", &Options::allow_redefinition,
     "--allow-redefinition --allow-redefinition-new",
     "--disallow-redefinition --disallow-redefinition-new", kPerModule | kSemantic | kFile},
    {"allow_redefinition_old", &Options::allow_redefinition_old, "--allow-redefinition-old",
     "--disallow-redefinition-old", kPerModule | kSemantic | kFile},
    {"implicit_reexport", &Options::implicit_reexport, "--implicit-reexport",
     "--no-implicit-reexport", kPerModule | kStrict | kSemantic | kFile},
    {"strict_equality", &Options::strict_equality, "--strict-equality", "--no-strict-equality",
     kPerModule | kStrict | kSemantic | kFile},
    {"strict_equality_for_none", &Options::strict_equality_for_none, "--strict-equality-for-none",
     "--no-strict-equality-for-none", kPerModule | kSemantic | kFile},
    {"strict_bytes", &Options::strict_bytes, "--strict-bytes", "--no-strict-bytes",
     kSemantic | kFile},
    {"extra_checks", &Options::extra_checks, "--extra-checks", "--no-extra-checks",
     kPerModule | kStrict | kSemantic | kFile},
    {"check_unreachable", &Options::check_unreachable, "--check-unreachable",
     "--no-check-unreachable", kPerModule | kSemantic | kFile},
    {"strict", Special::Strict, "--strict"},
    {"disable_error_code", &Options::disable_error_code, "--disable-error-code", "",
     kPerModule | kSemantic | kFile, Reader::CommaList},
    {"enable_error_code", &Options::enable_error_code, "--enable-error-code", "",
     kPerModule | kSemantic | kFile, Reader::CommaList},
    {"show_error_context", &Options::show_error_context, "--show-error-context",
     "--hide-error-context", kSemantic | kFile},
    {"show_column_numbers", &Options::show_column_numbers, "--show-column-numbers",
     "--hide-column-numbers", kFile},
    {"show_error_end", &Options::show_error_end, "--show-error-end", "--hide-error-end", kFile},
    {"hide_error_codes", &Options::hide_error_codes, "--hide-error-codes", "--show-error-codes",
     kFile},
    {"show_error_code_links", &Options::show_error_code_links, "--show-error-code-links",
     "--hide-error-code-links", kFile},
    {"pretty", &Options::pretty, "--pretty", "--no-pretty", kFile},
    {"color_output", &Options::color_output, "--color-output", "--no-color-output", kFile},
    {"error_summary", &Options::error_summary, "--error-summary", "--no-error-summary", kFile},
    {"show_absolute_path", &Options::show_absolute_path, "--show-absolute-path",
     "--hide-absolute-path", kFile},
    {"many_errors_threshold", &Options::many_errors_threshold, "--soft-error-limit", "", kFile},
    {"incremental", &Options::incremental, "-i/--incremental", "--no-incremental", kFile},
    {"cache_dir", &Options::cache_dir, "--cache-dir", "", kFile, Reader::Path},
    {"sqlite_cache", &Options::sqlite_cache, "--sqlite-cache", "--no-sqlite-cache", kFile},
    {"sqlite_num_shards", &Options::sqlite_num_shards, "--sqlite-num-shards", "", kFile | kNotYet},
    {"cache_fine_grained", &Options::cache_fine_grained, "--cache-fine-grained", "",
     kFile | kNotYet},
    {"fixed_format_cache", &Options::fixed_format_cache, "--fixed-format-cache",
     "--no-fixed-format-cache", kSemantic | kFile},
    {"skip_version_check", &Options::skip_version_check, "--skip-version-check", "", kFile},
    {"skip_cache_mtime_checks", &Options::skip_cache_mtime_checks, "--skip-cache-mtime-checks", "",
     kFile},
    {"pdb", &Options::pdb, "--pdb", "", kFile},
    {"show_traceback", &Options::show_traceback, "--show-traceback/--tb", "", kFile},
    {"raise_exceptions", &Options::raise_exceptions, "--raise-exceptions", "", kFile},
    {"custom_typing_module", &Options::custom_typing_module, "--custom-typing-module", "",
     kSemantic | kFile | kNotYet},
    {"old_type_inference", &Options::old_type_inference, "--old-type-inference", "",
     kSemantic | kFile | kNotYet},
    {"disable_expression_cache", &Options::disable_expression_cache, "--disable-expression-cache",
     "", kFile},
    {"enable_incomplete_feature", &Options::enable_incomplete_feature,
     "--enable-incomplete-feature", "", kSemantic | kFile, Reader::CommaList},
    {"custom_typeshed_dir", &Options::custom_typeshed_dir, "--custom-typeshed-dir", "", kFile,
     Reader::Path},
    {"warn_incomplete_stub", &Options::warn_incomplete_stub, "--warn-incomplete-stub",
     "--no-warn-incomplete-stub", kSemantic | kFile},
    {"shadow_file", &Options::shadow_file, "--shadow-file", "", kNotYet},
    {"fast_exit", &Options::fast_exit, "--fast-exit", "--no-fast-exit", kFile},
    {"allow_empty_bodies", &Options::allow_empty_bodies, "--allow-empty-bodies",
     "--disallow-empty-bodies", kSemantic | kFile},
    {"export_ref_info", &Options::export_ref_info, "--export-ref-info", "", kFile | kNotYet},
    {"num_workers", &Options::num_workers, "-n/--num-workers", "", kFile, Reader::Workers},
    {"any_exprs_report", Special::Report, "--any-exprs-report", "", kNotYet},
    {"cobertura_xml_report", Special::Report, "--cobertura-xml-report", "", kNotYet},
    {"html_report", Special::Report, "--html-report", "", kNotYet},
    {"linecount_report", Special::Report, "--linecount-report", "", kNotYet},
    {"linecoverage_report", Special::Report, "--linecoverage-report", "", kNotYet},
    {"lineprecision_report", Special::Report, "--lineprecision-report", "", kNotYet},
    {"txt_report", Special::Report, "--txt-report", "", kNotYet},
    {"xml_report", Special::Report, "--xml-report", "", kNotYet},
    {"xslt_html_report", Special::Report, "--xslt-html-report", "", kNotYet},
    {"xslt_txt_report", Special::Report, "--xslt-txt-report", "", kNotYet},
    {"mypyc_annotation_file", &Options::mypyc_annotation_file, "-a", "", kNotYet},
    {"mypyc_skip_c_generation", &Options::mypyc_skip_c_generation, "--skip-c-gen", "", kFile},
    {"quickstart_file", &Options::quickstart_file, "--quickstart-file", "", kFile | kNotYet,
     Reader::Path},
    {"junit_xml", &Options::junit_xml, "--junit-xml", "", kFile, Reader::Path},
    {"junit_format", &Options::junit_format, "--junit-format", "", kFile, Reader::Choice,
     "global per_file"},
    {"find_occurrences", Special::FindOccurrences, "--find-occurrences", "", kNotYet},
    {"scripts_are_modules", &Options::scripts_are_modules, "--scripts-are-modules", "", kFile},
    {"install_types", &Options::install_types, "--install-types", "--no-install-types",
     kSemantic | kFile | kNotYet},
    {"non_interactive", &Options::non_interactive, "--non-interactive", "--interactive",
     kFile | kNotYet},
    {"dump_type_stats", &Options::dump_type_stats, "--stats", "", kFile},
    {"dump_inference_stats", &Options::dump_inference_stats, "--inferstats", "", kFile},
    {"dump_build_stats", &Options::dump_build_stats, "--dump-build-stats", "", kFile},
    {"timing_stats", &Options::timing_stats, "--timing-stats", "", kNotYet},
    {"line_checking_stats", &Options::line_checking_stats, "--line-checking-stats", "", kNotYet},
    {"debug_cache", &Options::debug_cache, "--debug-cache", "", kPerModule | kFile},
    {"dump_deps", &Options::dump_deps, "--dump-deps", "", kFile | kNotYet},
    {"dump_graph", &Options::dump_graph, "--dump-graph", "", kFile | kNotYet},
    {"semantic_analysis_only", &Options::semantic_analysis_only, "--semantic-analysis-only", "",
     kSemantic | kFile},
    {"test_env", &Options::test_env, "--test-env", "", kFile},
    {"local_partial_types", &Options::local_partial_types, "--local-partial-types",
     "--no-local-partial-types", kPerModule | kSemantic | kFile | kNotYet},
    {"native_parser", &Options::native_parser, "--native-parser", "--no-native-parser",
     kSemantic | kFile},
    {"logical_deps", &Options::logical_deps, "--logical-deps", "", kFile | kNotYet},
    {"bazel", &Options::bazel, "--bazel", "", kSemantic | kFile | kNotYet},
    {"package_root", &Options::package_root, "--package-root", "", kFile | kNotYet,
     Reader::CommaList},
    {"cache_map", Special::CacheMap, "--cache-map", "", kNotYet},
    {"debug_serialize", &Options::debug_serialize, "--debug-serialize", "", kFile},
    {"disable_bytearray_promotion", &Options::disable_bytearray_promotion,
     "--disable-bytearray-promotion", "", kSemantic | kFile},
    {"disable_memoryview_promotion", &Options::disable_memoryview_promotion,
     "--disable-memoryview-promotion", "", kSemantic | kFile},
    {"strict_concatenate", &Options::strict_concatenate, "--strict-concatenate", "",
     kPerModule | kSemantic | kFile},
    {"explicit_package_bases", &Options::explicit_package_bases, "--explicit-package-bases",
     "--no-explicit-package-bases", kFile},
    {"fast_module_lookup", &Options::fast_module_lookup, "--fast-module-lookup",
     "--no-fast-module-lookup", kFile},
    {"exclude", &Options::exclude, "--exclude", "", kFile, Reader::Patterns},
    {"exclude_gitignore", &Options::exclude_gitignore, "--exclude-gitignore",
     "--no-exclude-gitignore", kFile | kNotYet},
    {"module", Special::Module, "-m/--module"},
    {"package", Special::Package, "-p/--package"},
    {"command", Special::Command, "-c/--command"},
    {"export_types", &Options::export_types, "", "", kFile},
    {"files", &Options::files, "", "", kFile, Reader::FileList},
    {"fine_grained_incremental", &Options::fine_grained_incremental, "", "", kFile},
    {"follow_imports_for_stubs", &Options::follow_imports_for_stubs, "", "",
     kPerModule | kSemantic | kFile},
    {"ignore_errors", &Options::ignore_errors, "", "", kPerModule | kSemantic | kFile},
    {"ignore_missing_imports_per_module", &Options::ignore_missing_imports_per_module, "", "",
     kSemantic | kFile},
    {"include_docstrings", &Options::include_docstrings, "", "", kFile},
    {"inspections", &Options::inspections, "", "", kFile},
    {"modules", &Options::modules, "", "", kFile, Reader::TrimmedList},
    {"mypy_path", &Options::mypy_path, "", "", kFile, Reader::PathList},
    {"mypyc", &Options::mypyc, "", "", kPerModule | kSemantic | kFile | kNotYet},
    {"packages", &Options::packages, "", "", kFile, Reader::TrimmedList},
    {"plugins", &Options::plugins, "", "", kSemantic | kFile | kNotYet, Reader::CommaList},
    {"pos_only_special_methods", &Options::pos_only_special_methods, "", "", kSemantic | kFile},
    {"preserve_asts", &Options::preserve_asts, "", "", kFile},
    {"reveal_verbose_types", &Options::reveal_verbose_types, "--reveal-verbose-types", "",
     kSemantic | kFile},
    {"use_builtins_fixtures", &Options::use_builtins_fixtures, "", "", kFile},
    {"use_fine_grained_cache", &Options::use_fine_grained_cache, "", "", kFile},
    {"verify_incremental", &Options::verify_incremental, "--verify-incremental", "", kOurs},
};

const std::unordered_map<std::string_view, const OptionInfo*>& rows_by_name() {
    static const auto rows = [] {
        std::unordered_map<std::string_view, const OptionInfo*> result;
        for (const OptionInfo& row : kTable) result.emplace(row.name, &row);
        return result;
    }();
    return rows;
}

/// Assigns a value of a field's own type, or one that it can be made from.
struct Assign {
    Options& options;
    const OptionValue& value;

    template <class T>
    void operator()(T Options::* field) const {
        if (const T* typed = std::get_if<T>(&value)) {
            options.*field = *typed;
            return;
        }
        KRAIT_ENSURE(false, "an option's value is not of its field's kind");
    }
    void operator()(std::optional<std::string> Options::* field) const {
        const auto* text = std::get_if<std::string>(&value);
        KRAIT_ENSURE(text, "an option's value is not of its field's kind");
        options.*field = *text;
    }
    void operator()(std::vector<std::pair<std::string, std::string>> Options::* field) const {
        const auto* items = std::get_if<Strings>(&value);
        KRAIT_ENSURE(items && items->size() % 2 == 0, "pairs are given as an even list");
        for (std::size_t i = 0; i < items->size(); i += 2) {
            (options.*field).emplace_back((*items)[i], (*items)[i + 1]);
        }
    }
    void operator()(Special) const {
        KRAIT_ENSURE(false, "an option without a field can't be set");
    }
};

bool differs(const OptionInfo& row, const Options& left, const Options& right) {
    return std::visit(
        [&](auto field) {
            if constexpr (std::is_same_v<decltype(field), Special>) {
                return false;
            } else {
                return left.*field != right.*field;
            }
        },
        row.field);
}

/// The option's name; plugins by their own names, since each of them means something else.
std::string described(const OptionInfo& row, const Options& options) {
    std::string text(row.name);
    if (row.name != "plugins" || options.plugins.empty()) return text;
    for (const std::string& plugin : options.plugins) {
        text += (&plugin == &options.plugins.front() ? " (" : ", ") + plugin;
    }
    return text + ")";
}

}  // namespace

std::span<const OptionInfo> option_table() {
    return kTable;
}

const OptionInfo* find_option(std::string_view name) {
    const auto& rows = rows_by_name();
    const auto found = rows.find(name);
    return found == rows.end() ? nullptr : found->second;
}

void set_option(Options& options, const OptionInfo& option, const OptionValue& value) {
    std::visit(Assign{options, value}, option.field);
    if (option.name == "python_version") options.python_version_given = true;
    if (option.name == "platform") options.platform_given = true;
    if (option.name == "cache_dir") options.cache_dir_given = true;
}

void set_strict_options(Options& options) {
    for (const OptionInfo& row : kTable) {
        // The flags that strict mode sets are the ones that a person would write: for an option
        // that is on by default, the one that turns it off.
        if (row.has(kStrict)) {
            const bool on_by_default = Options{}.*std::get<bool Options::*>(row.field);
            set_option(options, row, !on_by_default);
        }
    }
}

std::vector<std::string> options_without_effect(const ModuleOptions& options) {
    const Options defaults;
    std::vector<std::string> result;
    for (const OptionInfo& row : kTable) {
        if (!row.has(kNotYet) || std::holds_alternative<Special>(row.field)) continue;
        bool set = differs(row, *options.global(), defaults);
        for (const ModuleSection& section : options.sections()) {
            for (const OptionChange& change : section.changes) set |= change.option == &row;
        }
        if (set) result.push_back(described(row, *options.global()));
    }
    for (const auto& report : options.global()->report_dirs) {
        result.push_back(report.first + "-report");
    }
    return result;
}

std::vector<std::string_view> words(std::string_view text, char separator) {
    std::vector<std::string_view> result;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        if (end != 0) result.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace krait::config
