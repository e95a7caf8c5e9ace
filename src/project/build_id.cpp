#include "project/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstring>
#include <string_view>

#include "base/assert.h"
#include "base/version.h"

namespace krait::project {

namespace {

/// What tells apart two cache formats of one source (a test builds a second "version" by it).
#ifndef KRAIT_CACHE_FORMAT
#define KRAIT_CACHE_FORMAT 1
#endif

std::string_view note_in(const char* at, std::size_t size) {
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) head;
        std::memcpy(&head, at, sizeof head);
        const std::size_t name = (head.n_namesz + 3u) & ~std::size_t{3};
        const std::size_t content = (head.n_descsz + 3u) & ~std::size_t{3};
        const std::size_t all = sizeof head + name + content;
        if (all > size) break;
        const char* text = at + sizeof head;
        if (head.n_type == NT_GNU_BUILD_ID &&
            std::string_view(text, 4) == std::string_view("GNU", 4)) {
            return {text + name, head.n_descsz};
        }
        at += all;
        size -= all;
    }
    return {};
}

/// Called for the program first, and no further.
int find_note(dl_phdr_info* info, std::size_t, void* found) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr)& header = info->dlpi_phdr[i];
        if (header.p_type != PT_NOTE) continue;
        const char* start = reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
        const std::string_view id = note_in(start, header.p_memsz);
        if (id.empty()) continue;
        *static_cast<std::string_view*>(found) = id;
        break;
    }
    return 1;
}

base::Digest compute() {
    std::string_view note;
    dl_iterate_phdr(find_note, &note);
    KRAIT_ENSURE(!note.empty(), "the program is linked with --build-id");
    return base::Hasher()
        .add(base::kVersion)
        .add(std::uint64_t{KRAIT_CACHE_FORMAT})
        .add(note)
        .finish();
}

}  // namespace

const base::Digest& build_id() {
    static const base::Digest id = compute();
    return id;
}

}  // namespace krait::project
