// options.h
//
// Every option of mypy 2.4.1 as one plain struct, with mypy's names and defaults, so that code
// reads `options.disallow_any_generics` and a reader can look the meaning up in mypy's own manual.
// How options get their values (files, command line, `# mypy:` comments) is in other headers of
// this room, all driven by one table (option_table.h).
//
// A module's options are a whole immutable Options of its own, shared by all modules that the same
// sections apply to: no "is this per module?" question at the place of use.

#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "python/config/error_codes.h"

namespace krait::config {

/// How imports of modules that weren't given as targets are treated.
enum class FollowImports : std::uint8_t { Normal, Silent, Skip, Error };

struct PythonVersion {
    int major = 3;
    int minor = 13;
    friend bool operator==(const PythonVersion&, const PythonVersion&) = default;
    friend auto operator<=>(const PythonVersion&, const PythonVersion&) = default;
    /// "3.12"
    [[nodiscard]] std::string text() const {
        return std::to_string(major) + "." + std::to_string(minor);
    }
};

/// The oldest version that mypy 2.4.1 checks for; older ones fall back to it.
inline constexpr PythonVersion kOldestPython{3, 10};

using Strings = std::vector<std::string>;

struct Options {
    // --- The Python that the program runs on
    PythonVersion python_version;       ///< the interpreter's, if none was given
    bool python_version_given = false;  ///< Krait's own: by configuration or command line
    std::string platform =
        "linux";                  ///< as sys.platform says it; the interpreter's, if none was given
    bool platform_given = false;  ///< Krait's own
    std::optional<std::string> python_executable;  ///< none: site-packages aren't searched
    bool no_site_packages = false;
    Strings always_true;
    Strings always_false;

    // --- Finding modules and sources
    std::optional<std::string> custom_typing_module;
    std::optional<std::string> custom_typeshed_dir;
    Strings mypy_path;
    bool namespace_packages = true;
    bool explicit_package_bases = false;
    bool fast_module_lookup = false;
    bool scripts_are_modules = false;
    Strings exclude;
    bool exclude_gitignore = false;
    Strings package_root;
    bool bazel = false;
    bool ignore_missing_imports = false;
    bool ignore_missing_imports_per_module = false;  ///< set by a per-module section
    bool follow_untyped_imports = false;
    FollowImports follow_imports = FollowImports::Normal;
    bool follow_imports_for_stubs = false;
    bool no_silence_site_packages = false;
    Strings files;
    Strings packages;
    Strings modules;
    std::vector<std::pair<std::string, std::string>> shadow_file;  ///< (source, read instead)

    // --- Any
    bool disallow_any_generics = false;
    bool disallow_any_unimported = false;
    bool disallow_any_expr = false;
    bool disallow_any_decorated = false;
    bool disallow_any_explicit = false;
    bool disallow_subclassing_any = false;

    // --- Untyped definitions and calls
    bool disallow_untyped_calls = false;
    Strings untyped_calls_exclude;
    bool disallow_untyped_defs = false;
    bool disallow_incomplete_defs = false;
    bool check_untyped_defs = false;
    bool disallow_untyped_decorators = false;

    // --- Warnings
    bool warn_incomplete_stub = false;
    bool warn_redundant_casts = false;
    bool warn_no_return = true;
    bool warn_return_any = false;
    bool report_deprecated_as_note = false;
    Strings deprecated_calls_exclude;
    bool warn_unused_ignores = false;
    bool warn_unused_configs = false;
    bool warn_unreachable = false;
    bool check_unreachable = false;
    bool ignore_errors = false;

    // --- Strictness
    bool strict_optional = true;
    bool implicit_optional = false;
    bool implicit_reexport = true;
    bool allow_untyped_globals = false;
    bool allow_redefinition = false;
    bool allow_redefinition_old = false;
    bool strict_equality = false;
    bool strict_equality_for_none = false;
    bool strict_bytes = true;
    bool strict_concatenate = false;
    bool extra_checks = false;
    bool local_partial_types = true;
    bool old_type_inference = false;
    bool allow_empty_bodies = false;
    bool disable_bytearray_promotion = true;
    bool disable_memoryview_promotion = true;
    Strings enable_incomplete_feature;
    Strings plugins;

    // --- Error codes: the names as given, and what they amount to
    Strings disable_error_code;
    Strings enable_error_code;
    ErrorCodeSet disabled_error_codes;
    ErrorCodeSet enabled_error_codes;

    // --- How results are shown
    bool show_error_context = false;
    bool show_column_numbers = false;
    bool show_error_end = false;  ///< implies show_column_numbers
    bool hide_error_codes = false;
    bool show_error_code_links = false;
    bool reveal_verbose_types = false;  ///< Krait's own flag: `builtins.int` instead of `int`
    bool pretty = false;
    bool color_output = true;
    bool error_summary = true;
    bool show_absolute_path = false;
    int many_errors_threshold = -1;     ///< -1: no limit
    std::optional<std::string> output;  ///< "json", or none for text
    std::optional<std::string> junit_xml;
    std::string junit_format = "global";
    std::vector<std::pair<std::string, std::string>> report_dirs;  ///< (kind, folder)

