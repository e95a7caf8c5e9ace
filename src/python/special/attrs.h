// attrs.h
//
// Classes made by the attrs package: attr.s, attr.dataclass, define, frozen and their synonyms. As
// with dataclasses, mypy does this in a plugin and here it is a class hook.

#pragma once

#include <optional>

#include "python/semantic/analyze.h"

namespace krait::special {

/// The decorator that makes a class an attrs class, and what it stands for if not told otherwise.
struct AttrsMaker {
    semantic::NodeId decorator = semantic::NodeId::None;
    /// Annotated variables are fields. Nothing: only if every field is annotated.
    std::optional<bool> auto_attribs = false;
    bool frozen = false;
    bool slots = false;
};

[[nodiscard]] std::optional<AttrsMaker> attrs_maker_of(semantic::Analyzer& analyzer,
                                                       const types::ClassInfo& info);

/// False if a base isn't done yet.
[[nodiscard]] bool transform_attrs_class(semantic::Analyzer& analyzer, types::ClassInfo& info,
                                         semantic::NodeId class_def, const AttrsMaker& maker);

}  // namespace krait::special
