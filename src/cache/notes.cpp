#include "cache/notes.h"

#include "cache/artefact.h"

namespace krait::cache {

namespace {

/// So that a damaged note is none.
std::string checked(std::string_view name, const Note& note) {
    return stored(note.state) +
           stored(base::Hasher().add(name).add(note.state).add(note.text).finish());
}

}  // namespace

std::optional<Note> read_note(Connection& connection, std::string_view name) {
    auto statement = connection.prepare("SELECT state, value FROM note_1 WHERE name = ?1");
    if (!statement) return std::nullopt;
    statement->bind_text(1, name);
    if (statement->step() != Step::Row) return std::nullopt;
    const std::string_view state = statement->bytes(0);
    const auto digest = digest_from(state.substr(0, 16));
    if (!digest) return std::nullopt;
    Note note{*digest, std::string(statement->bytes(1))};
    return checked(name, note) == state ? std::optional(std::move(note)) : std::nullopt;
}

Trouble write_note(Connection& connection, std::string_view name, const Note& note) {
    auto statement =
        connection.prepare("INSERT OR REPLACE INTO note_1(name, state, value) VALUES(?1, ?2, ?3)");
    if (!statement) return statement.error();
    const std::string state = checked(name, note);
    statement->bind_text(1, name).bind_blob(2, state).bind_text(3, note.text);
    return statement->step() == Step::Failed ? connection.last_trouble() : Trouble::None;
}

}  // namespace krait::cache
