#include "cache/writer.h"

#include <chrono>

#include "cache/compression.h"
#include "cache/upkeep.h"

namespace krait::cache {

namespace {

constexpr std::chrono::milliseconds kCollect{50};
constexpr std::size_t kManyBytes = std::size_t{4} << 20;
constexpr std::size_t kMostBytes = std::size_t{256} << 20;  // that wait to be written
constexpr std::chrono::milliseconds kTimeToEvict{50};
constexpr int kTries = 3;  // of a busy database, each as long as its busy time-out

constexpr char kInsert[] =
    "INSERT OR IGNORE INTO artefact_1(kind, key, content, data) VALUES(?1, ?2, ?3, ?4)";
constexpr char kUse[] = "INSERT OR REPLACE INTO use_1(artefact, day) VALUES(?1, ?2)";
constexpr char kUseAll[] = "UPDATE use_1 SET day = ?2 WHERE day = ?1";
constexpr char kDrop[] = "DELETE FROM artefact_1 WHERE id = ?1";

}  // namespace

Writer::Writer(Connection connection, std::uint64_t limit, std::function<void(Trouble)> report)
    : connection_(std::move(connection)), limit_(limit), report_(std::move(report)) {
    const auto prepare = [this](Statement& statement, const char* sql) {
        auto made = connection_.prepare(sql);
        if (made) {
            statement = std::move(*made);
        } else {
            given_up_ = true;
            report_(made.error());
        }
    };
    prepare(insert_, kInsert);
    prepare(use_, kUse);
    prepare(use_all_, kUseAll);
    prepare(drop_, kDrop);
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Writer::put(const Key& key, std::string content, std::int64_t day) {
    add({Action::Put, key, std::move(content), 0, day});
}

void Writer::touch(std::int64_t id, std::int64_t day) {
    add({Action::Touch, {}, {}, id, day});
}

void Writer::touch_all(std::int64_t then, std::int64_t day) {
    add({Action::TouchAll, {}, {}, then, day});
}

void Writer::drop(std::int64_t id) {
    add({Action::Drop, {}, {}, id, 0});
}

void Writer::put_stamps(std::vector<NewStamp> stamps) {
    add({Action::Stamp, {}, {}, 0, 0, std::move(stamps)});
}

void Writer::flush() {
    std::unique_lock lock(mutex_);
    const std::uint64_t target = given_;
    hurry_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return done_ >= target; });
}

void Writer::add(Change change) {
    std::lock_guard lock(mutex_);
    // Nobody waits for a disk that can't keep up: what is left out is found out again.
    if (bytes_ >= kMostBytes) return;
    bytes_ += change.content.size();
    waiting_.push_back(std::move(change));
    ++given_;
    if (waiting_.size() == 1 || bytes_ >= kManyBytes) changed_.notify_all();
}

void Writer::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stop_ || hurry_ || !waiting_.empty(); });
        // More will come in a moment, and a commit costs the same for many as for one.
        changed_.wait_for(lock, kCollect,
                          [this] { return stop_ || hurry_ || bytes_ >= kManyBytes; });
        std::vector<Change> changes = std::exchange(waiting_, {});
        bytes_ = 0;
        hurry_ = false;
        const bool last = stop_ && changes.empty();
        lock.unlock();
        if (!changes.empty()) write(changes);
        lock.lock();
        done_ += changes.size();
        changed_.notify_all();
        if (!last) {
            if (waiting_.empty()) let_go(lock);
            continue;
        }
        lock.unlock();
        // Everything was said and written; and who only reads leaves the others their cache.
        if (has_put_ && !given_up_) evict(connection_, limit_, kTimeToEvict);
        return;
    }
}

/// What writing took, megabytes, isn't needed until somebody checks much again.
void Writer::let_go(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    let_compressor_go();
    connection_.run("PRAGMA shrink_memory");
    lock.lock();
}

void Writer::write(std::vector<Change>& changes) {
    if (given_up_) return;
    for (Change& change : changes) {
        if (change.action != Action::Put) continue;
        has_put_ = true;
        const base::Digest digest = base::digest_of(change.content);
        change.content = stored(digest) + pack(change.key, change.content, digest);
    }
    Trouble trouble = Trouble::Busy;
    for (int i = 0; i < kTries && trouble == Trouble::Busy; ++i) trouble = commit(changes);
    if (trouble == Trouble::None) return;
    report_(trouble);
    given_up_ = trouble != Trouble::Busy;
}

Trouble Writer::commit(const std::vector<Change>& changes) {
    if (Trouble trouble = connection_.run("BEGIN IMMEDIATE"); trouble != Trouble::None) {
        return trouble;
    }
    Trouble trouble = Trouble::None;
    for (const Change& change : changes) {
        trouble = apply(change);
        if (trouble != Trouble::None) break;
    }
    if (trouble == Trouble::None) trouble = connection_.run("COMMIT");
    if (trouble != Trouble::None) connection_.run("ROLLBACK");
    return trouble;
}

Trouble Writer::apply(const Change& change) {
    const auto finish = [this](Statement& statement) {
        const Trouble trouble =
            statement.step() == Step::Failed ? connection_.last_trouble() : Trouble::None;
        statement.reset();
        return trouble;
    };
    const auto use = [&](std::int64_t id) {
        use_.bind(1, id).bind(2, change.day);
        return finish(use_);
    };
    switch (change.action) {
        case Action::Touch:
            return use(change.id);
        case Action::TouchAll:
            use_all_.bind(1, change.id).bind(2, change.day);
            return finish(use_all_);
        case Action::Stamp:
            return write_stamps(connection_, change.stamps);
        case Action::Drop:
            drop_.bind(1, change.id);
            return finish(drop_);
        case Action::Put:
            break;
    }
    const std::string_view content = change.content;
    const std::string key = stored(change.key.digest);
    insert_.bind(1, static_cast<std::int64_t>(change.key.kind))
        .bind_blob(2, key)
        .bind_blob(3, content.substr(0, 16))
        .bind_blob(4, content.substr(16));
    const Trouble trouble = finish(insert_);
    if (trouble != Trouble::None || connection_.changes() == 0) return trouble;
    return use(sqlite3_last_insert_rowid(connection_.handle()));
}

}  // namespace krait::cache
