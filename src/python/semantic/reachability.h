// reachability.h
//
// Conditions that have one outcome for a given Python version, platform and configuration: code
// that such a condition rules out is not looked at at all.

#pragma once

#include <optional>

#include "python/config/options.h"
#include "python/syntax/tree.h"

namespace krait::semantic {

/// `Mypy…`: true, or false, only because a type checker is looking (TYPE_CHECKING).
enum class Truth : std::uint8_t { AlwaysTrue, MypyTrue, AlwaysFalse, MypyFalse, Unknown };

[[nodiscard]] Truth condition_truth(const syntax::Tree& tree, syntax::NodeId expression,
                                    const config::Options& options);
[[nodiscard]] Truth pattern_truth(const syntax::Tree& tree, syntax::NodeId pattern);

[[nodiscard]] constexpr bool is_false(Truth truth) {
    return truth == Truth::AlwaysFalse || truth == Truth::MypyFalse;
}
[[nodiscard]] constexpr bool is_true(Truth truth) {
    return truth == Truth::AlwaysTrue || truth == Truth::MypyTrue;
}

}  // namespace krait::semantic
