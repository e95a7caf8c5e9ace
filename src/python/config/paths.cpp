// paths.cpp

#include "python/config/paths.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace krait::config {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0) parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return parts;
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(name).c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
}

std::string join_path(std::string_view folder, std::string_view name) {
    if (name.starts_with('/') || folder.empty()) return std::string(name);
    std::string result(folder);
    if (!result.ends_with('/')) result += '/';
    return result.append(name);
}

bool is_normal_path(std::string_view path) {
    if (!path.starts_with('/') || (path.size() > 1 && path.ends_with('/'))) return false;
    for (std::size_t slash = 0; slash != path.npos; slash = path.find('/', slash + 1)) {
        const std::string_view rest = path.substr(slash + 1);
        if (rest.starts_with('/')) return false;
        if (!rest.starts_with('.')) continue;
        const std::string_view part = rest.substr(0, rest.find('/'));
        if (part == "." || part == "..") return false;
    }
    return true;
}

std::string normalize_path(std::string_view path) {
    if (path.empty()) return ".";
    if (is_normal_path(path)) return std::string(path);
    const bool absolute = path.starts_with('/');
    // POSIX gives exactly two slashes at the start a meaning of their own.
    const bool two_slashes = path.starts_with("//") && !path.starts_with("///");
    std::vector<std::string_view> kept;
    for (const std::string_view part : parts_of(path)) {
        if (part == ".") continue;
        if (part != ".." || (!absolute && (kept.empty() || kept.back() == ".."))) {
            kept.push_back(part);
        } else if (!kept.empty()) {
            kept.pop_back();
        }
    }
    std::string result = two_slashes ? "//" : absolute ? "/" : "";
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (i > 0) result += '/';
        result += kept[i];
    }
    return result.empty() ? "." : result;
}

std::string absolute_path(std::string_view path, std::string_view cwd) {
    if (is_normal_path(path)) return std::string(path);
    return normalize_path(join_path(cwd, path));
}

std::string relative_path(std::string_view path, std::string_view from, std::string_view cwd) {
    const std::string target = absolute_path(path, cwd);
    const std::string start = absolute_path(from, cwd);
    const auto target_parts = parts_of(target);
    const auto start_parts = parts_of(start);
    const auto [in_target, in_start] = std::mismatch(target_parts.begin(), target_parts.end(),
                                                     start_parts.begin(), start_parts.end());
    std::string result;
    for (auto it = in_start; it != start_parts.end(); ++it) result = join_path(result, "..");
    for (auto it = in_target; it != target_parts.end(); ++it) result = join_path(result, *it);
    return result.empty() ? "." : result;
}

std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return {{}, path};
    std::string_view folder = path.substr(0, slash + 1);
    const std::size_t last = folder.find_last_not_of('/');
    if (last != std::string_view::npos) folder = folder.substr(0, last + 1);
    return {folder, path.substr(slash + 1)};
}

std::pair<std::string_view, std::string_view> split_suffix(std::string_view path) {
    const std::size_t start = path.size() - name_of(path).size();
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || dot < start) return {path, {}};
    const std::size_t first_other = path.find_first_not_of('.', start);
    if (first_other == std::string_view::npos || first_other > dot) return {path, {}};
    return {path.substr(0, dot), path.substr(dot)};
}

std::string expand_user(std::string_view path, const Environment& environment) {
    if (path != "~" && !path.starts_with("~/")) return std::string(path);
    const auto home = environment("HOME");
    if (!home) return std::string(path);
    std::string folder = *home;
    while (folder.ends_with('/')) folder.pop_back();
    folder += path.substr(1);
    return folder.empty() ? "/" : folder;
}

std::string expand_path(std::string_view path, const Environment& environment) {
    const std::string text = expand_user(path, environment);
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '$') {
            result += text[i++];
            continue;
        }
        const bool braces = i + 1 < text.size() && text[i + 1] == '{';
        const std::size_t start = i + (braces ? 2 : 1);
        std::size_t end = start;
        if (braces) {
            end = std::min(text.find('}', start), text.size());
        } else {
            while (end < text.size() && is_name_character(text[end])) ++end;
        }
        const std::size_t after = braces ? end + 1 : end;
        const auto value = end == start || after > text.size()
                               ? std::nullopt
                               : environment(std::string_view(text).substr(start, end - start));
        if (value) {
            result += *value;
            i = after;
        } else {
            result += text[i++];
        }
    }
    return result;
}

std::string_view strip(std::string_view text) {
    constexpr std::string_view kSpace = " \t\n\r\f\v\x1c\x1d\x1e\x1f";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace krait::config
