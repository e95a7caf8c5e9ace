#include "project/recorded_files.h"

#include <algorithm>
#include <functional>

#include "python/config/paths.h"
#include "python/modules/embedded_typeshed.h"

namespace krait::project {

namespace {

/// Whether a name in a folder can be, or lead to, a module.
bool is_of_interest(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == name.npos) return name != "__pycache__";
    return dot != 0 && (name.ends_with(".py") || name.ends_with(".pyi"));
}

}  // namespace

base::Digest digest_of_names(const std::optional<std::vector<std::string>>& names) {
    if (!names) return {};
    base::Hasher hasher;
    for (const std::string& name : *names) {
        if (is_of_interest(name)) hasher.add(std::string_view(name));
    }
    return hasher.finish();
}

base::Digest digest_of_content(std::string_view bytes) {
    return base::Hasher().add(base::digest_of(bytes)).add(std::uint64_t{bytes.size()}).finish();
}

template <class Answer>
void RecordedFiles::put(std::string_view folder, std::string_view name,
                        std::optional<Answer> SeenPath::* field, const Answer& answer) const {
    const std::lock_guard lock(mutex_);
    // Questions about one folder come one after the other.
    if (last_ == seen_.end() || last_->first != folder) {
        last_ = seen_.find(folder);
        if (last_ == seen_.end()) last_ = seen_.try_emplace(std::string(folder)).first;
    }
    auto at = last_->second.find(name);
    if (at == last_->second.end()) at = last_->second.try_emplace(std::string(name)).first;
    std::optional<Answer>& known = at->second.*field;
    if (known && *known != answer) changed_ = true;
    known = answer;
}

template <class Answer>
void RecordedFiles::note(std::string_view path, bool is_folder,
                         std::optional<Answer> SeenPath::* field, const Answer& answer) const {
    if (path.starts_with(modules::kTypeshedRoot)) return;  // as unchanging as the program
    std::string made;
    if (!config::is_normal_path(path)) path = made = config::absolute_path(path, below_->cwd());
    if (is_folder) {
        put(path, "", field, answer);
    } else {
        const auto [folder, name] = config::split_path(path);
        put(folder, name, field, answer);
    }
}

bool RecordedFiles::is_file(std::string_view path) const {
    const bool answer = below_->is_file(path);
    note(path, false, &SeenPath::is_file, answer);
    return answer;
}

bool RecordedFiles::is_dir(std::string_view path) const {
    const bool answer = below_->is_dir(path);
    note(path, answer, &SeenPath::is_dir, answer);
    return answer;
}

std::optional<std::vector<std::string>> RecordedFiles::list(std::string_view path) const {
    auto answer = below_->list(path);
    note(path, true, &SeenPath::names, digest_of_names(answer));
    return answer;
}

std::optional<std::string> RecordedFiles::read(std::string_view path) const {
    auto answer = below_->read(path);
    note(path, false, &SeenPath::content, answer ? digest_of_content(*answer) : base::Digest{});
    return answer;
}

std::optional<SeenFolders> RecordedFiles::seen() const {
    const std::lock_guard lock(mutex_);
    return changed_ ? std::nullopt : std::optional(seen_);
}

std::optional<std::vector<std::string>> other_texts(
    const SeenFolders& seen, const base::FileSystem& files,
    const std::function<base::Digest(const std::string&)>& content, std::size_t most) {
    constexpr base::Digest nothing{};
    std::vector<std::string> others;
    for (const auto& [folder, paths] : seen) {
        const auto listed = files.list(folder);
        for (const auto& [name, path] : paths) {
            if (listed && !name.empty() &&
                !std::binary_search(listed->begin(), listed->end(), name)) {
                const bool was_there = path.is_file.value_or(false) ||
                                       path.is_dir.value_or(false) ||
                                       path.names.value_or(nothing) != nothing ||
                                       path.content.value_or(nothing) != nothing;
                if (was_there) return std::nullopt;
                continue;
            }
            const std::string whole = name.empty() ? folder : config::join_path(folder, name);
            if (path.is_file && *path.is_file != files.is_file(whole)) return std::nullopt;
            if (path.is_dir && *path.is_dir != files.is_dir(whole)) return std::nullopt;
            if (path.names && *path.names != digest_of_names(files.list(whole))) {
                return std::nullopt;
            }
            if (!path.content) continue;
            const base::Digest now = content(whole);
            if (now == *path.content) continue;
            if (now == nothing || *path.content == nothing || others.size() == most) {
                return std::nullopt;
            }
            others.push_back(whole);
        }
    }
    return others;
}

namespace {

/// Whether what was answered before, if anything, is answered again; it is from now on.
template <class Answer>
bool agree(std::optional<Answer>& before, const std::optional<Answer>& since) {
    if (!since) return true;
    const bool same = !before || *before == *since;
    before = since;
    return same;
}

}  // namespace

std::optional<SeenFolders> with_news(SeenFolders seen, const SeenFolders& since,
                                     std::span<const std::string> changed) {
    for (const auto& [folder, paths] : since) {
        for (const auto& [name, path] : paths) {
            SeenPath& before = seen[folder][name];
            const std::string whole = name.empty() ? folder : config::join_path(folder, name);
            const bool is_changed =
                std::find(changed.begin(), changed.end(), whole) != changed.end();
            const bool same = agree(before.is_file, path.is_file) &&
                              agree(before.is_dir, path.is_dir) && agree(before.names, path.names);
            if (!same || (!agree(before.content, path.content) && !is_changed)) {
                return std::nullopt;
            }
        }
    }
    return seen;
}

}  // namespace krait::project
