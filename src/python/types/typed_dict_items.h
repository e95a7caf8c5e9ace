// typed_dict_items.h
//
// The keys of a TypedDict as joins, meets and constraints look at them: any key may be asked for,
// one that isn't there included.

#pragma once

#include "base/function_ref.h"
#include "python/types/context.h"

namespace krait::types {

/// A key's value. Without a type: the key is missing from a TypedDict that may have more keys than
/// it says, so it is like NotRequired[ReadOnly[object]]. A closed TypedDict's missing keys are
/// Never.
struct ItemFacts {
    TypePtr type = nullptr;
    bool required = false;
    bool readonly = true;
};

/// The item of that name, or null.
[[nodiscard]] const TypedDictItem* find_item(const TypedDictType& type, Name name);
[[nodiscard]] ItemFacts item_facts(Context& cx, const TypedDictType& type, Name name);

/// Every key of either, left's first, until `visit` returns false.
void for_each_key(Context& cx, const TypedDictType& left, const TypedDictType& right,
                  base::FunctionRef<bool(Name, const ItemFacts&, const ItemFacts&)> visit);

/// The fallback that a TypedDict has when it is no class of its own.
[[nodiscard]] const Instance* anonymous_fallback(Context& cx, const TypedDictType& type);

}  // namespace krait::types
