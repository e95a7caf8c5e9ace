// typeddict.h
//
// What the two spellings of TypedDicts share: class syntax (typeddict.cpp) and calls
// (typeddict_call.cpp).

#pragma once

#include <optional>
#include <vector>

#include "python/semantic/analysis.h"

namespace krait::semantic {

using TypedDictItems = std::vector<types::TypedDictItem>;

/// TypedDict itself, under one of its names.
[[nodiscard]] bool is_typed_dict_name(Name fullname);
/// The class of everything that is a TypedDict.
[[nodiscard]] const types::Instance& typed_dict_fallback(Analyzer& a);

struct TypedDictItemType {
    TypePtr type = nullptr;  ///< null: not known yet
    std::optional<bool> required;
    bool readonly = false;
};
/// `at`: where nested Required[] and the like are reported.
[[nodiscard]] TypedDictItemType typed_dict_item_type(Analyzer& a, Written written, Place at);

ClassInfo& build_typed_dict(Analyzer& a, ClassInfo& info, const TypedDictItems& items,
                            bool is_closed);

/// A call as a base class: its class, or null if it isn't known yet.
struct InlineTypedDict {
    ClassInfo* info = nullptr;
    bool is_typed_dict = false;
};
[[nodiscard]] InlineTypedDict inline_typed_dict(Analyzer& a, NodeId call, Name name);

/// In a class that extends others: items must agree with those of the bases.
void check_typed_dict_inheritance(Analyzer& a, const ClassInfo& info);

}  // namespace krait::semantic
