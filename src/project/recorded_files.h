// recorded_files.h
//
// A file system that writes down what it is asked, with the answers: all that a check learns from a
// disk, names that were looked for in vain included. If a later process would get the same answers,
// it would find the same; that is what an answer of the whole program is verified by (answer.h).
//
// It is written down folder by folder, because a folder's listing answers most of the questions in
// it at once: only names that are there cost a look of their own.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/hash.h"

namespace krait::project {

/// What was asked about one path. Digests of all zeros: there was nothing.
struct SeenPath {
    std::optional<bool> is_file;
    std::optional<bool> is_dir;
    std::optional<base::Digest> names;    ///< of its listing
    std::optional<base::Digest> content;  ///< of its bytes

    friend bool operator==(const SeenPath&, const SeenPath&) = default;
};

/// By folder, then by name in it; absolute paths. What is known of a folder as such is under
/// that folder and the empty name: the one that the program is in has another name elsewhere.
using SeenFolders =
    std::map<std::string, std::map<std::string, SeenPath, std::less<>>, std::less<>>;

/// Of those names that can be, or lead to, a module: what else comes and goes is no news.
[[nodiscard]] base::Digest digest_of_names(const std::optional<std::vector<std::string>>& names);
/// Of a file's bytes as they are compared: never all zeros.
[[nodiscard]] base::Digest digest_of_content(std::string_view bytes);

/// Thread-safe.
class RecordedFiles final : public base::FileSystem {
public:
    explicit RecordedFiles(std::shared_ptr<const base::FileSystem> below)
        : below_(std::move(below)) {}

    bool is_file(std::string_view path) const override;
    bool is_dir(std::string_view path) const override;
    std::optional<std::vector<std::string>> list(std::string_view path) const override;
    std::optional<std::string> read(std::string_view path) const override;
    std::string cwd() const override { return below_->cwd(); }

    /// Nothing if a question had two answers: files changed while they were looked at.
    [[nodiscard]] std::optional<SeenFolders> seen() const;

private:
    template <class Answer>
    void note(std::string_view path, bool is_folder, std::optional<Answer> SeenPath::* field,
              const Answer& answer) const;
    template <class Answer>
    void put(std::string_view folder, std::string_view name,
             std::optional<Answer> SeenPath::* field, const Answer& answer) const;

    std::shared_ptr<const base::FileSystem> below_;
    mutable std::mutex mutex_;  // guards what follows
    mutable SeenFolders seen_;
    mutable SeenFolders::iterator last_ = seen_.end();
    mutable bool changed_ = false;
};

/// The files whose bytes are others now, if `files` gives the same answers to everything else, and
/// these are at most `most`. `content` gives the digest of a file that is there; all zeros if it
/// can't be read.
[[nodiscard]] std::optional<std::vector<std::string>> other_texts(
    const SeenFolders& seen, const base::FileSystem& files,
    const std::function<base::Digest(const std::string&)>& content, std::size_t most);

/// What was seen at first, and since: of the files `changed` their new bytes. Nothing if the
/// answers differ in anything else.
[[nodiscard]] std::optional<SeenFolders> with_news(SeenFolders seen, const SeenFolders& since,
                                                   std::span<const std::string> changed);

}  // namespace krait::project
