// error_codes.cpp

#include "python/config/error_codes.h"

#include <unordered_map>

namespace krait::config {
namespace {

constexpr ErrorCodeInfo kCodes[] = {
    {"attr-defined"},
    {"name-defined"},
    {"call-arg"},
    {"arg-type"},
    {"call-overload"},
    {"valid-type"},
    {"nonetype-type"},
    {"var-annotated"},
    {"override"},
    {"return"},
    {"return-value"},
    {"assignment"},
    {"method-assign", true, "assignment"},
    {"type-arg"},
    {"type-var"},
    {"union-attr"},
    {"index"},
    {"operator"},
    {"list-item"},
    {"dict-item"},
    {"typeddict-item"},
    {"typeddict-unknown-key", true, "typeddict-item"},
    {"has-type"},
    {"import"},
    {"import-not-found", true, "import"},
    {"import-untyped", true, "import"},
    {"no-redef"},
    {"func-returns-value"},
    {"abstract"},
    {"type-abstract"},
    {"valid-newtype"},
    {"str-format"},
    {"str-bytes-safe"},
    {"exit-return"},
    {"literal-required"},
    {"unused-coroutine"},
    {"empty-body"},
    {"safe-super"},
    {"top-level-await"},
    {"await-not-async"},
    {"no-untyped-def"},
    {"no-untyped-call"},
    {"redundant-cast"},
    {"assert-type"},
    {"comparison-overlap"},
    {"no-any-unimported"},
    {"no-any-return"},
    {"unreachable"},
    {"annotation-unchecked"},
    {"typeddict-readonly-mutated"},
    {"possibly-undefined", false},
    {"redundant-expr", false},
    {"truthy-bool", false},
    {"truthy-function"},
    {"truthy-iterable", false},
    {"str-unpack"},
    {"name-match"},
    {"no-overload-impl"},
    {"ignore-without-code", false},
    {"unused-awaitable", false},
    {"redundant-self", false},
    {"used-before-def"},
    {"unused-ignore", false},
    {"explicit-override", false},
    {"unimported-reveal", false},
    {"mutable-override", false},
    {"exhaustive-match", false},
    {"metaclass"},
    {"maybe-unrecognized-str-typeform"},
    {"syntax"},
    {"misc"},
    {"overload-cannot-match", true, "misc"},
    {"overload-overlap", true, "misc"},
    {"prop-decorator", true, "misc"},
    {"untyped-decorator"},
    {"narrowed-type-not-subtype"},
    {"explicit-any"},
    {"deprecated", false},
};
static_assert(std::size(kCodes) <= 128, "ErrorCodeSet has room for 128 codes");

}  // namespace

std::span<const ErrorCodeInfo> all_error_codes() {
    return kCodes;
}

std::optional<std::size_t> error_code_index(std::string_view name) {
    static const auto index = [] {
        std::unordered_map<std::string_view, std::size_t> result;
        for (std::size_t i = 0; i < std::size(kCodes); ++i) result.emplace(kCodes[i].name, i);
        return result;
    }();
    const auto found = index.find(name);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

}  // namespace krait::config
