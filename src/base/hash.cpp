// hash.cpp
//
// XXH3 is taken into this file whole (XXH_INLINE_ALL): most of what is hashed is a name of ten
// bytes, for which a call into the library costs more than the hash.

#include "base/hash.h"

#include <array>
#include <bit>
#include <cstdio>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace krait::base {

std::string Digest::hex() const {
    char text[33];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(high),
                  static_cast<unsigned long long>(low));
    return text;
}

Digest digest_of(std::string_view bytes) {
    XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64, hash.high64};
}

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

Hasher& Hasher::add(std::string_view text) {
    add(std::uint64_t{text.size()});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
}

Hasher& Hasher::add(std::uint64_t value) {
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    std::array<char, sizeof value> bytes{};
    std::memcpy(bytes.data(), &value, sizeof value);
    if (bytes_.empty()) bytes_.reserve(64);  // most digests are of a few values
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

Hasher& Hasher::add(const Digest& digest) { return add(digest.low).add(digest.high); }

Digest Hasher::finish() const { return digest_of({bytes_.data(), bytes_.size()}); }

}  // namespace krait::base
