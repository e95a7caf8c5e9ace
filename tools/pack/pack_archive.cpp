// pack_archive.cpp
//
// krait_pack FOLDER ARCHIVE: packs all files of a folder into the archive that the program embeds
// (src/python/modules/archive_format.h). Runs at build time only; the same input gives the same
// bytes.

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/hash.h"
#include "python/modules/archive_format.h"

namespace {

namespace archive = krait::modules::archive;

struct File {
    std::string path;
    std::string content;
};

std::vector<File> read_files(const std::filesystem::path& folder) {
    std::vector<File> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        files.push_back({entry.path().lexically_relative(folder).generic_string(),
                         {std::istreambuf_iterator<char>(stream), {}}});
    }
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.path < b.path; });
    return files;
}

std::string train_dictionary(const std::vector<File>& files) {
    constexpr std::size_t kSize = 64 * 1024;
    std::string samples;
    std::vector<std::size_t> sizes;
    for (const File& file : files) {
        samples += file.content;
        sizes.push_back(file.content.size());
    }
    std::string dictionary(kSize, '\0');
    const std::size_t size =
        ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(),
                              static_cast<unsigned>(sizes.size()));
    dictionary.resize(ZDICT_isError(size) ? 0 : size);
    return dictionary;
}

template <class T>
void append(std::string& bytes, const T& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string pack(const std::vector<File>& files) {
    constexpr int kLevel = 19;
    const std::string dictionary = train_dictionary(files);
    std::string paths;
    std::string index;
    std::string frames;
    krait::base::Hasher hasher;
    ZSTD_CCtx* context = ZSTD_createCCtx();
    for (const File& file : files) {
        hasher.add(std::string_view(file.path)).add(std::string_view(file.content));
        std::string frame(ZSTD_compressBound(file.content.size()), '\0');
        const std::size_t size = ZSTD_compress_usingDict(
            context, frame.data(), frame.size(), file.content.data(), file.content.size(),
            dictionary.data(), dictionary.size(), kLevel);
        if (ZSTD_isError(size)) {
            std::cerr << file.path << ": " << ZSTD_getErrorName(size) << "\n";
            std::exit(1);
        }
        paths += file.path;
        append(index, archive::Entry{static_cast<std::uint32_t>(paths.size()),
                                     static_cast<std::uint32_t>(frames.size()),
                                     static_cast<std::uint32_t>(size),
                                     static_cast<std::uint32_t>(file.content.size())});
        frames.append(frame, 0, size);
    }
    ZSTD_freeCCtx(context);
    const krait::base::Digest digest = hasher.finish();
    const archive::Header header{
        archive::kMagic,
        archive::kVersion,
        static_cast<std::uint32_t>(files.size()),
        static_cast<std::uint32_t>(dictionary.size()),
        static_cast<std::uint32_t>(paths.size()),
        {static_cast<std::uint32_t>(digest.low), static_cast<std::uint32_t>(digest.low >> 32),
         static_cast<std::uint32_t>(digest.high), static_cast<std::uint32_t>(digest.high >> 32)}};
    std::string bytes;
    append(bytes, header);
    return bytes + index + paths + dictionary + frames;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: krait_pack FOLDER ARCHIVE\n";
        return 2;
    }
    const std::string bytes = pack(read_files(argv[1]));
    std::ofstream stream(argv[2], std::ios::binary);
    stream << bytes;
    return stream.good() ? 0 : 1;
}
