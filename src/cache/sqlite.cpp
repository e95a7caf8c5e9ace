#include "cache/sqlite.h"

namespace krait::cache {

Trouble trouble_of(int sqlite_code) {
    switch (sqlite_code & 0xFF) {
        case SQLITE_OK:
        case SQLITE_ROW:
        case SQLITE_DONE:
            return Trouble::None;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Trouble::Busy;
        case SQLITE_FULL:
            return Trouble::Full;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Trouble::ReadOnly;
        case SQLITE_CANTOPEN:
            return Trouble::Missing;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Trouble::Damaged;
        default:
            return Trouble::Other;
    }
}

Statement& Statement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(handle_.get(), index, value);
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    sqlite3_bind_blob64(handle_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind_text(int index, std::string_view text) {
    sqlite3_bind_text64(handle_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Step Statement::step() {
    switch (sqlite3_step(handle_.get())) {
        case SQLITE_ROW:
            return Step::Row;
        case SQLITE_DONE:
            return Step::Done;
        default:
            return Step::Failed;
    }
}

void Statement::reset() {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    return data == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

tl::expected<Connection, Trouble> Connection::open(const std::string& path, int flags,
                                                   int busy_milliseconds) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Connection connection;
    connection.handle_.reset(handle);
    if (code != SQLITE_OK) return tl::unexpected(trouble_of(code));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busy_milliseconds);
    return connection;
}

Trouble Connection::run(const char* sql) {
    return trouble_of(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr));
}

tl::expected<Statement, Trouble> Connection::prepare(const char* sql) {
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) return tl::unexpected(trouble_of(code));
    return Statement(made);
}

tl::expected<std::int64_t, Trouble> Connection::number(const char* sql) {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    switch (statement->step()) {
        case Step::Row:
            return statement->integer(0);
        case Step::Done:
            return tl::unexpected(Trouble::None);
        case Step::Failed:
            break;
    }
    return tl::unexpected(last_trouble());
}

Trouble Connection::last_trouble() const {
    return trouble_of(sqlite3_errcode(handle_.get()));
}

}  // namespace krait::cache
