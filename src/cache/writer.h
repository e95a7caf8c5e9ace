// writer.h
//
// The one thread of a process that writes to the cache. It compresses what it is given, collects
// for some milliseconds or megabytes, and commits everything at once; nobody ever waits for it but
// the end of the process: what is put faster than a disk can take it is left out. When writing
// turns out to be impossible it says so once and throws away what it is given from then on.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cache/artefact.h"
#include "cache/sqlite.h"
#include "cache/stamps.h"

namespace krait::cache {

/// Thread-safe.
class Writer {
public:
    /// `report` is called from the writer's thread, at most once for each trouble met.
    /// `limit`: bytes to which the cache is kept when the writer ends.
    Writer(Connection connection, std::uint64_t limit, std::function<void(Trouble)> report);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    /// Writes what is left.
    ~Writer();

    void put(const Key& key, std::string content, std::int64_t day);
    /// The artefact was used on `day`.
    void touch(std::int64_t id, std::int64_t day);
    /// Everything that was used last on the day `then` is used on `day`.
    void touch_all(std::int64_t then, std::int64_t day);
    /// What files held when they had these stamps.
    void put_stamps(std::vector<NewStamp> stamps);
    /// The artefact is damaged: its key shall be free for a sound one.
    void drop(std::int64_t id);
    /// Waits until everything given so far is written or given up.
    void flush();

private:
    enum class Action : std::uint8_t { Put, Touch, TouchAll, Drop, Stamp };
    struct Change {
        Action action;
        Key key;
        std::string content;
        std::int64_t id = 0;  ///< of TouchAll: the day before
        std::int64_t day = 0;
        std::vector<NewStamp> stamps{};
    };

    void add(Change change);
    void run();
    void let_go(std::unique_lock<std::mutex>& lock);
    void write(std::vector<Change>& changes);
    [[nodiscard]] Trouble commit(const std::vector<Change>& changes);
    [[nodiscard]] Trouble apply(const Change& change);

    Connection connection_;  // the thread's own, as the statements
    Statement insert_, use_, use_all_, drop_;
    const std::uint64_t limit_;
    const std::function<void(Trouble)> report_;
    bool given_up_ = false;  // the thread's own, as the next
    bool has_put_ = false;

    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::vector<Change> waiting_;
    std::size_t bytes_ = 0;
    bool hurry_ = false;
    bool stop_ = false;
    std::uint64_t given_ = 0, done_ = 0;  // changes; done_ <= given_
    std::thread thread_;
};

}  // namespace krait::cache
