#include "server/folders.h"

#include <algorithm>

#include "project/inspector.h"

namespace krait::server {

namespace {

bool contains(std::string_view root, std::string_view path) {
    if (root == "/") return true;
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

/// The place of the deepest root that contains the path; the end if none does.
template <class Items, class RootOf>
auto deepest(const Items& items, std::string_view path, RootOf root_of) {
    auto best = items.end();
    for (auto at = items.begin(); at != items.end(); ++at) {
        const std::string& root = root_of(*at);
        const bool is_deeper = best == items.end() || root.size() > root_of(*best).size();
        if (is_deeper && contains(root, path)) best = at;
    }
    return best;
}

bool has_module(const Folder& folder, const std::string& path) {
    const auto inspector = folder.program ? folder.program->inspector() : nullptr;
    return inspector && !inspector->registry().modules_of_file(path).empty();
}

}  // namespace

std::optional<std::size_t> innermost(const std::vector<std::string>& roots, std::string_view path) {
    const auto at = deepest(roots, path, [](const std::string& root) -> auto& { return root; });
    if (at == roots.end()) return std::nullopt;
    return static_cast<std::size_t>(at - roots.begin());
}

Folder& Folders::add(const std::string& root) {
    for (const auto& folder : folders_) {
        if (folder->root == root) return *folder;
    }
    folders_.push_back(std::make_unique<Folder>());
    Folder& folder = *folders_.back();
    folder.number = next_++;
    folder.root = root;
    return folder;
}

std::unique_ptr<Folder> Folders::take_out(const std::string& root) {
    const auto at = std::find_if(folders_.begin(), folders_.end(),
                                 [&](const auto& folder) { return folder->root == root; });
    if (at == folders_.end()) return nullptr;
    std::unique_ptr<Folder> out = std::move(*at);
    folders_.erase(at);
    return out;
}

Folder* Folders::find(FolderNumber number) const {
    for (const auto& folder : folders_) {
        if (folder->number == number) return folder.get();
    }
    return nullptr;
}

std::vector<std::string> Folders::inside(const Folder& folder) const {
    std::vector<std::string> roots;
    for (const auto& other : folders_) {
        if (other->root != folder.root && contains(folder.root, other->root)) {
            roots.push_back(other->root);
        }
    }
    return roots;
}

Folder* Folders::containing(std::string_view path) const {
    const auto at =
        deepest(folders_, path, [](const auto& folder) -> auto& { return folder->root; });
    return at == folders_.end() ? nullptr : at->get();
}

Folder* Folders::of_file(const std::string& path) const {
    if (folders_.empty()) return nullptr;
    if (Folder* around = containing(path)) return around;
    if (Folder* home = home_of(path)) return home;
    const auto at = std::find_if(folders_.begin(), folders_.end(),
                                 [&](const auto& folder) { return has_module(*folder, path); });
    return at != folders_.end() ? at->get() : folders_.front().get();
}

Folder* Folders::opened(const std::string& path) {
    Folder* folder = of_file(path);
    if (folder != nullptr) homes_[path] = folder->number;
    return folder;
}

Folder* Folders::home_of(const std::string& path) const {
    const auto at = homes_.find(path);
    return at == homes_.end() ? nullptr : find(at->second);
}

std::optional<project::FileDiagnostics> Folders::heard(FolderNumber from,
                                                       project::FileDiagnostics result) {
    const std::string path = result.path;
    const Folder* owner = containing(path);
    if (owner == nullptr) owner = home_of(path);
    if (owner != nullptr) {
        if (owner->number != from) return std::nullopt;
    } else {
        auto& said = outside_[path];
        if (!result.diagnostics.empty()) {
            said[from] = result;
        } else if (said.erase(from) == 0 && !said.empty()) {
            return std::nullopt;
        }
        if (said.empty()) {
            outside_.erase(path);
        } else {
            from = said.begin()->first;
            result = said.begin()->second;
        }
    }
    if (result.diagnostics.empty()) {
        shown_.erase(path);
    } else {
        shown_[path] = from;
    }
    return result;
}

std::vector<std::string> Folders::take_unheard() {
    for (auto at = outside_.begin(); at != outside_.end();) {
        std::erase_if(at->second, [&](const auto& said) { return find(said.first) == nullptr; });
        at = at->second.empty() ? outside_.erase(at) : std::next(at);
    }
    std::vector<std::string> paths;
    for (const auto& [path, number] : shown_) {
        const Folder* around = containing(path);
        const bool gone = find(number) == nullptr;
        if (gone || (around != nullptr && around->number != number)) paths.push_back(path);
    }
    for (const std::string& path : paths) shown_.erase(path);
    return paths;
}

}  // namespace krait::server
