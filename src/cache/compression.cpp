#include "cache/compression.h"

#include <zstd.h>

#include <memory>

#include "base/assert.h"

namespace krait::cache {

namespace {

/// A thread's own, because to make one costs more than what most artefacts take.
struct Compressor {
    struct Free {
        void operator()(ZSTD_CCtx* own) const { ZSTD_freeCCtx(own); }
    };
    std::unique_ptr<ZSTD_CCtx, Free> context;
    std::string room;  // filled again and again: what isn't used isn't cleared
};

Compressor& compressor() {
    thread_local Compressor own;
    return own;
}

ZSTD_DCtx* decompressor() {
    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context{ZSTD_createDCtx()};
    return context.get();
}

}  // namespace

void append_compressed(std::string& bytes, std::string_view content, Effort effort) {
    auto& [context, room] = compressor();
    if (!context) context.reset(ZSTD_createCCtx());
    const std::size_t bound = ZSTD_compressBound(content.size());
    if (room.size() < bound) room.resize(bound);
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), room.data(), room.size(), content.data(), content.size(),
                          static_cast<int>(effort));
    KRAIT_ENSURE(!ZSTD_isError(size), "a buffer of ZSTD_compressBound bytes is always enough");
    bytes.append(room, 0, size);
}

std::optional<std::uint64_t> frame_size(std::string_view frame) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return std::nullopt;
    return size;
}

bool decompress(std::string_view frame, std::span<char> content) {
    if (frame_size(frame) != content.size()) return false;
    const std::size_t got = ZSTD_decompressDCtx(decompressor(), content.data(), content.size(),
                                                frame.data(), frame.size());
    return !ZSTD_isError(got) && got == content.size();
}

void let_compressor_go() {
    compressor() = {};
}

}  // namespace krait::cache
