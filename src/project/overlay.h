// overlay.h
//
// The texts that editors hold, in front of the disk's. A job sees one version of a text from start
// to end, because texts are immutable and loading takes one.

#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/file_system.h"
#include "base/source_text.h"
#include "project/loading.h"

namespace krait::project {

/// Thread-safe.
class Overlay final : public TextSource {
public:
    explicit Overlay(std::shared_ptr<const base::FileSystem> files) : files_(std::move(files)) {}

    [[nodiscard]] base::SourceTextPtr text(const ModuleRecord& record,
                                           std::string& error) const override;
    [[nodiscard]] bool is_from_disk(const ModuleRecord& record,
                                    const base::SourceText* text) const override;

    /// What isn't open is read from here from now on.
    void look_at(std::shared_ptr<const base::FileSystem> files);
    void set(const std::string& path, base::SourceTextPtr text, std::int32_t version);
    void remove(const std::string& path);
    [[nodiscard]] bool has(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> paths() const;  ///< sorted
    /// The document version that this very text was; nothing if it came from the disk, or the
    /// document has been closed or changed since.
    [[nodiscard]] std::optional<std::int32_t> version_of(const std::string& path,
                                                         const base::SourceText* text) const;
    /// Gets all documents of an overlay that is no longer used.
    void take_documents(Overlay& other);

private:
    struct Document {
        base::SourceTextPtr text;
        std::int32_t version = 0;
    };
    mutable std::mutex mutex_;  // guards what follows
    std::shared_ptr<const base::FileSystem> files_;
    std::unordered_map<std::string, Document> documents_;
};

}  // namespace krait::project
