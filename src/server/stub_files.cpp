#include "server/stub_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "python/modules/embedded_typeshed.h"
#include "server/uri.h"

namespace krait::server {

namespace {

namespace fs = std::filesystem;

std::string stub_folder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    std::string folder = cache != nullptr && *cache == '/' ? cache
                         : home != nullptr                 ? std::string(home) + "/.cache"
                                                           : "/tmp";
    return folder + "/krait/typeshed-" + std::string(modules::typeshed_digest().substr(0, 12));
}

/// Whole or not at all: another server may be at it, too.
void write_file(const fs::path& path, const std::string& text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const fs::path draft = path.string() + ".new";
    {
        std::ofstream out(draft, std::ios::binary);
        out << text;
        if (!out) return;
    }
    fs::permissions(draft, fs::perms::owner_write | fs::perms::group_write,
                    fs::perm_options::remove, error);
    fs::rename(draft, path, error);
}

}  // namespace

std::optional<std::string> document_path(std::string_view uri) {
    std::optional<std::string> path = path_of_uri(uri);
    const std::string folder = stub_folder();
    if (path && path->starts_with(folder + "/")) {
        return std::string(modules::kTypeshedRoot) + path->substr(folder.size());
    }
    return path;
}

std::string document_uri(const std::string& path) {
    if (!path.starts_with(modules::kTypeshedRoot)) return uri_of_path(path);
    const std::string inside = path.substr(modules::kTypeshedRoot.size() + 1);
    const std::string file = stub_folder() + "/" + inside;
    std::error_code error;
    if (!fs::exists(file, error)) {
        if (const auto text = modules::read_typeshed(inside)) write_file(file, *text);
    }
    return uri_of_path(file);
}

}  // namespace krait::server
