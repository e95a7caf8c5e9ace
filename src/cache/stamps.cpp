#include "cache/stamps.h"

#include <sys/stat.h>
#include <time.h>

#include <algorithm>

#include "cache/artefact.h"

namespace krait::cache {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * kSecond + time.tv_nsec;
}

FileStamp stamp_from(const struct stat& about) {
    return FileStamp{static_cast<std::int64_t>(about.st_size), nanoseconds(about.st_mtim),
                     nanoseconds(about.st_ctim), static_cast<std::int64_t>(about.st_ino)};
}

}  // namespace

std::optional<FileStamp> stamp_of(const std::string& path) {
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
    return stamp_from(about);
}

std::optional<FileStamp> stamp_of_any(const std::string& path) {
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0) return std::nullopt;
    return stamp_from(about);
}

std::int64_t now() {
    timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return nanoseconds(time);
}

bool is_settled(const FileStamp& stamp, std::int64_t now) {
    // A time in the future says that clocks disagree: then nothing can be told from them.
    return std::max(stamp.modified, stamp.changed) + 2 * kSecond <= now;
}

Stamps read_stamps(Connection& connection, std::string_view folder) {
    Stamps stamps;
    auto statement = connection.prepare(
        "SELECT path, size, modified, changed, inode, content FROM stamp_1 "
        "WHERE path >= ?1 AND path < ?2");
    if (!statement) return stamps;
    // All paths that begin with "folder/": '0' follows '/'.
    const std::string first = std::string(folder) + "/", after = std::string(folder) + "0";
    statement->bind_text(1, first).bind_text(2, after);
    while (statement->step() == Step::Row) {
        const auto content = digest_from(statement->bytes(5));
        if (!content) continue;
        const FileStamp stamp{statement->integer(1), statement->integer(2), statement->integer(3),
                              statement->integer(4)};
        stamps.emplace(std::string(statement->bytes(0)), StampedContent{stamp, *content});
    }
    return stamps;
}

Trouble write_stamps(Connection& connection, const std::vector<NewStamp>& stamps) {
    if (stamps.empty()) return Trouble::None;
    auto statement = connection.prepare(
        "INSERT OR REPLACE INTO stamp_1(path, size, modified, changed, inode, content) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    if (!statement) return statement.error();
    Trouble trouble = Trouble::None;
    for (const NewStamp& made : stamps) {
        Running running(*statement);
        const FileStamp& stamp = made.stamped.stamp;
        const std::string content = stored(made.stamped.content);
        statement->bind_text(1, made.path)
            .bind(2, stamp.size)
            .bind(3, stamp.modified)
            .bind(4, stamp.changed)
            .bind(5, stamp.inode)
            .bind_blob(6, content);
        if (statement->step() == Step::Failed) trouble = connection.last_trouble();
        if (trouble != Trouble::None) break;
    }
    return trouble;
}

}  // namespace krait::cache
