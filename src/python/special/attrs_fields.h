// attrs_fields.h
//
// Which fields an attrs class has: those of its body, in their order, behind those of its bases.

#pragma once

#include <vector>

#include "python/semantic/analysis.h"
#include "python/special/attrs.h"

namespace krait::special {

/// What a field's converter= takes and makes.
struct AttrsConverter {
    bool is_given = false;
    types::TypePtr takes = nullptr;  ///< null: cannot be told
    types::TypePtr makes = nullptr;  ///< null: of no interest
};

struct AttrsField {
    types::DataclassField facts;
    AttrsConverter converter;
    semantic::Place place;  ///< of the statement; of the class for a field of a base
    bool is_inherited = false;
};

/// The class that is being made, and where errors about it as a whole belong.
struct AttrsClass {
    semantic::Analyzer& a;
    types::ClassInfo& info;
    semantic::NodeId class_def;
    const AttrsMaker& maker;

    [[nodiscard]] semantic::Place reason() const { return semantic::place_of(a, maker.decorator); }
};

[[nodiscard]] std::vector<AttrsField> collect_attrs_fields(AttrsClass& made);

/// The argument of a call to an attrs function, by keyword or position; None if it isn't given.
[[nodiscard]] semantic::NodeId attrs_argument(semantic::Analyzer& a, semantic::NodeId call,
                                              std::string_view name);
/// A yes or no of the decorator; anything else is reported.
[[nodiscard]] bool attrs_bool(AttrsClass& made, semantic::NodeId call, std::string_view name,
                              bool fallback);
/// A yes, no or None of the decorator.
[[nodiscard]] std::optional<bool> attrs_optional_bool(AttrsClass& made, std::string_view name,
                                                      std::optional<bool> fallback = {});

[[nodiscard]] AttrsConverter read_attrs_converter(semantic::Analyzer& a, semantic::NodeId value);

}  // namespace krait::special
