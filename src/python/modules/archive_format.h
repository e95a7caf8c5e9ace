// archive_format.h
//
// The layout of the archive of typeshed, shared by the tool that packs it at build time and the
// reader inside the program. Each file is a zstd frame of its own, made with one dictionary for all
// (stubs are small and alike), so that reading one file unpacks nothing else.
//
//   header: magic, format version, number of files, size of the dictionary, size of the paths
//   index:  for each file, sorted by path: where its path ends among the paths, where its frame
//           starts and how long it is, its size unpacked
//   paths, dictionary, frames
//
// All numbers are 32 bits, little-endian. The bytes are a function of the files and libzstd alone.

#pragma once

#include <cstdint>
#include <cstring>

namespace krait::modules::archive {

inline constexpr std::uint32_t kMagic = 0x5354'524B;  // "KRTS"
inline constexpr std::uint32_t kVersion = 1;

struct Header {
    std::uint32_t magic;
    std::uint32_t version;
    std::uint32_t files;
    std::uint32_t dictionary_size;
    std::uint32_t paths_size;
    std::uint32_t digest[4];  ///< of all paths and contents
};

struct Entry {
    std::uint32_t path_end;
    std::uint32_t frame_start;  ///< from the first frame on
    std::uint32_t frame_size;
    std::uint32_t size;
};

static_assert(sizeof(Header) == 36 && sizeof(Entry) == 16);

}  // namespace krait::modules::archive
