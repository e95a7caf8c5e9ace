// option_table.h
//
// The one table that says what options there are: each row ties mypy's name to a field of Options,
// to the flags that set and unset it, to how a configuration file writes its value, and to what
// kind of option it is. The command line, the readers of configuration files, `# mypy:` comments,
// strict mode, per-module sections and fingerprints are all driven by it, so an option is described
// once.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "python/config/options.h"

namespace krait::config {

/// What an option may be used for; a row has any number of these.
namespace trait {
inline constexpr unsigned kPerModule = 1;  ///< in per-module sections and `# mypy:` comments
inline constexpr unsigned kStrict = 2;     ///< part of --strict
inline constexpr unsigned kSemantic = 4;   ///< changes what is found out: part of fingerprints
inline constexpr unsigned kFile = 8;       ///< configuration files may set it
inline constexpr unsigned kNotYet = 16;    ///< recognised, but nothing acts on it yet
inline constexpr unsigned kOurs = 32;      ///< unknown to mypy
}  // namespace trait

/// How a configuration file's value is read.
enum class Reader : std::uint8_t {
    ByField,      ///< as the field's type says
    Path,         ///< with ~ and $VARIABLES expanded
    PathList,     ///< such paths, between commas or colons
    FileList,     ///< such paths between commas, with * and ** matched against the disk
    CommaList,    ///< in TOML an array or a string
    TrimmedList,  ///< the same, with the white space around items dropped in both formats
    PackageList,  ///< dotted names, between commas
    Patterns,     ///< one in INI, any number in TOML
    Choice,       ///< one of the row's choices
    Workers,      ///< a number or "auto"
};

/// Options that aren't a field: what the command line does at once, or keeps for later.
enum class Special : std::uint8_t {
    Help,
    Version,
    ConfigFile,
    Strict,
    Module,
    Package,
    Command,
    Report,
    FindOccurrences,
    CacheMap
};

using OptionField =
    std::variant<bool Options::*, int Options::*, std::string Options::*,
                 std::optional<std::string> Options::*, Strings Options::*,
                 FollowImports Options::*, PythonVersion Options::*,
                 std::vector<std::pair<std::string, std::string>> Options::*, Special>;

struct OptionInfo {
    std::string_view name;  ///< mypy's attribute, and the key in configuration files
    OptionField field;
    /// Flags that turn it on, or take its value: synonyms joined by '/', others by a space.
    std::string_view on = {};
    /// Flags that turn it off.
    std::string_view off = {};
    unsigned traits = 0;
    Reader reader = Reader::ByField;
    std::string_view choices = {};  ///< joined by a space

    [[nodiscard]] bool has(unsigned wanted) const { return (traits & wanted) == wanted; }
};

/// All rows, in the order in which mypy lists its options.
[[nodiscard]] std::span<const OptionInfo> option_table();

/// The row of an attribute's name, or null.
[[nodiscard]] const OptionInfo* find_option(std::string_view name);

/// Sets an option's field. The value must be of the field's kind.
void set_option(Options& options, const OptionInfo& option, const OptionValue& value);

/// Turns on what --strict stands for.
void set_strict_options(Options& options);

/// The names of options that are set to something other than their default, globally or for some
/// module, although nothing acts on them yet: to be told to the user once.
[[nodiscard]] std::vector<std::string> options_without_effect(const ModuleOptions& options);

/// "a b c" as a list.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text, char separator = ' ');

}  // namespace krait::config
