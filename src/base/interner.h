// interner.h
//
// Names are compared far more often than they are printed, so each distinct text gets one 32-bit id
// for as long as the process lives. The table is sharded: many workers intern while they parse.
// Ids depend on the order of arrival and so on timing: never order by them, never hash them into a
// fingerprint, never store them. Compare texts where an order is needed.

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace krait::base {

/// An interned text. Equal ids, equal texts, and the reverse.
enum class Name : std::uint32_t { Empty = 0 };
static_assert(sizeof(Name) == 4);

/// The id of `text`, made if there is none yet. Thread-safe.
[[nodiscard]] Name intern(std::string_view text);

/// The text of a name, valid for the life of the process. Thread-safe, lock-free.
[[nodiscard]] std::string_view text_of(Name name);

/// How many bytes the interned texts hold: for memory statistics.
[[nodiscard]] std::size_t interned_bytes();

}  // namespace krait::base
