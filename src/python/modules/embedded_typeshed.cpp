// embedded_typeshed.cpp

#include "python/modules/embedded_typeshed.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "base/assert.h"
#include "base/hash.h"
#include "python/modules/archive_format.h"

extern "C" {
extern const char krait_typeshed_start[];
extern const char krait_typeshed_end[];
}

namespace krait::modules {
namespace {

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// The archive, its index read once. Immutable, so shared by all threads.
class Archive {
public:
    Archive() {
        const char* position = krait_typeshed_start;
        std::memcpy(&header_, position, sizeof header_);
        KRAIT_ENSURE(header_.magic == archive::kMagic && header_.version == archive::kVersion,
                     "the embedded archive of typeshed has another format");
        position += sizeof header_;
        entries_.resize(header_.files);
        std::memcpy(entries_.data(), position, entries_.size() * sizeof(archive::Entry));
        position += entries_.size() * sizeof(archive::Entry);
        std::uint32_t start = 0;
        for (const archive::Entry& entry : entries_) {
            paths_.emplace_back(position + start, entry.path_end - start);
            start = entry.path_end;
        }
        position += header_.paths_size;
        dictionary_ = ZSTD_createDDict(position, header_.dictionary_size);
        KRAIT_ENSURE(dictionary_, "no memory for the dictionary of the embedded typeshed");
        frames_ = position + header_.dictionary_size;
        const base::Digest digest{header_.digest[0] | std::uint64_t{header_.digest[1]} << 32,
                                  header_.digest[2] | std::uint64_t{header_.digest[3]} << 32};
        digest_ = digest.hex();
        collect_folders();
    }

    [[nodiscard]] std::optional<std::string> read(std::string_view path) const {
        const auto found = std::lower_bound(paths_.begin(), paths_.end(), path);
        if (found == paths_.end() || *found != path) return std::nullopt;
        const archive::Entry& entry = entries_[static_cast<std::size_t>(found - paths_.begin())];
        std::string text(entry.size, '\0');
        thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context{ZSTD_createDCtx()};
        const std::size_t size =
            ZSTD_decompress_usingDDict(context.get(), text.data(), text.size(),
                                       frames_ + entry.frame_start, entry.frame_size, dictionary_);
        KRAIT_ENSURE(size == entry.size, "a file of the embedded typeshed can't be unpacked");
        return text;
    }

    [[nodiscard]] bool has_file(std::string_view path) const {
        return std::binary_search(paths_.begin(), paths_.end(), path,
                                  std::less<std::string_view>{});
    }
    /// Names in a folder of the archive ("" is its root), or null.
    [[nodiscard]] const std::vector<std::string>* list(std::string_view folder) const {
        const auto found = folders_.find(folder);
        return found == folders_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
    [[nodiscard]] const std::string& digest() const { return digest_; }

private:
    void collect_folders() {
        for (const std::string& path : paths_) {
            std::string_view below = path;
            for (;;) {
                const std::size_t slash = below.rfind('/');
                const std::string_view folder =
                    slash == std::string_view::npos ? std::string_view{} : below.substr(0, slash);
                const std::string name(
                    below.substr(slash == std::string_view::npos ? 0 : slash + 1));
                folders_[std::string(folder)].push_back(name);
                if (folder.empty()) break;
                below = folder;
            }
        }
        for (auto& [folder, names] : folders_) {
            std::sort(names.begin(), names.end());
            names.erase(std::unique(names.begin(), names.end()), names.end());
        }
    }

    archive::Header header_{};
    std::vector<archive::Entry> entries_;
    std::vector<std::string> paths_;  // sorted
    std::map<std::string, std::vector<std::string>, std::less<>> folders_;
    const ZSTD_DDict* dictionary_ = nullptr;  // lives as long as the process
    const char* frames_ = nullptr;
    std::string digest_;
};

const Archive& archive_of_typeshed() {
    static const Archive instance;
    return instance;
}

/// The path inside the archive, if `path` lies under the virtual root.
std::optional<std::string_view> inside(std::string_view path) {
    if (!path.starts_with(kTypeshedRoot)) return std::nullopt;
    path.remove_prefix(kTypeshedRoot.size());
    if (path.empty()) return path;
    if (!path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

class WithTypeshed final : public base::FileSystem {
public:
    explicit WithTypeshed(std::shared_ptr<const base::FileSystem> below)
        : below_(std::move(below)) {}

    bool is_file(std::string_view path) const override {
        const auto own = inside(path);
        return own ? archive_of_typeshed().has_file(*own) : below_->is_file(path);
    }
    bool is_dir(std::string_view path) const override {
        const auto own = inside(path);
        return own ? archive_of_typeshed().list(*own) != nullptr : below_->is_dir(path);
    }
    std::optional<std::vector<std::string>> list(std::string_view path) const override {
        const auto own = inside(path);
        if (!own) return below_->list(path);
        const auto* names = archive_of_typeshed().list(*own);
        return names ? std::optional(*names) : std::nullopt;
    }
    std::optional<std::string> read(std::string_view path) const override {
        const auto own = inside(path);
        return own ? archive_of_typeshed().read(*own) : below_->read(path);
    }
    std::string cwd() const override { return below_->cwd(); }

private:
    std::shared_ptr<const base::FileSystem> below_;
};

}  // namespace

std::span<const std::string> typeshed_files() {
    return archive_of_typeshed().paths();
}

std::optional<std::string> read_typeshed(std::string_view path) {
    return archive_of_typeshed().read(path);
}

std::string_view typeshed_version() {
    static const std::string version = [] {
        std::string text = read_typeshed("krait/version").value_or("");
        while (text.ends_with('\n')) text.pop_back();
        return text;
    }();
    return version;
}

std::string_view typeshed_digest() {
    return archive_of_typeshed().digest();
}

std::shared_ptr<const base::FileSystem> with_typeshed(
    std::shared_ptr<const base::FileSystem> below) {
    return std::make_shared<WithTypeshed>(std::move(below));
}

}  // namespace krait::modules
