#include "cache/artefact.h"

#include "base/assert.h"
#include "cache/compression.h"

namespace krait::cache {

namespace {

constexpr std::string_view kMagic = "KRT1";
constexpr std::size_t kHeader = 4 + 8 + 16;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
constexpr std::size_t kLittle = 4096;

void append(std::string& bytes, std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(value >> shift));
}

std::uint64_t number_at(std::string_view bytes, std::size_t offset) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        value |= std::uint64_t{static_cast<unsigned char>(bytes[offset + i])} << (8 * i);
    }
    return value;
}

base::Digest checksum(const Key& key, const base::Digest& digest, std::size_t size) {
    return base::Hasher()
        .add(static_cast<std::uint64_t>(key.kind))
        .add(key.digest)
        .add(digest)
        .add(std::uint64_t{size})
        .finish();
}

}  // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::Summary:
            return "summaries";
        case Kind::Interface:
            return "interfaces";
        case Kind::Bodies:
            return "bodies";
        case Kind::Answer:
            return "answers";
    }
    return "others";
}

std::string stored(const base::Digest& digest) {
    std::string bytes;
    append(bytes, digest.low);
    append(bytes, digest.high);
    return bytes;
}

std::optional<base::Digest> digest_from(std::string_view bytes) {
    if (bytes.size() != 16) return std::nullopt;
    return base::Digest{number_at(bytes, 0), number_at(bytes, 8)};
}

std::string pack(const Key& key, std::string_view content, const base::Digest& digest) {
    KRAIT_ASSERT(content.size() <= kLargest, "an artefact is at most a gibibyte");
    std::string packed(kMagic);
    append(packed, content.size());
    packed += stored(checksum(key, digest, content.size()));
    append_compressed(packed, content, content.size() < kLittle ? Effort::Little : Effort::Usual);
    return packed;
}

std::optional<std::string> unpack(const Key& key, std::string_view packed) {
    if (packed.size() < kHeader || !packed.starts_with(kMagic)) return std::nullopt;
    const std::uint64_t size = number_at(packed, 4);
    if (size > kLargest) return std::nullopt;
    const std::string_view compressed = packed.substr(kHeader);
    if (frame_size(compressed) != size) return std::nullopt;
    std::string content(size, '\0');
    if (!decompress(compressed, content)) return std::nullopt;
    const base::Digest expected = checksum(key, base::digest_of(content), content.size());
    if (stored(expected) != packed.substr(12, 16)) return std::nullopt;
    return content;
}

}  // namespace krait::cache
