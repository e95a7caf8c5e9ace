// precise_tuples.h
//
// --enable-incomplete-feature=PreciseTupleTypes: variadic tuples are inferred where mypy otherwise
// settles for tuple[X, ...].

#pragma once

#include <algorithm>

#include "python/checker/context.h"

namespace krait::checker {

[[nodiscard]] inline bool has_precise_tuples(const CheckContext& ck) {
    const auto& features = ck.options.enable_incomplete_feature;
    return std::find(features.begin(), features.end(), "PreciseTupleTypes") != features.end();
}

}  // namespace krait::checker
