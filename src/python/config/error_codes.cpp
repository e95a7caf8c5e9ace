// error_codes.cpp

#include "python/config/error_codes.h"

#include <unordered_map>

#include "base/assert.h"
#include "python/messages/codes.h"

namespace krait::config {

std::optional<std::size_t> error_code_index(std::string_view name) {
    static const auto index = [] {
        const auto codes = messages::codes::all();
        KRAIT_ENSURE(codes.size() <= 128, "ErrorCodeSet has room for 128 codes");
        std::unordered_map<std::string_view, std::size_t> result;
        for (std::size_t i = 0; i < codes.size(); ++i) result.emplace(codes[i].code, i);
        return result;
    }();
    const auto found = index.find(name);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

}  // namespace krait::config
