// same.h
//
// Two questions that must not be mixed up. `is_equal` is mypy's `==`: do the two say the same
// thing, part by part? It needs no definitions, so it is quick and can key a table. `is_same_type`
// is about meaning: each is a proper subtype of the other, whatever they look like.

#pragma once

#include <cstddef>

#include "python/types/context.h"
#include "python/types/type.h"

namespace krait::types {

/// mypy's `==`: all Anys are equal, unions are compared as sets, aliases by name and arguments;
/// what only messages need is left out. Takes null.
[[nodiscard]] bool is_equal(TypePtr left, TypePtr right);
[[nodiscard]] bool is_equal(TypeList left, TypeList right);
[[nodiscard]] bool is_equal(const ExtraAttributes* left, const ExtraAttributes* right);

/// Equal types have equal hashes. Of this process only: never stored, never ordered by.
[[nodiscard]] std::size_t hash_of(TypePtr type);

struct TypeHash {
    std::size_t operator()(TypePtr type) const { return hash_of(type); }
};
struct TypeEqual {
    bool operator()(TypePtr left, TypePtr right) const { return is_equal(left, right); }
};

/// Each a proper subtype of the other: interchangeable everywhere. Promotions (int where float is
/// wanted) don't make types the same unless `ignore_promotions` is off.
[[nodiscard]] bool is_same_type(Context& cx, TypePtr left, TypePtr right,
                                bool ignore_promotions = true);

}  // namespace krait::types
