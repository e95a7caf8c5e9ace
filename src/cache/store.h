// store.h
//
// The cache as the rest of the program sees it: look an artefact up, put one in. Nothing here ever
// fails for the caller. Whatever happens to the database (locked, full, read-only, damaged, gone),
// a look-up that doesn't succeed is a miss and a write that doesn't succeed is forgotten; the first
// trouble becomes one sentence for the person, and that is all that is lost besides time.
//
// Readers never wait for writers: each takes a connection of its own from a pool, and the database
// has a write-ahead log. All writes of a process go through one thread that collects them for some
// milliseconds and commits them together (`BEGIN IMMEDIATE`: a transaction that reads first and
// then wants to write is what makes SQLite say "busy" over and over).

#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "cache/artefact.h"
#include "cache/database.h"
#include "cache/stamps.h"

namespace krait::cache {

class Writer;

/// How look-ups went, for --stats. `found` were accepted; `other` were there, but no trace fitted.
struct StoreFigures {
    std::atomic<std::uint64_t> found = 0;
    std::atomic<std::uint64_t> absent = 0;
    std::atomic<std::uint64_t> other = 0;
    std::atomic<std::uint64_t> damaged = 0;
    std::atomic<std::uint64_t> bytes_read = 0;
    std::atomic<std::uint64_t> written = 0;
};

/// Thread-safe.
class Store {
public:
    /// How many artefacts are looked at, and kept, under one key; the newest ones.
    static constexpr int kTraces = 4;

    /// The size to which a cache grows: see evict in upkeep.h.
    static constexpr std::uint64_t kUsualLimit = std::uint64_t{2} << 30;

    /// `day` counts days since 1970: when artefacts were used decides which are dropped first.
    Store(Database database, std::int64_t day, std::uint64_t limit = kUsualLimit);
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    /// Writes what was put, and waits for it.
    ~Store();

    /// What isn't found here is looked for in `snapshot`, too, which is never written: results that
    /// came with the program, of which there are summaries and interfaces. To be called at first.
    void look_also_in(Database snapshot);

    /// Hands the artefacts under `key` to `accept`, the newest first, until it says true. Whether
    /// it did.
    bool find(const Key& key, base::FunctionRef<bool(std::string_view content)> accept);

    /// Takes a copy; it is written by and by. Nothing happens if the database can't be written.
    void put(const Key& key, std::string content);

    /// What is known of the files below `folder`: see stamps.h. Empty on any trouble.
    [[nodiscard]] Stamps stamps(const std::string& folder);
    /// Remembers; written by and by.
    void put_stamps(std::vector<NewStamp> stamps);

    /// Waits until everything put so far is written, or has been given up.
    void flush();

    /// The first thing that went wrong, as whole sentences; empty if nothing did.
    [[nodiscard]] std::string warning() const;
    [[nodiscard]] const StoreFigures& figures() const { return figures_; }
    [[nodiscard]] const Database& database() const { return database_; }

private:
    struct Reader {
        Connection connection;
        Statement ids, data;  ///< of a key, of an id
    };

    std::unique_ptr<Reader> take_reader();
    void give_back(std::unique_ptr<Reader> reader);
    void note(Trouble trouble);
    /// Of the artefacts under `key`, the newest first.
    std::vector<std::int64_t> newest(Reader& reader, const Key& key);
    struct Artefact {
        std::string content;
        std::int64_t used = 0;  ///< the day of its last use; 0: not known
    };
    /// Nothing if it isn't there any more, or is damaged.
    std::optional<Artefact> artefact(Reader& reader, std::int64_t id, const Key& key);
    bool read(Reader& reader, const Key& key,
              base::FunctionRef<bool(std::string_view content)> accept);

    Database database_;
    const std::int64_t day_;
    StoreFigures figures_;

    mutable std::mutex mutex_;  // guards the two below
    std::vector<std::unique_ptr<Reader>> idle_;
    std::string warning_;

    std::atomic<bool> off_ = false;    ///< too damaged to be read
    std::unique_ptr<Writer> writer_;   ///< null: read only
    std::unique_ptr<Store> snapshot_;  ///< null: none
};

}  // namespace krait::cache
