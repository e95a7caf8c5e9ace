// layout.h
//
// How an interface image is laid out. One module's published interface is one flat, relocatable,
// little-endian run of bytes: the same for the same input on any thread, process or machine, so it
// can be fingerprinted, cached, sent elsewhere, and read in place. Everybody reads the image, the
// module's own bodies too, so that a run from cache cannot differ from a cold one.
//
//   Header
//   string offsets   u32[strings + 1]     into the string bytes
//   references       Reference[references]  definitions of this and other modules, by name
//   type offsets     u32[types + 1]       into the type bytes; a type's parts have smaller indices
//   definitions      DefinitionEntry[definitions]   sorted by path
//   string bytes, type bytes, record bytes
//
// Strings, references and types stand in the order of their first use while the definitions are
// written in the order of their paths: no id, address or order of arrival shows.

#pragma once

#include <cstdint>
#include <type_traits>

#include "base/hash.h"

namespace krait::image {

inline constexpr std::uint32_t kMagic = 0x4954'524B;  // "KRTI"
/// Raised whenever the layout or the meaning of a field changes; part of every cache key.
inline constexpr std::uint32_t kFormatVersion = 3;

struct Header {
    std::uint32_t magic;
    std::uint32_t format_version;
    std::uint32_t strings;
    std::uint32_t references;
    std::uint32_t types;
    std::uint32_t definitions;
    std::uint32_t string_bytes;
    std::uint32_t type_bytes;
    std::uint32_t record_bytes;
    std::uint32_t module_name;  ///< a string
    base::Digest fingerprint;   ///< of all definitions' fingerprints and the module's names
};
static_assert(std::is_trivially_copyable_v<Header> && sizeof(Header) == 56);

struct Reference {
    std::uint32_t module;  ///< a string: the module's name
    std::uint32_t path;    ///< a string: the qualified path inside it
};

struct DefinitionEntry {
    std::uint32_t path;    ///< a string
    std::uint32_t offset;  ///< into the record bytes
    std::uint32_t size;
    std::uint32_t line;  ///< where it starts, from 1; not part of the fingerprint
    std::uint64_t fingerprint;  ///< half of a digest: nothing compresses it, and half is enough
};
static_assert(sizeof(DefinitionEntry) == 24);

}  // namespace krait::image
