// disk.cpp

#include "python/modules/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

#include "base/hash.h"
#include "python/config/paths.h"

namespace krait::modules {
namespace {

std::string process_cwd() {
    std::array<char, 4096> buffer{};
    return getcwd(buffer.data(), buffer.size()) ? std::string(buffer.data()) : "/";
}

class Disk final : public base::FileSystem {
public:
    explicit Disk(std::string cwd) : cwd_(cwd.empty() ? process_cwd() : std::move(cwd)) {}

    bool is_file(std::string_view path) const override { return has_kind(path, S_IFREG); }
    bool is_dir(std::string_view path) const override { return has_kind(path, S_IFDIR); }

    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        DIR* folder = opendir(full(path).c_str());
        if (!folder) return std::nullopt;
        std::vector<std::string> names;
        while (const dirent* entry = readdir(folder)) {
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..") names.emplace_back(name);
        }
        closedir(folder);
        std::sort(names.begin(), names.end());
        return names;
    }

    std::optional<std::string> read(std::string_view path) const override {
        const int file = open(full(path).c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) return std::nullopt;
        struct stat status{};
        std::string text;
        bool good = fstat(file, &status) == 0 && !S_ISDIR(status.st_mode);
        // What isn't a regular file tells no size; a file may also grow while we read.
        if (good) text.resize(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1);
        std::size_t filled = 0;
        while (good) {
            if (filled == text.size()) text.resize(text.size() * 2);
            const ssize_t count = ::read(file, text.data() + filled, text.size() - filled);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) {
                good = count == 0;
                break;
            }
            filled += static_cast<std::size_t>(count);
        }
        close(file);
        if (!good) return std::nullopt;
        text.resize(filled);
        return text;
    }

    std::string cwd() const override { return cwd_; }

private:
    [[nodiscard]] std::string full(std::string_view path) const {
        return path.starts_with('/') ? std::string(path) : config::join_path(cwd_, path);
    }
    [[nodiscard]] bool has_kind(std::string_view path, mode_t kind) const {
        struct stat status{};
        return stat(full(path).c_str(), &status) == 0 && (status.st_mode & S_IFMT) == kind;
    }

    std::string cwd_;
};

/// What is known about a path. Each answer is asked for once.
class Snapshot final : public base::FileSystem {
public:
    explicit Snapshot(std::shared_ptr<const base::FileSystem> below) : below_(std::move(below)) {}

    bool is_file(std::string_view path) const override { return kind_of(path) == Kind::File; }
    bool is_dir(std::string_view path) const override { return kind_of(path) == Kind::Folder; }

    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        const Listing names = listing(absolute(path));
        return names ? std::optional(*names) : std::nullopt;
    }
    std::optional<std::string> read(std::string_view path) const override {
        return below_->read(path);
    }
    std::string cwd() const override { return below_->cwd(); }

private:
    enum class Kind : std::uint8_t { Missing, File, Folder };
    using Listing = std::shared_ptr<const std::vector<std::string>>;

    [[nodiscard]] std::string absolute(std::string_view path) const {
        return config::absolute_path(path, below_->cwd());
    }

    [[nodiscard]] Listing listing(const std::string& folder) const {
        {
            const std::lock_guard lock(mutex_);
            if (const auto found = listings_.find(folder); found != listings_.end()) {
                return found->second;
            }
        }
        auto names = below_->list(folder);
        Listing result =
            names ? std::make_shared<const std::vector<std::string>>(std::move(*names)) : nullptr;
        const std::lock_guard lock(mutex_);
        return listings_.emplace(folder, std::move(result)).first->second;
    }

    [[nodiscard]] bool may_be_entered(std::string_view folder) const {
        if (folder.size() >= PATH_MAX) return false;  // nor is it worth the recursion
        return folder == "/" || kind_of(folder) == Kind::Folder;
    }

    /// Asks about the path itself only if the listing of its folder has it.
    [[nodiscard]] Kind kind_of(std::string_view asked) const {
        {
            const std::lock_guard lock(mutex_);
            if (const auto found = kinds_.find(asked); found != kinds_.end()) return found->second;
        }
        const std::string path = absolute(asked);
        Kind kind = Kind::Missing;
        const auto [folder, name] = config::split_path(path);
        const Listing names = name.empty() ? nullptr : listing(std::string(folder));
        // A folder that can't be listed may still be entered, if there is one.
        const bool may_be = names ? std::binary_search(names->begin(), names->end(), name)
                                  : may_be_entered(folder);
        if (may_be) {
            kind = below_->is_file(path)  ? Kind::File
                   : below_->is_dir(path) ? Kind::Folder
                                          : Kind::Missing;
        }
        const std::lock_guard lock(mutex_);
        return kinds_.emplace(asked, kind).first->second;
    }

    struct HashText {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return base::hash_of(text); }
    };

    std::shared_ptr<const base::FileSystem> below_;
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::string, Listing> listings_;
    /// By path as it was asked about, which spares making one out of each question.
    mutable std::unordered_map<std::string, Kind, HashText, std::equal_to<>> kinds_;
};

}  // namespace

std::shared_ptr<const base::FileSystem> make_disk(std::string cwd) {
    return std::make_shared<Disk>(std::move(cwd));
}

std::shared_ptr<const base::FileSystem> make_snapshot_of(
    std::shared_ptr<const base::FileSystem> below) {
    return std::make_shared<Snapshot>(std::move(below));
}

}  // namespace krait::modules
