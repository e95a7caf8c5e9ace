#include "server/temporary_page.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace krait::server {

base::Result<std::string> write_temporary_page(std::string_view text) {
    constexpr std::string_view kEnding = ".html";
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) return base::fail("There is no folder for temporary files: " + error.message());
    std::string path = (folder / "krait-XXXXXX").string().append(kEnding);
    const int descriptor = ::mkstemps(path.data(), static_cast<int>(kEnding.size()));
    std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
    if (file == nullptr) return base::fail("Can't write to " + folder.string());
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (std::fclose(file) != 0 || !written) return base::fail("Can't write to " + path);
    return path;
}

}  // namespace krait::server
