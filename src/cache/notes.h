// notes.h
//
// What a process learned about its machine at some cost, and would learn again (what a Python
// interpreter says of itself): a text by name, with the state of the machine that it was true in.
// Like file stamps they stay on the machine: they are never exported or merged.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "cache/database.h"

namespace krait::cache {

struct Note {
    base::Digest state;
    std::string text;
};

/// Nothing if nothing was noted, or on any trouble.
[[nodiscard]] std::optional<Note> read_note(Connection& connection, std::string_view name);

/// Remembers; returns what kept it from being written.
Trouble write_note(Connection& connection, std::string_view name, const Note& note);

}  // namespace krait::cache
