#include "cli/cache_command.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cache/upkeep.h"
#include "project/result_cache.h"

namespace krait::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kFailed = 2;
constexpr double kMegabyte = 1024.0 * 1024.0;

int fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    return kFailed;
}

double megabytes(std::uint64_t bytes) {
    return static_cast<double>(bytes) / kMegabyte;
}

/// The folder of a cache that somebody named by its folder or by its file.
fs::path folder_of(const std::string& name) {
    const fs::path path(name);
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && path.filename() == "krait.db" ? path.parent_path()
                                                                               : path;
}

base::Result<cache::Database> open_existing(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::exists(cache::database_file(folder), ignored)) {
        return base::fail("There is no cache in " + folder.string() +
                          ". `krait check` makes one; --cache-dir names another folder.");
    }
    auto database = cache::open_database(folder);
    if (!database) return base::fail(database.error());
    return std::move(*database);
}

int print_json(const cache::Database& database, const cache::CacheFigures& figures) {
    nlohmann::ordered_json out;
    out["file"] = database.file.string();
    out["file_bytes"] = figures.file_bytes;
    out["free_bytes"] = figures.free_bytes;
    for (std::size_t i = 0; i < cache::kKinds.size(); ++i) {
        const cache::KindFigures& kind = figures.kinds[i];
        out["kinds"][std::string(cache::name_of(cache::kKinds[i]))] = {{"count", kind.count},
                                                                       {"bytes", kind.bytes}};
    }
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}

int stat(cache::Database& database, bool json) {
    auto figures = cache::figures_of(database);
    if (!figures) return fail(figures.error().message);
    if (json) return print_json(database, *figures);
    std::printf("%s: %.1f MB, of which %.1f MB are free to be filled again\n",
                database.file.c_str(), megabytes(figures->file_bytes),
                megabytes(figures->free_bytes));
    for (std::size_t i = 0; i < cache::kKinds.size(); ++i) {
        const cache::KindFigures& kind = figures->kinds[i];
        std::printf("  %-10s %8llu %9.1f MB\n",
                    std::string(cache::name_of(cache::kKinds[i])).c_str(),
                    static_cast<unsigned long long>(kind.count), megabytes(kind.bytes));
    }
    if (figures->oldest_use > 0) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const auto today = std::chrono::duration_cast<std::chrono::hours>(now).count() / 24;
        std::printf(
            "What was not used for longest was last used %lld days ago; `krait cache gc "
            "--size MEGABYTES` drops such things first.\n",
            static_cast<long long>(today - figures->oldest_use));
    }
    return 0;
}

int report_removed(const base::Result<cache::Removed>& removed, const char* what) {
    if (!removed) return fail(removed.error().message);
    std::printf("%s: %llu artefacts (%.1f MB) were removed.\n", what,
                static_cast<unsigned long long>(removed->count), megabytes(removed->bytes));
    return 0;
}

int clear(const fs::path& folder) {
    std::error_code error;
    for (const char* part : {"", "-wal", "-shm", "-journal", ".damaged", ".lock"}) {
        fs::remove(cache::database_file(folder).string() + part, error);
        if (error) return fail("The cache can't be deleted: " + error.message() + ".");
    }
    std::printf("The cache in %s is empty.\n", folder.c_str());
    return 0;
}

int copy(cache::Database& into, cache::Database& from) {
    auto merged = cache::merge(into, from);
    if (!merged) return fail(merged.error().message);
    std::printf(
        "%s: %llu artefacts are new, %llu were there already, %llu are damaged and left "
        "out.\n",
        from.file.c_str(), static_cast<unsigned long long>(merged->copied),
        static_cast<unsigned long long>(merged->present),
        static_cast<unsigned long long>(merged->damaged));
    return 0;
}

int export_to(cache::Database& database, const fs::path& folder) {
    auto into = cache::open_database(folder);
    if (!into) return fail(into.error());
    if (const int status = copy(*into, database); status != 0) return status;
    if (auto sealed = cache::seal(*into); !sealed) return fail(sealed.error().message);
    return 0;
}

int import_from(const fs::path& folder, const std::vector<std::string>& others) {
    auto into = cache::open_database(folder);
    if (!into) return fail(into.error());
    for (const std::string& other : others) {
        auto from = open_existing(folder_of(other));
        if (!from) return fail(from.error().message);
        if (const int status = copy(*into, *from); status != 0) return status;
    }
    return 0;
}

}  // namespace

int cache_command(const CacheRequest& request) {
    const fs::path folder = request.folder;
    if (request.action == CacheAction::Import) return import_from(folder, request.others);
    if (request.action == CacheAction::Clear) return clear(folder);
    auto database = open_existing(folder);
    if (!database) return fail(database.error().message);
    if (!database->warning.empty()) std::fprintf(stderr, "%s\n", database->warning.c_str());
    switch (request.action) {
        case CacheAction::Shrink:
            return report_removed(cache::shrink(*database, request.megabytes << 20), "Shrunk");
        case CacheAction::Verify:
            return report_removed(cache::remove_damaged(*database), "Verified");
        case CacheAction::Export:
            return export_to(*database, request.others.front());
        default:
            return stat(*database, request.json);
    }
}

std::string cache_folder(const std::string& given) {
    std::error_code ignored;
    return given.empty() ? project::configured_cache_folder(fs::current_path(ignored).string())
                         : given;
}

}  // namespace krait::cli
