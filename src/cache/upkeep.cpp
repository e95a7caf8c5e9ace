#include "cache/upkeep.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <vector>

namespace krait::cache {

namespace {

constexpr std::int64_t kAtOnce = 200;  // rows in a transaction: others write in between

std::string trouble_in(const Database& database, Trouble trouble) {
    return describe(trouble, database.file.parent_path());
}

base::Result<Statement> prepare(Database& database, const char* sql) {
    auto statement = database.connection.prepare(sql);
    if (!statement) return base::fail(trouble_in(database, statement.error()));
    return std::move(*statement);
}

base::Result<void> run(Database& database, const char* sql) {
    const Trouble trouble = database.connection.run(sql);
    if (trouble != Trouble::None) return base::fail(trouble_in(database, trouble));
    return {};
}

std::uint64_t number(Database& database, const char* sql) {
    const auto value = database.connection.number(sql);
    return value ? static_cast<std::uint64_t>(*value) : 0;
}

std::uint64_t size_of(const std::filesystem::path& file) {
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(file, missing);
    return missing ? 0 : size;
}

struct Row {
    std::int64_t id = 0;
    std::uint64_t bytes = 0;
};

base::Result<Removed> remove(Database& database, const std::vector<Row>& rows) {
    auto artefact = prepare(database, "DELETE FROM artefact_1 WHERE id = ?1");
    auto use = prepare(database, "DELETE FROM use_1 WHERE artefact = ?1");
    if (!artefact) return tl::unexpected(artefact.error());
    if (!use) return tl::unexpected(use.error());
    Removed removed;
    for (std::size_t i = 0; i < rows.size(); i += kAtOnce) {
        if (auto begun = run(database, "BEGIN IMMEDIATE"); !begun) {
            return tl::unexpected(begun.error());
        }
        const std::size_t end = std::min(rows.size(), i + static_cast<std::size_t>(kAtOnce));
        for (std::size_t k = i; k < end; ++k) {
            for (Statement* statement : {&*artefact, &*use}) {
                Running running(*statement);
                statement->bind(1, rows[k].id);
                if (statement->step() == Step::Failed) {
                    const Trouble trouble = database.connection.last_trouble();
                    database.connection.run("ROLLBACK");
                    return base::fail(trouble_in(database, trouble));
                }
            }
            ++removed.count;
            removed.bytes += rows[k].bytes;
        }
        if (auto done = run(database, "COMMIT"); !done) return tl::unexpected(done.error());
    }
    return removed;
}

bool is_kind(std::int64_t number) {
    return std::any_of(kKinds.begin(), kKinds.end(),
                       [number](Kind kind) { return static_cast<std::int64_t>(kind) == number; });
}

/// Whether a row is sound: its key, and its data under that key.
bool is_sound(std::int64_t kind, std::string_view key, std::string_view content,
              std::string_view data) {
    // A kind that a newer version has made is taken as it is.
    if (!is_kind(kind)) return true;
    const auto digest = digest_from(key);
    if (!digest) return false;
    const auto unpacked = unpack({static_cast<Kind>(kind), *digest}, data);
    return unpacked && stored(base::digest_of(*unpacked)) == content;
}

/// Copies one row; Trouble::None also if it was there.
Trouble copy_row(Statement& insert, const Statement& row, Connection& into, Merged& merged) {
    Running running(insert);
    insert.bind(1, row.integer(0))
        .bind_blob(2, row.bytes(1))
        .bind_blob(3, row.bytes(2))
        .bind_blob(4, row.bytes(3));
    if (insert.step() == Step::Failed) return into.last_trouble();
    ++(into.changes() == 0 ? merged.present : merged.copied);
    return Trouble::None;
}

}  // namespace

base::Result<CacheFigures> figures_of(Database& database) {
    CacheFigures figures;
    auto statement =
        prepare(database, "SELECT kind, count(*), sum(length(data)) FROM artefact_1 GROUP BY kind");
    if (!statement) return tl::unexpected(statement.error());
    while (statement->step() == Step::Row) {
        for (std::size_t i = 0; i < kKinds.size(); ++i) {
            if (static_cast<std::int64_t>(kKinds[i]) != statement->integer(0)) continue;
            figures.kinds[i] = {static_cast<std::uint64_t>(statement->integer(1)),
                                static_cast<std::uint64_t>(statement->integer(2))};
        }
    }
    figures.file_bytes = size_of(database.file) + size_of(database.file.string() + "-wal");
    figures.free_bytes =
        number(database, "PRAGMA freelist_count") * number(database, "PRAGMA page_size");
    figures.oldest_use =
        static_cast<std::int64_t>(number(database, "SELECT coalesce(min(day), 0) FROM use_1"));
    return figures;
}

base::Result<Removed> shrink(Database& database, std::uint64_t bytes) {
    std::uint64_t all = number(database, "SELECT coalesce(sum(length(data)), 0) FROM artefact_1");
    std::vector<Row> rows;
    {
        auto oldest =
            prepare(database,
                    "SELECT a.id, length(a.data) FROM artefact_1 AS a LEFT JOIN use_1 AS u "
                    "ON u.artefact = a.id ORDER BY coalesce(u.day, 0), a.id");
        if (!oldest) return tl::unexpected(oldest.error());
        while (all > bytes && oldest->step() == Step::Row) {
            rows.push_back({oldest->integer(0), static_cast<std::uint64_t>(oldest->integer(1))});
            all -= std::min(all, rows.back().bytes);
        }
    }
    auto removed = remove(database, rows);
    if (!removed) return removed;
    if (auto given = run(database, "PRAGMA incremental_vacuum"); !given) {
        return tl::unexpected(given.error());
    }
    database.connection.run("PRAGMA wal_checkpoint(TRUNCATE)");  // may wait for a reader: next time
    return removed;
}

namespace {

/// The artefacts that were not used for longest; then those that nobody used since they were
/// imported.
std::vector<std::int64_t> oldest(Connection& connection) {
    std::vector<std::int64_t> ids;
    for (const char* sql :
         {"SELECT artefact FROM use_1 ORDER BY day, artefact LIMIT 50",
          "SELECT id FROM artefact_1 WHERE id NOT IN (SELECT artefact FROM use_1) LIMIT 50"}) {
        auto rows = connection.prepare(sql);
        if (!rows) return {};
        while (rows->step() == Step::Row) ids.push_back(rows->integer(0));
        if (!ids.empty()) break;
    }
    return ids;
}

bool remove_at_once(Connection& connection, const std::vector<std::int64_t>& ids) {
    auto artefact = connection.prepare("DELETE FROM artefact_1 WHERE id = ?1");
    auto use = connection.prepare("DELETE FROM use_1 WHERE artefact = ?1");
    if (!artefact || !use || connection.run("BEGIN IMMEDIATE") != Trouble::None) return false;
    bool good = true;
    for (std::int64_t id : ids) {
        for (Statement* statement : {&*artefact, &*use}) {
            Running running(*statement);
            statement->bind(1, id);
            good = good && statement->step() != Step::Failed;
        }
    }
    good = good && connection.run("COMMIT") == Trouble::None;
    if (!good) connection.run("ROLLBACK");
    return good;
}

/// Bytes that are in use.
std::uint64_t filled(Connection& connection) {
    const auto pages = connection.number("PRAGMA page_count");
    const auto free = connection.number("PRAGMA freelist_count");
    const auto size = connection.number("PRAGMA page_size");
    if (!pages || !free || !size) return 0;
    return static_cast<std::uint64_t>((*pages - *free) * *size);
}

}  // namespace

std::uint64_t evict(Connection& connection, std::uint64_t bytes, std::chrono::milliseconds time) {
    if (filled(connection) <= bytes) return 0;
    const auto end = std::chrono::steady_clock::now() + time;
    connection.run("PRAGMA busy_timeout=0");
    std::uint64_t removed = 0;
    while (filled(connection) > bytes && std::chrono::steady_clock::now() < end) {
        const std::vector<std::int64_t> ids = oldest(connection);
        if (ids.empty() || !remove_at_once(connection, ids)) break;
        removed += ids.size();
    }
    return removed;
}

base::Result<Removed> remove_damaged(Database& database) {
    std::vector<Row> rows;
    {
        auto all = prepare(database, "SELECT kind, key, content, data, id FROM artefact_1");
        if (!all) return tl::unexpected(all.error());
        Step step = all->step();
        for (; step == Step::Row; step = all->step()) {
            if (is_sound(all->integer(0), all->bytes(1), all->bytes(2), all->bytes(3))) continue;
            rows.push_back({all->integer(4), all->bytes(3).size()});
        }
        if (step == Step::Failed) {
            return base::fail(trouble_in(database, database.connection.last_trouble()));
        }
    }
    return remove(database, rows);
}

base::Result<Merged> merge(Database& into, Database& from, std::span<const Key> keys) {
    auto rows = prepare(from, "SELECT kind, key, content, data FROM artefact_1 ORDER BY id");
    auto insert = prepare(into,
                          "INSERT OR IGNORE INTO artefact_1(kind, key, content, data) "
                          "VALUES(?1, ?2, ?3, ?4)");
    if (!rows) return tl::unexpected(rows.error());
    if (!insert) return tl::unexpected(insert.error());
    std::set<std::pair<std::int64_t, std::string>> wanted;
    for (const Key& key : keys) {
        wanted.emplace(static_cast<std::int64_t>(key.kind), stored(key.digest));
    }
    Merged merged;
    Trouble trouble = Trouble::None;
    std::int64_t in_transaction = 0;
    Step step = rows->step();
    for (; step == Step::Row && trouble == Trouble::None; step = rows->step()) {
        if (!wanted.empty() && !wanted.contains({rows->integer(0), std::string(rows->bytes(1))})) {
            continue;
        }
        if (!is_sound(rows->integer(0), rows->bytes(1), rows->bytes(2), rows->bytes(3))) {
            ++merged.damaged;
            continue;
        }
        if (in_transaction == 0) trouble = into.connection.run("BEGIN IMMEDIATE");
        if (trouble != Trouble::None) break;
        trouble = copy_row(*insert, *rows, into.connection, merged);
        in_transaction = (in_transaction + 1) % kAtOnce;
        if (in_transaction == 0 && trouble == Trouble::None)
            trouble = into.connection.run("COMMIT");
    }
    if (in_transaction != 0) {
        const Trouble ended = into.connection.run(trouble == Trouble::None ? "COMMIT" : "ROLLBACK");
        if (trouble == Trouble::None) trouble = ended;
    }
    if (trouble != Trouble::None) return base::fail(trouble_in(into, trouble));
    if (step == Step::Failed) {
        return base::fail(trouble_in(from, from.connection.last_trouble()));
    }
    return merged;
}

base::Result<void> seal(Database& database) {
    return run(database, "PRAGMA journal_mode=DELETE");
}

}  // namespace krait::cache
