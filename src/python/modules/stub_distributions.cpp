// stub_distributions.cpp

#include "python/modules/stub_distributions.h"

#include <unordered_map>
#include <vector>

#include "python/modules/embedded_typeshed.h"

namespace krait::modules {
namespace {

std::vector<std::string> lines_of(std::string_view path) {
    const std::string text = read_typeshed(path).value_or("");
    std::vector<std::string> lines;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        lines.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

std::optional<std::string_view> stub_distribution(std::string_view module) {
    static const auto distributions = [] {
        std::unordered_map<std::string, std::string> result;
        for (const std::string& line : lines_of("krait/stub_distributions")) {
            const std::size_t tab = line.find('\t');
            result.emplace(line.substr(0, tab), line.substr(tab + 1));
        }
        return result;
    }();
    // The list has top-level modules, and parts of namespace packages by their full name.
    const auto direct = distributions.find(std::string(module.substr(0, module.find('.'))));
    if (direct != distributions.end()) return direct->second;
    while (module.find('.') != std::string_view::npos) {
        const auto found = distributions.find(std::string(module));
        if (found != distributions.end()) return found->second;
        module = module.substr(0, module.rfind('.'));
    }
    return std::nullopt;
}

std::span<const std::string> well_known_modules() {
    static const std::vector<std::string> modules = lines_of("krait/known_modules");
    return modules;
}

}  // namespace krait::modules
