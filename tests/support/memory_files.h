// memory_files.h
//
// A disk in memory: a program in a test is a few lines of text, not a folder to clean up.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/file_system.h"

namespace krait::test {

class MemoryFiles final : public base::FileSystem {
public:
    explicit MemoryFiles(std::map<std::string, std::string, std::less<>> files = {},
                         std::string cwd = "/work")
        : files_(std::move(files)), cwd_(std::move(cwd)) {}

    void put(std::string_view path, std::string text) {
        files_[std::string(path)] = std::move(text);
    }
    void remove(std::string_view path) { files_.erase(std::string(path)); }

    bool is_file(std::string_view path) const override { return files_.contains(absolute(path)); }
    bool is_dir(std::string_view path) const override {
        std::string prefix = absolute(path);
        if (prefix == cwd_) return true;
        if (!prefix.ends_with('/')) prefix += '/';
        auto first = files_.lower_bound(prefix);
        return first != files_.end() && first->first.starts_with(prefix);
    }
    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        if (!is_dir(path)) return std::nullopt;
        std::string prefix = absolute(path);
        if (!prefix.ends_with('/')) prefix += '/';
        std::vector<std::string> names;
        for (auto file = files_.lower_bound(prefix);
             file != files_.end() && file->first.starts_with(prefix); ++file) {
            std::string name = file->first.substr(prefix.size());
            name = name.substr(0, name.find('/'));
            if (names.empty() || names.back() != name) names.push_back(std::move(name));
        }
        return names;
    }
    std::optional<std::string> read(std::string_view path) const override {
        auto found = files_.find(absolute(path));
        if (found == files_.end()) return std::nullopt;
        return found->second;
    }
    std::string cwd() const override { return cwd_; }

private:
    std::string absolute(std::string_view path) const {
        std::string whole = path.starts_with('/') ? std::string(path)
                                                  : cwd_ + "/" + std::string(path);
        while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
        return whole;
    }

    std::map<std::string, std::string, std::less<>> files_;
    std::string cwd_;
};

}  // namespace krait::test