    // --- Cache and workers
    bool incremental = true;
    std::string cache_dir = ".mypy_cache";
    bool cache_dir_given = false;  ///< Krait's own: else the cache has its usual place
    bool sqlite_cache = true;
    int sqlite_num_shards = 16;
    bool fixed_format_cache = true;
    bool debug_cache = false;
    bool skip_version_check = false;
    bool skip_cache_mtime_checks = false;
    bool cache_fine_grained = false;
    int num_workers = 0;
    bool verify_incremental = false;  ///< Krait's own

    // --- For those who work on type checkers
    int verbosity = 0;
    bool dump_type_stats = false;  ///< --stats
    bool dump_inference_stats = false;
    bool dump_build_stats = false;
    std::optional<std::string> timing_stats;
    std::optional<std::string> line_checking_stats;
    bool dump_graph = false;
    bool dump_deps = false;
    bool logical_deps = false;
    bool pdb = false;
    bool show_traceback = false;
    bool raise_exceptions = false;
    bool semantic_analysis_only = false;
    bool test_env = false;
    bool use_builtins_fixtures = false;
    bool debug_serialize = false;
    bool disable_expression_cache = false;
    bool export_ref_info = false;
    bool export_types = false;
    bool fast_exit = true;
    bool native_parser = true;
    bool fine_grained_incremental = false;
    bool use_fine_grained_cache = false;
    bool preserve_asts = false;
    bool include_docstrings = false;
    bool inspections = false;
    bool mypyc = false;
    bool mypyc_skip_c_generation = false;
    std::optional<std::string> mypyc_annotation_file;
    bool pos_only_special_methods = true;
    bool install_types = false;
    bool non_interactive = false;
    std::optional<std::string> quickstart_file;

    std::optional<std::string> config_file;  ///< the file that was read, as mypy prints its path

    /// mypy writes `*tuple[int, ...]` in types, not `Unpack[tuple[int, ...]]`.
    [[nodiscard]] bool use_star_unpack() const {
        return python_version >= PythonVersion{3, 11} || !reveal_verbose_types;
    }

    friend bool operator==(const Options&, const Options&) = default;
};

using OptionsPtr = std::shared_ptr<const Options>;

/// Is `code` reported under these options? `code` is one of the constants of messages/codes.h: two
/// of them may print alike and yet belong to different broader codes.
[[nodiscard]] bool is_error_code_enabled(const Options& options, const char* code);

/// A fingerprint of all options that can change what is found out about a module (mypy's
/// OPTIONS_AFFECTING_CACHE, the Python version, and what else changes a diagnostic's text). Options
/// that only change where results go or how lines are laid out aren't in it.
[[nodiscard]] base::Digest semantic_digest(const Options& options);

struct OptionInfo;  // option_table.h

/// The value of one option, in the kinds that options have.
using OptionValue = std::variant<bool, int, std::string, Strings, FollowImports, PythonVersion>;

/// "This option has that value": what a section, or a `# mypy:` comment, amounts to. In the order
/// of the source; of two for one option the later wins.
struct OptionChange {
    const OptionInfo* option = nullptr;  ///< a row of the option table; static storage
    OptionValue value;
};
using OptionChanges = std::vector<OptionChange>;

/// A module's own settings on top of `base`, with mypy's rules: error codes add up, enabling a code
/// undoes an outer disabling and the reverse.
[[nodiscard]] Options apply_changes(const Options& base, const OptionChanges& changes);

/// One per-module section: for the modules that `pattern` matches ("a.b", "a.*", "*.tests.*").
struct ModuleSection {
    std::string pattern;
    OptionChanges changes;
};

/// The options of every module of a program. Immutable and thread-safe once made.
///
/// Precedence as in mypy: a section that names the module; patterns with a star elsewhere than at
/// the end, the later the stronger; "a.b.*" before "a.*"; the global options.
class ModuleOptions {
public:
    explicit ModuleOptions(Options global, std::vector<ModuleSection> sections = {});

    [[nodiscard]] const OptionsPtr& global() const { return global_; }

    /// The options of one module (mypy's clone_for_module). Modules with equal sections share one.
    [[nodiscard]] OptionsPtr for_module(std::string_view module) const;

    /// The patterns that applied to none of `modules`, in the order of the file: for
    /// `warn_unused_configs`. A starred pattern also counts as used if a section's name matches it.
    [[nodiscard]] std::vector<std::string> unused_sections(
        std::span<const std::string> modules) const;

    [[nodiscard]] const std::vector<ModuleSection>& sections() const { return sections_; }

private:
    struct Shared;  // results for combinations of starred patterns, under a lock
    [[nodiscard]] OptionsPtr structured_match(std::string_view module, bool& exact) const;
    [[nodiscard]] OptionsPtr with_globs(OptionsPtr base, std::string_view module) const;

    OptionsPtr global_;
    std::vector<ModuleSection> sections_;
    std::vector<std::size_t> globs_;  // sections with a star before their end, in file order
    std::unordered_map<std::string, OptionsPtr> structured_;
    std::shared_ptr<Shared> shared_;
};

/// Does a section's pattern match a module? ".*" stands for zero or more components.
[[nodiscard]] bool pattern_matches(std::string_view pattern, std::string_view module);

}  // namespace krait::config
