// memory_files.h
//
// A file system in memory for tests: a few lines build a world.

#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/file_system.h"
#include "python/config/paths.h"

namespace krait::tests {

/// Files by path; folders exist if something lies in them. Relative paths are below cwd.
class MemoryFiles final : public base::FileSystem {
public:
    MemoryFiles(std::initializer_list<std::pair<const char*, const char*>> files,
                std::string cwd = "/work")
        : cwd_(std::move(cwd)) {
        for (const auto& [path, text] : files) write(path, text);
    }

    void write(std::string_view path, std::string_view text) {
        files_[config::absolute_path(path, cwd_)] = text;
    }
    void remove(std::string_view path) { files_.erase(config::absolute_path(path, cwd_)); }

    bool is_file(std::string_view path) const override {
        return files_.contains(config::absolute_path(path, cwd_));
    }
    bool is_dir(std::string_view path) const override { return list(path).has_value(); }
    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        std::string prefix = config::absolute_path(path, cwd_);
        if (!prefix.ends_with('/')) prefix += '/';
        std::vector<std::string> names;
        for (auto it = files_.lower_bound(prefix);
             it != files_.end() && it->first.starts_with(prefix); ++it) {
            const std::string rest = it->first.substr(prefix.size());
            names.push_back(rest.substr(0, rest.find('/')));
        }
        if (names.empty()) return std::nullopt;
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        return names;
    }
    std::optional<std::string> read(std::string_view path) const override {
        const auto found = files_.find(config::absolute_path(path, cwd_));
        return found == files_.end() ? std::nullopt : std::optional(found->second);
    }
    std::string cwd() const override { return cwd_; }

private:
    std::string cwd_;
    std::map<std::string, std::string> files_;
};

/// An environment of these variables only.
inline config::Environment environment_of(std::map<std::string, std::string, std::less<>> values) {
    return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
        const auto found = values.find(name);
        return found == values.end() ? std::nullopt : std::optional(found->second);
    };
}

}  // namespace krait::tests
