// compression.h
//
// zstd, for artefacts and for what stays in memory without being looked at.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace krait::cache {

/// As fast as the disk; higher levels save a tenth and cost a cold run. Of little texts, which are
/// names and digests, what Huffman's code saves isn't worth building it.
enum class Effort : std::int8_t { Little = -1, Usual = 1 };

/// Adds a zstd frame with `content` to `bytes`.
void append_compressed(std::string& bytes, std::string_view content, Effort effort);

/// How much a frame says that it holds; nothing if it is none. Safe for any bytes.
[[nodiscard]] std::optional<std::uint64_t> frame_size(std::string_view frame);

/// Fills `content` with what a frame holds. False if that isn't exactly as much, or no frame. Safe
/// for any bytes.
[[nodiscard]] bool decompress(std::string_view frame, std::span<char> content);

/// Frees what this thread has for compressing, which is megabytes, until it compresses again.
void let_compressor_go();

}  // namespace krait::cache
