#include "cache/database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

namespace krait::cache {

namespace fs = std::filesystem;

namespace {

constexpr char kSchema[] = R"(
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS artefact_1(
        id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key BLOB NOT NULL, content BLOB NOT NULL,
        data BLOB NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS artefact_1_key ON artefact_1(kind, key, content);
    CREATE TABLE IF NOT EXISTS use_1(artefact INTEGER PRIMARY KEY, day INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS use_1_day ON use_1(day, artefact);
    CREATE TABLE IF NOT EXISTS stamp_1(
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        changed INTEGER NOT NULL, inode INTEGER NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS note_1(
        name TEXT PRIMARY KEY, state BLOB NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
    COMMIT;
)";

/// Of a connection that writes. The limit of the log is in pages: the log stays there when a
/// process ends, and counts with the cache's size.
constexpr char kWriting[] = "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=256";

constexpr int kThreads = SQLITE_OPEN_NOMUTEX;  // a connection belongs to one thread at a time

/// File systems where a write-ahead log's shared memory doesn't work between machines.
bool is_network(const fs::path& folder) {
    struct statfs about{};
    if (statfs(folder.c_str(), &about) != 0) return false;
    switch (static_cast<std::uint32_t>(about.f_type)) {
        case 0x6969:      // NFS
        case 0x517B:      // SMB
        case 0xFF534D42:  // CIFS
        case 0xFE534D42:  // SMB 2
        case 0x01021997:  // 9p
        case 0x5346414F:  // AFS
        case 0x65735546:  // FUSE: may be anything
            return true;
        default:
            return false;
    }
}

void write_once(const fs::path& file, std::string_view text) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) std::ofstream(file) << text;
}

void prepare_folder(const fs::path& folder) {
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    write_once(folder / ".gitignore", "# Made by Krait: a cache, safe to delete.\n*\n");
    write_once(folder / "CACHEDIR.TAG",
               "Signature: 8a477f597d28d172789f06886806bc55\n# Made by Krait: a cache, safe to "
               "delete. See https://bford.info/cachedir/\n");
}

/// Its tables, made if need be. Looks before it writes: most runs find them there.
Trouble ensure_tables(Connection& connection, bool writable) {
    auto found = connection.number(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('artefact_1', 'use_1', 'stamp_1', "
        "'note_1')");
    if (!found) return found.error();
    // Who only reads does without notes, which another version may not have made.
    if (*found >= (writable ? 4 : 3)) return Trouble::None;
    return writable ? connection.run(kSchema) : Trouble::Missing;
}

tl::expected<Connection, Trouble> open_to_write(const fs::path& file, bool network) {
    auto connection = Connection::open(
        file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | kThreads, kBusyMilliseconds);
    if (!connection) return connection;
    // Freed pages are given back by `krait cache gc`; it has to be asked for before the first
    // table.
    connection->run("PRAGMA auto_vacuum=INCREMENTAL");
    Trouble trouble = Trouble::Other;
    if (!network) trouble = connection->run("PRAGMA journal_mode=WAL");
    if (trouble == Trouble::Damaged) return tl::unexpected(trouble);
    if (trouble != Trouble::None) trouble = connection->run("PRAGMA journal_mode=TRUNCATE");
    if (trouble != Trouble::None) return tl::unexpected(trouble);
    connection->run(kWriting);
    trouble = ensure_tables(*connection, true);
    if (trouble != Trouble::None) return tl::unexpected(trouble);
    return connection;
}

std::string uri_of(const fs::path& file) {
    std::string uri = "file:";
    for (char letter : file.string()) {
        if (letter == '?' || letter == '#' || letter == '%') {
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned char>(letter));
            uri += hex;
        } else {
            uri += letter;
        }
    }
    return uri + "?immutable=1";
}

tl::expected<Connection, Trouble> open_to_read(const fs::path& file, bool immutable) {
    auto connection =
        immutable
            ? Connection::open(uri_of(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | kThreads,
                               kBusyMilliseconds)
            : Connection::open(file.string(), SQLITE_OPEN_READONLY | kThreads, kBusyMilliseconds);
    if (!connection) return connection;
    Trouble trouble = ensure_tables(*connection, false);
    if (trouble != Trouble::None) return tl::unexpected(trouble);
    return connection;
}

bool is_damaged(const fs::path& file) {
    auto connection = open_to_read(file, false);
    return !connection && connection.error() == Trouble::Damaged;
}

}  // namespace

fs::path database_file(const fs::path& folder) {
    return folder / "krait.db";
}

bool put_aside(const fs::path& file) {
    // Two processes may find the damage at once: the second must not rename what the first made.
    const fs::path lock_file = file.string() + ".lock";
    const int lock = ::open(lock_file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock < 0) return false;
    bool gone = ::flock(lock, LOCK_EX) == 0;
    if (gone && is_damaged(file)) {
        std::error_code error;
        fs::rename(file, file.string() + ".damaged", error);
        gone = !error;
        for (const char* part : {"-wal", "-shm", "-journal"}) {
            fs::remove(file.string() + part, error);
        }
    }
    ::close(lock);
    return gone;
}

tl::expected<Database, std::string> open_database(const fs::path& folder) {
    prepare_folder(folder);
    Database database;
    database.file = database_file(folder);
    const bool network = is_network(folder);
    auto opened = open_to_write(database.file, network);
    if (!opened && opened.error() == Trouble::Damaged) {
        database.warning = "The cache in " + folder.string() +
                           " was damaged. It was renamed to krait.db.damaged, and a new one is "
                           "being filled.";
        if (put_aside(database.file)) opened = open_to_write(database.file, network);
    }
    database.writable = opened.has_value();
    if (!opened) {
        const Trouble trouble = opened.error();
        opened = open_to_read(database.file, false);
        if (!opened) {
            opened = open_to_read(database.file, true);
            database.immutable = opened.has_value();
        }
        if (!opened) return tl::unexpected(describe(trouble, folder));
    }
    database.connection = std::move(*opened);
    return database;
}

std::optional<Database> open_snapshot(const fs::path& folder) {
    Database database;
    database.file = database_file(folder);
    database.immutable = true;
    auto opened = open_to_read(database.file, database.immutable);
    if (!opened) return std::nullopt;
    database.connection = std::move(*opened);
    return database;
}

tl::expected<Connection, Trouble> connect(const Database& database, bool write) {
    if (!write) return open_to_read(database.file, database.immutable);
    auto connection = Connection::open(database.file.string(), SQLITE_OPEN_READWRITE | kThreads,
                                       kBusyMilliseconds);
    if (connection) connection->run(kWriting);
    return connection;
}

std::string describe(Trouble trouble, const fs::path& folder) {
    const std::string where = folder.string();
    switch (trouble) {
        case Trouble::None:
            return {};
        case Trouble::Full:
            return "The cache in " + where +
                   " is not written any more: the disk is full. Free some room, or name another "
                   "folder with --cache-dir.";
        case Trouble::ReadOnly:
            return "The cache in " + where +
                   " can be read but not written. Name another folder with --cache-dir to keep "
                   "what is found.";
        case Trouble::Missing:
            return "There is no cache in " + where +
                   ": the folder can't be made or written. Name another one with --cache-dir, or "
                   "/dev/null for none.";
        case Trouble::Damaged:
            return "The cache in " + where +
                   " is damaged and not used. Delete the folder, and it will be made again.";
        case Trouble::Busy:
            return "The cache in " + where +
                   " was being written by others for so long that this run left its results out.";
        case Trouble::Other:
            break;
    }
    return "The cache in " + where + " can't be used because of an input/output error.";
}

}  // namespace krait::cache
