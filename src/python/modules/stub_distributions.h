// stub_distributions.h
//
// Which stubs could be installed for a module that was found without any, and which modules people
// usually mean: mypy's lists, taken from its wheel at build time (they lie in the embedded
// archive).

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace krait::modules {

/// The distribution on PyPI with stubs for a module, such as "types-requests".
[[nodiscard]] std::optional<std::string_view> stub_distribution(std::string_view module);

/// Well-known third-party modules, sorted.
[[nodiscard]] std::span<const std::string> well_known_modules();

}  // namespace krait::modules
