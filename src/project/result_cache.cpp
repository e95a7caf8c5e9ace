#include "project/result_cache.h"

#include <chrono>
#include <filesystem>
#include <optional>

#include "python/config/command_line.h"
#include "python/config/paths.h"

namespace krait::project {

namespace fs = std::filesystem;

namespace {

constexpr char kOwnFolder[] = ".krait_cache";

std::int64_t today() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::hours>(now).count() / 24;
}

/// Where the interfaces of the standard library lie, if they came with the program.
std::optional<cache::Database> find_snapshot() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return std::nullopt;
    for (const fs::path& near : {program.parent_path(), program.parent_path().parent_path()}) {
        const fs::path folder = near / "share" / "krait" / "typeshed";
        if (!fs::exists(cache::database_file(folder), error)) continue;
        return cache::open_snapshot(folder);
    }
    return std::nullopt;
}

}  // namespace

std::string cache_folder(const config::Options& options, const std::string& root) {
    if (!options.incremental) return {};
    const std::string named = options.cache_dir_given ? options.cache_dir : kOwnFolder;
    if (named.empty() || named == "/dev/null" || named == "nul") return {};
    return config::absolute_path(named, root);
}

std::string configured_cache_folder(const std::string& root) {
    const Surroundings here = real_surroundings(root);
    config::CommandLineContext context{*here.files, here.environment};
    context.require_targets = false;
    const auto line = config::parse_command_line({}, context);
    std::string folder = line ? cache_folder(line->options, root) : "";
    return folder.empty() ? cache_folder({}, root) : folder;
}

ResultCache open_cache(const Configuration& configuration) {
    ResultCache made;
    const std::string folder = cache_folder(configuration.global(), configuration.root);
    if (folder.empty() || !configuration.files->is_dir(configuration.root)) return made;
    auto database = cache::open_database(folder);
    if (!database) {
        made.warning = database.error();
        return made;
    }
    made.store = std::make_shared<cache::Store>(std::move(*database), today());
    if (auto snapshot = find_snapshot()) made.store->look_also_in(std::move(*snapshot));
    made.warning = made.store->warning();
    return made;
}

}  // namespace krait::project
