// argmap.h
//
// Which arguments of a call go to which parameters, and what type each parameter then sees.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "python/types/context.h"

namespace krait::types {

/// For each formal the indices of the actuals that map to it (or the reverse).
using ArgumentMap = std::vector<std::vector<std::size_t>>;

/// Types that only the checker knows, for `*` and `**` arguments: Mapping and Iterable.
struct ArgumentInferContext {
    const Instance* mapping_type;
    const Instance* iterable_type;
};

/// The mapping, by formal. `actual_names` has a name for each named actual (Empty otherwise) and
/// may be empty if there are none; `actual_type` is asked only about `*` and `**` actuals.
[[nodiscard]] ArgumentMap map_actuals_to_formals(
    Context& cx, std::span<const ArgKind> actual_kinds, std::span<const Name> actual_names,
    ParameterList formals, const std::function<TypePtr(std::size_t)>& actual_type);
/// The reverse: by actual.
[[nodiscard]] ArgumentMap map_formals_to_actuals(
    Context& cx, std::span<const ArgKind> actual_kinds, std::span<const Name> actual_names,
    ParameterList formals, const std::function<TypePtr(std::size_t)>& actual_type);

/// Hands out the types that the formals of one call see, one actual after the other: it remembers
/// which items of a tuple `*args` and which keys of a TypedDict `**kwargs` were used already. Make
/// one for each call, and ask for each formal in order.
class ArgTypeExpander {
public:
    ArgTypeExpander(Context& cx, const ArgumentInferContext& context)
        : cx_(cx), context_(context) {}

    /// `formal_name` is Empty for a formal without one. `allow_unpack`: an unpacked item of a tuple
    /// may be returned as it stands.
    [[nodiscard]] TypePtr expand_actual_type(TypePtr actual_type, ArgKind actual_kind,
                                             Name formal_name, ArgKind formal_kind,
                                             bool allow_unpack = false);

private:
    [[nodiscard]] TypePtr next_of_star(TypePtr actual, bool allow_unpack);
    [[nodiscard]] TypePtr next_of_star2(TypePtr actual, Name formal_name, ArgKind formal_kind);

    Context& cx_;
    ArgumentInferContext context_;
    std::size_t tuple_index_ = 0;
    std::vector<Name> kwargs_used_{};
};

}  // namespace krait::types
