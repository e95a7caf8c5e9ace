// sqlite.h
//
// The little of SQLite that the cache needs, with two things made certain: handles are closed, and
// every failure is a value. What a failure means for the cache is decided in one place
// (trouble_of), because SQLite has a hundred codes and a check only has to know whether to go on
// reading, to stop writing, or to put the file aside.

#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace krait::cache {

/// What went wrong with the database, as far as the cache acts on it.
enum class Trouble : std::uint8_t {
    None,
    Busy,      ///< somebody else writes: worth another try
    Full,      ///< no room on the disk
    ReadOnly,  ///< may be read, not written
    Missing,   ///< can't be opened or made at all
    Damaged,   ///< not a database, or a broken one
    Other,     ///< an I/O error, no memory, ...
};

[[nodiscard]] Trouble trouble_of(int sqlite_code);

enum class Step : std::uint8_t { Row, Done, Failed };

/// A prepared statement. Belongs to one thread at a time, like its connection, which outlives it.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

    /// Parameters are counted from 1. A blob or text is borrowed until the next reset().
    Statement& bind(int index, std::int64_t value);
    Statement& bind_blob(int index, std::string_view bytes);
    Statement& bind_text(int index, std::string_view text);

    [[nodiscard]] Step step();
    void reset();

    /// Columns are counted from 0. Views live until the next step() or reset().
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Resets a statement on the way out, so that it holds no lock and borrows nothing.
class Running {
public:
    explicit Running(Statement& statement) : statement_(statement) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { statement_.reset(); }

private:
    Statement& statement_;
};

/// One open database. Belongs to one thread at a time.
class Connection {
public:
    /// `flags` as for sqlite3_open_v2. `path` may be a URI if SQLITE_OPEN_URI is among them.
    [[nodiscard]] static tl::expected<Connection, Trouble> open(const std::string& path, int flags,
                                                                int busy_milliseconds);

    /// Runs statements that give no rows.
    Trouble run(const char* sql);
    [[nodiscard]] tl::expected<Statement, Trouble> prepare(const char* sql);
    /// The first column of the first row; nothing (and Trouble::None) if there is no row.
    [[nodiscard]] tl::expected<std::int64_t, Trouble> number(const char* sql);

    /// What the last call on this connection ended with.
    [[nodiscard]] Trouble last_trouble() const;
    [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace krait::cache
