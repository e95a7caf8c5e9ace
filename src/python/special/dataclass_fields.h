// dataclass_fields.h
//
// Why a class is a dataclass, and which fields it has: those of its body behind those of its bases.

#pragma once

#include <vector>

#include "python/semantic/analysis.h"

namespace krait::special {

/// Why a class is a dataclass: a decorator of it, or a marked base or metaclass.
struct DataclassReason {
    bool applies = false;
    bool is_plain = false;  ///< dataclasses.dataclass itself
    semantic::NodeId decorator = semantic::NodeId::None;
    types::DataclassTransformSpec spec;
};
[[nodiscard]] DataclassReason dataclass_reason_of(semantic::Analyzer& a,
                                                  const types::ClassInfo& info);
/// A yes or no that the decorator, or the class's keywords, may give.
[[nodiscard]] bool dataclass_bool(semantic::Analyzer& a, semantic::NodeId class_def,
                                  const DataclassReason& reason, std::string_view name,
                                  bool fallback);

struct CollectedFields {
    std::vector<types::DataclassField> fields;
    bool is_ready = true;  ///< false: a base isn't done yet
};
[[nodiscard]] CollectedFields collect_dataclass_fields(semantic::Analyzer& a,
                                                       types::ClassInfo& info,
                                                       semantic::NodeId class_def,
                                                       const DataclassReason& reason);

/// The class passes its dataclass_transform metaclass on: PEP 681 calls it neither frozen nor not.
[[nodiscard]] bool has_transform_metaclass(semantic::Analyzer& a, const types::ClassInfo& info);
[[nodiscard]] bool is_attrs_class(const types::ClassInfo& info);
/// The marker behind which fields are keyword-only.
[[nodiscard]] bool is_kw_only_marker(semantic::Analyzer& a, types::TypePtr type);

}  // namespace krait::special
