// codes.cpp: look-ups in the table of error codes. It is small, so they are linear.

#include "python/messages/codes.h"

#include <algorithm>
#include <array>

namespace krait::messages::codes {

namespace {

#define KRAIT_CODE_INFO(constant, name, description, enabled, parent) \
    CodeInfo{constant, description, "General", enabled, parent},
constexpr auto kTable = std::to_array<CodeInfo>({KRAIT_ERROR_CODES(KRAIT_CODE_INFO)});
#undef KRAIT_CODE_INFO

template <class Predicate>
const CodeInfo* first_where(Predicate matches) {
    const auto found = std::find_if(kTable.begin(), kTable.end(), matches);
    return found == kTable.end() ? nullptr : &*found;
}

}  // namespace

std::span<const CodeInfo> all() {
    return kTable;
}

const CodeInfo* info(const char* code) {
    return first_where([&](const CodeInfo& row) { return row.code == code; });
}

const CodeInfo* find(std::string_view name) {
    return first_where([&](const CodeInfo& row) { return row.code == name; });
}

}  // namespace krait::messages::codes
