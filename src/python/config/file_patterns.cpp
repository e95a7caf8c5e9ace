// file_patterns.cpp
//
// Shell-like patterns for the `files` option, as Python's glob.glob(recursive=True) takes them, but
// sorted: the order in which a disk happens to list a folder must not show.

#include <algorithm>

#include "python/config/values.h"

namespace krait::config {
namespace {

bool has_magic(std::string_view text) {
    return text.find_first_of("*?[") != std::string_view::npos;
}

/// Matches "[...]" at the start of `pattern`; gives how long it is, or 0 if it isn't closed.
std::size_t match_class(std::string_view pattern, char c, bool& matched) {
    std::size_t i = 1;
    const bool negated = i < pattern.size() && pattern[i] == '!';
    if (negated) ++i;
    const std::size_t first = i;
    matched = false;
    for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            matched |= pattern[i] <= c && c <= pattern[i + 2];
            i += 2;
        } else {
            matched |= pattern[i] == c;
        }
    }
    if (i >= pattern.size()) return 0;
    matched ^= negated;
    return i + 1;
}

void collect(const std::string& folder, std::string_view pattern, const base::FileSystem& files,
             int depth, Strings& found);

void collect_below(const std::string& folder, std::string_view rest, const base::FileSystem& files,
                   int depth, Strings& found) {
    constexpr int kDeepest = 200;  // folders within folders; links may form a circle
    if (depth > kDeepest) return;
    if (rest.empty()) {
        if (!folder.empty()) found.push_back(folder);
    } else {
        collect(folder, rest, files, depth, found);
    }
    const auto names = files.list(folder.empty() ? "." : folder);
    if (!names) return;
    for (const std::string& name : *names) {
        if (name.starts_with('.')) continue;
        const std::string path = join_path(folder, name);
        if (files.is_dir(path)) {
            collect_below(path, rest, files, depth + 1, found);
        } else if (rest.empty()) {
            found.push_back(path);
        }
    }
}

void collect(const std::string& folder, std::string_view pattern, const base::FileSystem& files,
             int depth, Strings& found) {
    const std::size_t slash = pattern.find('/');
    const std::string_view head = pattern.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    std::string_view rest = last ? std::string_view{} : pattern.substr(slash + 1);
    while (rest.starts_with('/')) rest.remove_prefix(1);
    if (head == "**") return collect_below(folder, rest, files, depth, found);
    const auto go_on = [&](const std::string& path) {
        if (last) {
            if (files.exists(path)) found.push_back(path);
        } else if (files.is_dir(path)) {
            if (rest.empty()) {
                found.push_back(path + "/");
            } else {
                collect(path, rest, files, depth, found);
            }
        }
    };
    if (!has_magic(head)) return go_on(join_path(folder, head));
    const auto names = files.list(folder.empty() ? "." : folder);
    if (!names) return;
    for (const std::string& name : *names) {
        if (name.starts_with('.') && !head.starts_with('.')) continue;
        if (name_matches(head, name)) go_on(join_path(folder, name));
    }
}

}  // namespace

bool name_matches(std::string_view pattern, std::string_view name) {
    // The usual two-pointer walk: on a mismatch, let the last star take one more character.
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_name = 0;
    while (n < name.size()) {
        bool matched = false;
        std::size_t length = 1;
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_name = n;
            continue;
        }
        if (p < pattern.size()) {
            if (pattern[p] == '[') length = match_class(pattern.substr(p), name[n], matched);
            if (pattern[p] != '[' || length == 0) {
                length = 1;
                matched = pattern[p] == '?' || pattern[p] == name[n];
            }
        }
        if (matched) {
            p += length;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++star_name;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

Strings expand_pattern(std::string_view pattern, const base::FileSystem& files) {
    if (!has_magic(pattern)) return {std::string(pattern)};
    Strings found;
    std::string_view rest = pattern;
    const std::string start = rest.starts_with('/') ? "/" : "";
    while (rest.starts_with('/')) rest.remove_prefix(1);
    collect(start, rest, files, 0, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.empty()) found.emplace_back(pattern);
    return found;
}

}  // namespace krait::config
