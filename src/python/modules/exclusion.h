// exclusion.h
//
// What the options `exclude` (regular expressions) and `exclude_gitignore` keep out when folders
// are searched for sources.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "python/config/options.h"

namespace krait::modules {

/// Python's regular expressions, near enough: PCRE2 has the same syntax in all that `exclude` uses.
class Pattern {
public:
    explicit Pattern(const std::string& text);
    ~Pattern();
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) = delete;

    /// Does it match anywhere in the text? Never, if it isn't valid.
    [[nodiscard]] bool found_in(std::string_view text) const;
    /// What is wrong with it; empty if nothing is.
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    struct Code;
    std::unique_ptr<Code> code_;
    std::string problem_;
};

class Exclusion {
public:
    Exclusion(const config::Options& options, const base::FileSystem& files);
    ~Exclusion();

    /// A whole message in mypy's words if a pattern of `exclude` isn't valid.
    [[nodiscard]] std::optional<std::string> problem() const;

    [[nodiscard]] bool covers(const std::string& path) const;

private:
    struct GitIgnores;
    const base::FileSystem& files_;
    std::vector<std::string> texts_;
    std::vector<Pattern> patterns_;
    std::unique_ptr<GitIgnores> git_ignores_;  // null: not asked for
};

/// Names that a search for sources always passes over.
[[nodiscard]] bool is_skipped_name(std::string_view name);

}  // namespace krait::modules
