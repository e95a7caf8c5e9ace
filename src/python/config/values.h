// values.h
//
// Turns what a configuration file or a `# mypy:` comment says ("key", value) into changes of
// options. INI files and comments have texts only, TOML has typed values; both end here, with
// mypy's rules for names that negate an option and mypy's words for what is wrong.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "python/config/options.h"
#include "python/config/paths.h"

namespace krait::config {

/// A value as written. `Unknown` holds what Python would print for a value of another kind.
struct RawValue {
    struct Unknown {
        std::string text;
        std::string_view type;
    };
    using List = std::vector<RawValue>;
    std::variant<std::string, bool, std::int64_t, double, List, Unknown> value;
};

/// As Python's str() shows it.
[[nodiscard]] std::string python_text(const RawValue& value);

using RawSection = std::vector<std::pair<std::string, RawValue>>;

/// What reading values needs of the world.
struct ReadContext {
    const base::FileSystem& files;
    Environment environment;
    bool toml = false;
};

/// What one section amounts to.
struct SectionResult {
    OptionChanges changes;  ///< always ends with both lists of error codes, empty if not given
    std::vector<std::pair<std::string, std::string>> report_dirs;
    std::vector<std::string> messages;  ///< without the prefix that names file and section
    bool strict = false;                ///< `strict = True`
};

[[nodiscard]] SectionResult read_section(const RawSection& section, const ReadContext& context);

/// "auto" or a number. Fails in mypy's words.
[[nodiscard]] base::Result<int> parse_workers(std::string_view text);

/// A version, and what is wrong with it if something is: then the version is the fallback, or
/// missing.
struct VersionReading {
    std::optional<PythonVersion> version;
    std::string problem;
};
[[nodiscard]] VersionReading parse_version(std::string_view text, bool was_float = false);

/// The problem with a list of packages to exclude, or "".
[[nodiscard]] std::string problem_with_packages(const Strings& packages);

/// Files that a shell-like pattern matches (`**` for any depth), sorted. The pattern itself if
/// none.
[[nodiscard]] Strings expand_pattern(std::string_view pattern, const base::FileSystem& files);

/// Python's int(): digits with an optional sign and white space around.
[[nodiscard]] std::optional<int> parse_int(std::string_view text);

/// Does a sequence match a pattern in which stars stand for zero or more items? On a mismatch the
/// last star takes one item more, which is enough, so that no pattern takes more than quadratic
/// time. `star(p)` says whether pattern item p is one, `same(p, i)` whether it matches item i.
template <class Star, class Same>
[[nodiscard]] bool matches_with_stars(std::size_t pattern_size, std::size_t size, Star star,
                                      Same same) {
    std::size_t p = 0;
    std::size_t last_star = pattern_size;
    std::size_t retry = 0;
    for (std::size_t i = 0; i < size;) {
        if (p < pattern_size && star(p)) {
            last_star = p++;
            retry = i;
        } else if (p < pattern_size && same(p, i)) {
            ++p;
            ++i;
        } else if (last_star < pattern_size) {
            p = last_star + 1;
            i = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern_size && star(p)) ++p;
    return p == pattern_size;
}

/// Does a file name match a shell pattern (*, ?, [...])?
[[nodiscard]] bool name_matches(std::string_view pattern, std::string_view name);

}  // namespace krait::config
