// exclusion.cpp
//
// .gitignore files follow git's rules: the last matching line decides, a line with a slash is
// anchored to its folder, "dir/" means folders only, and what lies in an ignored folder is ignored
// (which comes for free, since an ignored folder is never entered).

#include "python/modules/exclusion.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

#include "python/config/paths.h"
#include "python/config/values.h"

namespace krait::modules {

using config::folder_of;
using config::join_path;

struct Pattern::Code {
    pcre2_code* compiled = nullptr;
    ~Code() { pcre2_code_free(compiled); }
};

Pattern::Pattern(const std::string& text) : code_(std::make_unique<Code>()) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    // In Python \Z means the very end, and $ also matches before a last newline, as in PCRE2; paths
    // have no newlines, so no flag is needed for either.
    code_->compiled = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                    PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &error, &offset, nullptr);
    if (code_->compiled) return;
    std::array<unsigned char, 256> buffer{};
    pcre2_get_error_message(error, buffer.data(), buffer.size());
    problem_ = std::string(reinterpret_cast<const char*>(buffer.data())) + " at position " +
               std::to_string(offset);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

bool Pattern::found_in(std::string_view text) const {
    if (!code_->compiled) return false;
    pcre2_match_data* match = pcre2_match_data_create(1, nullptr);
    const int result = pcre2_match(code_->compiled, reinterpret_cast<PCRE2_SPTR>(text.data()),
                                   text.size(), 0, 0, match, nullptr);
    pcre2_match_data_free(match);
    return result >= 0;
}

namespace {

struct IgnoreRule {
    std::vector<std::string> parts;  // between slashes; "**" stands for any number of folders
    bool anchored = false;
    bool folders_only = false;
    bool negated = false;
};

std::optional<IgnoreRule> parse_rule(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) return std::nullopt;
    IgnoreRule rule;
    if (line.starts_with('!')) {
        rule.negated = true;
        line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
        rule.folders_only = true;
        line.remove_suffix(1);
    }
    rule.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) return std::nullopt;
    for (;;) {
        const std::size_t slash = line.find('/');
        rule.parts.emplace_back(line.substr(0, slash));
        if (slash == std::string_view::npos) return rule;
        line.remove_prefix(slash + 1);
    }
}

using Parts = std::vector<std::string_view>;

bool parts_match(const std::vector<std::string>& rule, const Parts& path) {
    // "dir/**" is what lies in the folder, not the folder.
    const bool inside = rule.size() > 1 && rule.back() == "**";
    if (inside && path.size() < rule.size()) return false;
    const auto star = [&](std::size_t r) { return rule[r] == "**"; };
    return config::matches_with_stars(
        rule.size(), path.size(), star,
        [&](std::size_t r, std::size_t p) { return config::name_matches(rule[r], path[p]); });
}

bool matches(const IgnoreRule& rule, const Parts& path, bool is_folder) {
    if (rule.folders_only && !is_folder) return false;
    if (rule.anchored) return parts_match(rule.parts, path);
    return config::name_matches(rule.parts.front(), path.back());
}

}  // namespace

struct Exclusion::GitIgnores {
    struct File {
        std::string folder;
        std::vector<IgnoreRule> rules;
    };
    using Files = std::vector<File>;

    explicit GitIgnores(const base::FileSystem& files_) : files(files_) {}

    const base::FileSystem& files;
    std::mutex mutex;
    std::unordered_map<std::string, Files> known;  // by folder: its own file and those above

    void read(const std::string& folder, const std::string& path, Files& result) {
        const auto text = files.read(path);
        if (!text) return;
        File file{folder, {}};
        for (std::string_view rest = *text; !rest.empty();) {
            const std::size_t end = rest.find('\n');
            if (auto rule = parse_rule(rest.substr(0, end))) file.rules.push_back(std::move(*rule));
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
        result.push_back(std::move(file));
    }

    const Files& files_for(const std::string& folder) {
        if (const auto old = known.find(folder); old != known.end()) return old->second;
        Files result;
        const std::string parent(folder_of(folder));
        if (parent == folder || files.exists(join_path(folder, ".git"))) {
            read(folder, join_path(folder, ".git/info/exclude"), result);
        } else {
            result = files_for(parent);
        }
        read(folder, join_path(folder, ".gitignore"), result);
        return known[folder] = std::move(result);
    }

    bool covers(const std::string& path, bool is_folder) {
        const std::lock_guard lock(mutex);
        for (const File& file : files_for(std::string(folder_of(path)))) {
            const std::string relative = config::relative_path(path, file.folder, "/");
            Parts parts;
            for (std::string_view rest = relative;;) {
                const std::size_t slash = rest.find('/');
                parts.push_back(rest.substr(0, slash));
                if (slash == std::string_view::npos) break;
                rest.remove_prefix(slash + 1);
            }
            bool ignored = false;
            for (const IgnoreRule& rule : file.rules) {
                if (matches(rule, parts, is_folder)) ignored = !rule.negated;
            }
            if (ignored) return true;
        }
        return false;
    }
};

Exclusion::Exclusion(const config::Options& options, const base::FileSystem& files)
    : files_(files), texts_(options.exclude) {
    for (const std::string& text : texts_) patterns_.emplace_back(text);
    if (options.exclude_gitignore) git_ignores_ = std::make_unique<GitIgnores>(files);
}

Exclusion::~Exclusion() = default;

std::optional<std::string> Exclusion::problem() const {
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
        if (patterns_[i].problem().empty()) continue;
        std::string text = "error: The exclude " + texts_[i] +
                           " is an invalid regular expression, because: " + patterns_[i].problem();
        if (texts_[i].find('\\') != std::string::npos) {
            text += "\n(Hint: use / as a path separator, even if you're on Windows!)";
        }
        return text +
               "\nFor more information on Python's flavor of regex, see: "
               "https://docs.python.org/3/library/re.html";
    }
    return std::nullopt;
}

bool Exclusion::covers(const std::string& path) const {
    if (patterns_.empty() && !git_ignores_) return false;
    const bool is_folder = files_.is_dir(path);
    const std::string cwd = files_.cwd();
    std::string relative = config::relative_path(path, cwd, cwd);
    if (is_folder) relative += '/';
    const auto matches = [&](const Pattern& pattern) { return pattern.found_in(relative); };
    if (std::any_of(patterns_.begin(), patterns_.end(), matches)) return true;
    return git_ignores_ && git_ignores_->covers(config::absolute_path(path, cwd), is_folder);
}

bool is_skipped_name(std::string_view name) {
    return name == "__pycache__" || name == "site-packages" || name == "node_modules" ||
           name.starts_with('.');
}

}  // namespace krait::modules
