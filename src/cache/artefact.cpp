#include "cache/artefact.h"

#include <zstd.h>

#include <memory>

#include "base/assert.h"

namespace krait::cache {

namespace {

constexpr std::string_view kMagic = "KRT1";
constexpr std::size_t kHeader = 4 + 8 + 16;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
// As fast as the disk; higher levels save a tenth and cost a cold run. Of little texts, which are
// names and digests, what Huffman's code saves isn't worth building it.
constexpr std::size_t kLittle = 4096;
constexpr int kLevel = 1, kLevelOfLittle = -1;

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

/// A thread's own, because to make one costs more than what most artefacts take.
ZSTD_CCtx* compressor() {
    struct Free {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context{ZSTD_createCCtx()};
    return context.get();
}

ZSTD_DCtx* decompressor() {
    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context{ZSTD_createDCtx()};
    return context.get();
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
    thread_local std::string room;  // filled again and again: what isn't used isn't cleared
    const std::size_t bound = ZSTD_compressBound(content.size());
    if (room.size() < bound) room.resize(bound);
    const std::size_t size =
        ZSTD_compressCCtx(compressor(), room.data(), room.size(), content.data(), content.size(),
                          content.size() < kLittle ? kLevelOfLittle : kLevel);
    KRAIT_ENSURE(!ZSTD_isError(size), "a buffer of ZSTD_compressBound bytes is always enough");
    std::string packed(kMagic);
    packed.reserve(kHeader + size);
    append(packed, content.size());
    packed += stored(checksum(key, digest, content.size()));
    return packed.append(room, 0, size);
}

std::optional<std::string> unpack(const Key& key, std::string_view packed) {
    if (packed.size() < kHeader || !packed.starts_with(kMagic)) return std::nullopt;
    const std::uint64_t size = number_at(packed, 4);
    if (size > kLargest) return std::nullopt;
    const std::string_view compressed = packed.substr(kHeader);
    if (ZSTD_getFrameContentSize(compressed.data(), compressed.size()) != size) return std::nullopt;
    std::string content(size, '\0');
    const std::size_t got = ZSTD_decompressDCtx(decompressor(), content.data(), content.size(),
                                                compressed.data(), compressed.size());
    if (ZSTD_isError(got) || got != size) return std::nullopt;
    const base::Digest expected = checksum(key, base::digest_of(content), content.size());
    if (stored(expected) != packed.substr(12, 16)) return std::nullopt;
    return content;
}

}  // namespace krait::cache
