// artefact.h
//
// What the cache keeps. An artefact is one whole thing: the value *and* the trace that says when
// the value may be used, in one row. mypy keeps the two apart, and a process that reads one while
// another replaces the other sees a pair that never existed; here there is no pair.
//
// Artefacts are content-addressed and never changed: the same inputs give the same bytes under the
// same key, whoever computes them, so that two processes that write at once write the same row.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace krait::cache {

/// Kept apart in keys and in figures; the cache knows nothing else about them. Stored: never
/// renumber.
enum class Kind : std::uint8_t { Summary = 1, Interface = 2, Bodies = 3, Answer = 4 };

inline constexpr std::array kKinds = {Kind::Summary, Kind::Interface, Kind::Bodies, Kind::Answer};

[[nodiscard]] std::string_view name_of(Kind kind);

/// Under which an artefact is looked for: a digest of everything that was *given* to whoever made
/// it, the format's number and the options included. Several artefacts may have one key (branches
/// of a repository, say); their traces tell which of them fits.
struct Key {
    Kind kind = Kind::Summary;
    base::Digest digest;

    friend bool operator==(const Key&, const Key&) = default;
};

/// The bytes of a digest as they are stored, the same on every machine.
[[nodiscard]] std::string stored(const base::Digest& digest);
/// Nothing unless there are 16 bytes.
[[nodiscard]] std::optional<base::Digest> digest_from(std::string_view bytes);

/// An artefact as it lies in the database: compressed, with a checksum over key and content, so
/// that neither a flipped bit nor an index that points at another row can give a wrong answer.
/// `digest` is that of the content.
[[nodiscard]] std::string pack(const Key& key, std::string_view content,
                               const base::Digest& digest);

/// Nothing if `packed` is not exactly what `pack` made for this key. Safe for any bytes.
[[nodiscard]] std::optional<std::string> unpack(const Key& key, std::string_view packed);

}  // namespace krait::cache
