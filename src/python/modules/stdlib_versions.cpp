// stdlib_versions.cpp: typeshed's stdlib/VERSIONS, lines "module: 3.6-3.11" or "module: 3.12-".

#include <optional>

#include "python/config/paths.h"
#include "python/modules/finder.h"

namespace krait::modules {

StdlibVersions parse_stdlib_versions(std::string_view text) {
    const auto version = [](std::string_view part) -> std::optional<config::PythonVersion> {
        part = config::strip(part);
        const std::size_t dot = part.find('.');
        if (dot == std::string_view::npos) return std::nullopt;
        const auto number = [](std::string_view digits) {
            int value = 0;
            for (const char c : digits) {
                if (c < '0' || c > '9' || value > 9999) return -1;
                value = value * 10 + (c - '0');
            }
            return digits.empty() ? -1 : value;
        };
        const config::PythonVersion result{number(part.substr(0, dot)),
                                           number(part.substr(dot + 1))};
        return result.major < 0 || result.minor < 0 ? std::nullopt : std::optional(result);
    };
    StdlibVersions result;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = config::strip(text.substr(0, end).substr(0, text.find('#')));
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos) {
            const std::string_view range = line.substr(colon + 1);
            const std::size_t dash = range.find('-');
            const auto first = version(range.substr(0, dash));
            if (first) {
                const auto last =
                    dash == std::string_view::npos ? std::nullopt : version(range.substr(dash + 1));
                result.modules[std::string(config::strip(line.substr(0, colon)))] = {*first, last};
            }
        }
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace krait::modules
