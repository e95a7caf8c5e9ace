// narrowing.h
//
// What a condition says about variables when it is true and when it is false: `x is None`,
// `isinstance(x, C)`, `x`, `x == "a"`, `len(x) == 2`, and their combinations. The answer is a pair
// of maps from expressions to types; an impossible outcome maps something to Never.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "python/checker/context.h"

namespace krait::checker {

/// In order of insertion.
struct NarrowingMap {
    std::vector<std::pair<NodeId, TypePtr>> types{};

    [[nodiscard]] TypePtr find(NodeId expr) const;
    void put(NodeId expr, TypePtr type);
    void erase(NodeId expr);
    [[nodiscard]] bool empty() const { return types.empty(); }
};
/// If the condition is true, and if it is false.
struct Narrowed {
    NarrowingMap yes{};
    NarrowingMap no{};
};

/// A type in an isinstance test; an upper bound if subclasses of it may be meant.
struct TypeRange {
    TypePtr item = nullptr;
    bool is_upper_bound = false;
};
using TypeRanges = std::vector<TypeRange>;
using OptionalRanges = std::optional<TypeRanges>;  // none: anything may be meant

// --- narrowing.cpp
[[nodiscard]] Narrowed find_isinstance_check(CheckContext& ck, NodeId condition,
                                             bool in_boolean_context = true);
void push_narrowing(CheckContext& ck, const NarrowingMap& map, bool from_assignment = true);
void check_for_truthy_type(CheckContext& ck, TypePtr type, NodeId expr);
[[nodiscard]] bool is_true_literal(const CheckContext& ck, NodeId expr);
[[nodiscard]] bool is_false_literal(const CheckContext& ck, NodeId expr);
[[nodiscard]] bool is_none_literal(const CheckContext& ck, NodeId expr);
[[nodiscard]] bool is_not_implemented_literal(const CheckContext& ck, NodeId expr);

// --- narrowing_maps.cpp
[[nodiscard]] bool is_unreachable_map(CheckContext& ck, const NarrowingMap& map);
[[nodiscard]] NarrowingMap and_maps(CheckContext& ck, const NarrowingMap& first,
                                    const NarrowingMap& second, bool use_meet = false);
[[nodiscard]] NarrowingMap or_maps(CheckContext& ck, const NarrowingMap& first,
                                   const NarrowingMap& second, bool coalesce_any = false);
[[nodiscard]] Narrowed reduce_maps(CheckContext& ck, const std::vector<Narrowed>& maps,
                                   bool use_meet);
[[nodiscard]] NarrowingMap reduce_or(CheckContext& ck, const std::vector<NarrowingMap>& maps);
[[nodiscard]] NarrowingMap reduce_and(CheckContext& ck, const std::vector<NarrowingMap>& maps,
                                      bool use_meet);
/// Nulls mean that nothing is known.
[[nodiscard]] Narrowed maps_of(CheckContext& ck, NodeId expr, TypePtr yes, TypePtr no);

// --- narrowing_isinstance.cpp
struct ConditionalTypes {
    TypePtr yes = nullptr;
    TypePtr no = nullptr;
};
struct ConditionalOptions {
    TypePtr default_type = nullptr;
    bool consider_runtime_isinstance = true;
    bool from_equality = false;
};
[[nodiscard]] ConditionalTypes conditional_types(CheckContext& ck, TypePtr current,
                                                 const OptionalRanges& proposed,
                                                 ConditionalOptions options = {});
[[nodiscard]] ConditionalTypes conditional_types_with_intersection(CheckContext& ck,
                                                                   TypePtr current,
                                                                   const OptionalRanges& proposed,
                                                                   NodeId at,
                                                                   ConditionalOptions options = {});
[[nodiscard]] OptionalRanges isinstance_ranges(CheckContext& ck, NodeId expr,
                                               bool flatten_tuples = true);
[[nodiscard]] std::optional<TypeRange> type_range_of(CheckContext& ck, TypePtr type);
[[nodiscard]] Narrowed infer_issubclass(CheckContext& ck, NodeId call, NodeId expr);
[[nodiscard]] Narrowed narrow_callable(CheckContext& ck, NodeId expr, TypePtr type);
[[nodiscard]] Narrowed narrow_hasattr(CheckContext& ck, NodeId expr, TypePtr type, Name name);
/// The type with one attribute more, of type Any.
[[nodiscard]] TypePtr add_any_attribute(CheckContext& ck, TypePtr type, Name name);

// --- narrowing_intersections.cpp
/// Why two classes can have no common subclass: their names, and the reason.
using ImpossibleClasses = std::vector<std::pair<std::string, std::string>>;
/// An instance of both: of a subclass made up for it, where neither is the other's. Null, with a
/// reason, if there can't be one.
[[nodiscard]] const types::Instance* intersect_instances(CheckContext& ck,
                                                         const types::Instance& left,
                                                         const types::Instance& right, NodeId at,
                                                         ImpossibleClasses& reasons);
/// A subclass made up of the instance's class that can be called with anything.
[[nodiscard]] TypePtr make_callable_subtype(CheckContext& ck, const types::Instance& type);

// --- narrowing_equality.cpp, narrowing_length.cpp, narrowing_parents.cpp
[[nodiscard]] Narrowed narrow_comparison(CheckContext& ck, NodeId compare);
/// `expr == value`, of which only `expr` can be narrowed.
[[nodiscard]] Narrowed narrow_by_equality(CheckContext& ck, NodeId expr, TypePtr type,
                                          TypePtr value, NodeId at);
[[nodiscard]] std::vector<Narrowed> narrow_tuple_length(CheckContext& ck, NodeId compare);
[[nodiscard]] bool can_be_narrowed_with_len(CheckContext& ck, TypePtr type);
[[nodiscard]] ConditionalTypes narrow_with_len(CheckContext& ck, TypePtr type,
                                               syntax::CompareOperator op, std::size_t size);
[[nodiscard]] NarrowingMap propagate_to_parents(CheckContext& ck, const NarrowingMap& map);

}  // namespace krait::checker
