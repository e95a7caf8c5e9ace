// folder.h: an empty folder for one test, and the shortest way to a store in it.

#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "cache/store.h"

namespace krait::cache::test {

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "krait-cache-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    std::filesystem::path path;
};

inline std::unique_ptr<Store> open_store(const std::filesystem::path& folder,
                                         std::int64_t day = 1) {
    auto database = open_database(folder);
    if (!database) return nullptr;
    return std::make_unique<Store>(std::move(*database), day);
}

inline Key key_of(std::string_view text, Kind kind = Kind::Interface) {
    return {kind, base::digest_of(text)};
}

/// The newest content under the key; nothing if there is none.
inline std::optional<std::string> get(Store& store, const Key& key) {
    std::optional<std::string> found;
    store.find(key, [&](std::string_view content) {
        found = content;
        return true;
    });
    return found;
}

}  // namespace krait::cache::test
