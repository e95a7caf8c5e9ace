#include "project/named_folders.h"

#include <algorithm>

#include "python/config/paths.h"

namespace krait::project {

bool is_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return true;
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

NamedFolders::NamedFolders(const Configuration& configuration) {
    add(configuration.root);
    const modules::SearchPaths& paths = configuration.finder->paths();
    for (const auto* folders :
         {&paths.python_path, &paths.mypy_path, &paths.package_path, &paths.typeshed_path}) {
        for (const std::string& folder : *folders) add(folder);
    }
}

void NamedFolders::add(const std::string& folder) {
    folders_.push_back(config::normalize_path(folder));
}

bool NamedFolders::store(base::ByteWriter& out, std::string_view path) const {
    std::size_t best = folders_.size();
    for (std::size_t i = 0; i < folders_.size(); ++i) {
        if (!is_below(path, folders_[i])) continue;
        if (best == folders_.size() || folders_[i].size() > folders_[best].size()) best = i;
    }
    if (best == folders_.size()) return false;
    std::string_view rest = path.substr(std::min(path.size(), folders_[best].size()));
    while (rest.starts_with('/')) rest.remove_prefix(1);
    out.number(best).text(rest);
    return true;
}

std::string NamedFolders::read(base::ByteReader& in) const {
    const std::uint64_t folder = in.number();
    const std::string_view rest = in.text();
    if (in.failed() || folder >= folders_.size()) return {};
    return rest.empty() ? folders_[folder] : config::join_path(folders_[folder], rest);
}

}  // namespace krait::project
