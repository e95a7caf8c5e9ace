#include "cli/statistics.h"

#include <cstdio>

namespace krait::cli {

namespace {

double milliseconds(std::uint64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / 1e6;
}

double percent(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::string render_statistics(const project::Figures& figures) {
    std::uint64_t work =
        figures.load_nanoseconds + figures.interface_nanoseconds + figures.body_nanoseconds;
    char text[1024];
    std::snprintf(
        text, sizeof text,
        "Lines read: %llu\n"
        "Loading: %.1f ms; interfaces: %.1f ms; bodies: %.1f ms (work of all threads)\n"
        "Encoding and decoding images: %.1f ms, %.1f %% of the work; %.1f MiB of images\n"
        "From the cache: %llu of %llu SCCs' interfaces, %llu of %llu chunks of bodies\n"
        "Taken as Any because Krait does not implement it yet: %llu places",
        static_cast<unsigned long long>(figures.lines), milliseconds(figures.load_nanoseconds),
        milliseconds(figures.interface_nanoseconds), milliseconds(figures.body_nanoseconds),
        milliseconds(figures.encode_nanoseconds), percent(figures.encode_nanoseconds, work),
        static_cast<double>(figures.image_bytes) / (1024.0 * 1024.0),
        static_cast<unsigned long long>(figures.cached_sccs),
        static_cast<unsigned long long>(figures.cached_sccs + figures.computed_sccs),
        static_cast<unsigned long long>(figures.cached_chunks),
        static_cast<unsigned long long>(figures.cached_chunks + figures.computed_chunks),
        static_cast<unsigned long long>(figures.not_implemented));
    return text;
}

}  // namespace krait::cli
