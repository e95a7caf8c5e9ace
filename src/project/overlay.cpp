#include "project/overlay.h"

#include <algorithm>

#include "python/syntax/decoding.h"

namespace krait::project {

base::SourceTextPtr Overlay::text(const ModuleRecord& record, std::string& error) const {
    if (record.text) return std::make_shared<const base::SourceText>(*record.text);
    std::shared_ptr<const base::FileSystem> files;
    {
        std::lock_guard lock(mutex_);
        auto found = documents_.find(record.path);
        if (found != documents_.end()) return found->second.text;
        files = files_;
    }
    std::optional<std::string> bytes = files->read(record.path);
    if (!bytes) {
        error = "Can't read file '" + record.display_path + "'";
        return nullptr;
    }
    base::Result<std::string> decoded = syntax::decode_source(*bytes);
    if (!decoded) {
        error = decoded.error().message;
        return nullptr;
    }
    return std::make_shared<const base::SourceText>(std::move(*decoded));
}

bool Overlay::is_from_disk(const ModuleRecord& record, const base::SourceText* text) const {
    if (record.text) return false;
    std::lock_guard lock(mutex_);
    auto found = documents_.find(record.path);
    return found == documents_.end() || found->second.text.get() != text;
}

void Overlay::look_at(std::shared_ptr<const base::FileSystem> files) {
    std::lock_guard lock(mutex_);
    files_ = std::move(files);
}

void Overlay::set(const std::string& path, base::SourceTextPtr text, std::int32_t version) {
    std::lock_guard lock(mutex_);
    documents_[path] = {std::move(text), version};
}

void Overlay::remove(const std::string& path) {
    std::lock_guard lock(mutex_);
    documents_.erase(path);
}

bool Overlay::has(const std::string& path) const {
    std::lock_guard lock(mutex_);
    return documents_.contains(path);
}

std::vector<std::string> Overlay::paths() const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> paths;
    for (const auto& [path, document] : documents_) paths.push_back(path);
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::optional<std::int32_t> Overlay::version_of(const std::string& path,
                                                const base::SourceText* text) const {
    std::lock_guard lock(mutex_);
    auto found = documents_.find(path);
    if (found == documents_.end() || found->second.text.get() != text) return std::nullopt;
    return found->second.version;
}

void Overlay::take_documents(Overlay& other) {
    std::scoped_lock lock(mutex_, other.mutex_);
    documents_ = std::move(other.documents_);
    other.documents_.clear();
}

}  // namespace krait::project
