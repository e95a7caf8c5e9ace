// typed_dict_items.cpp: see the header. TypedDicts have few keys, so look-ups are linear.

#include "python/types/typed_dict_items.h"

#include "python/types/factory.h"
#include "python/types/known.h"

namespace krait::types {

const TypedDictItem* find_item(const TypedDictType& type, Name name) {
    for (const TypedDictItem& item : type.items) {
        if (item.name == name) return &item;
    }
    return nullptr;
}

ItemFacts item_facts(Context& cx, const TypedDictType& type, Name name) {
    if (const TypedDictItem* item = find_item(type, name)) {
        return {item->type, item->required, item->readonly};
    }
    if (type.is_closed) return {.type = make_never(cx), .required = false, .readonly = false};
    return {};
}

void for_each_key(Context& cx, const TypedDictType& left, const TypedDictType& right,
                  base::FunctionRef<bool(Name, const ItemFacts&, const ItemFacts&)> visit) {
    const auto visit_key = [&](Name name) {
        return visit(name, item_facts(cx, left, name), item_facts(cx, right, name));
    };
    for (const TypedDictItem& item : left.items) {
        if (!visit_key(item.name)) return;
    }
    for (const TypedDictItem& item : right.items) {
        if (find_item(left, item.name) == nullptr && !visit_key(item.name)) return;
    }
}

const Instance* anonymous_fallback(Context& cx, const TypedDictType& type) {
    // The class of a named TypedDict has the anonymous fallback as its only base.
    const ClassInfo& info = class_info(cx, *type.fallback);
    if (known::is_typed_dict_fallback(info.fullname) || info.bases.empty()) return type.fallback;
    return info.bases[0];
}

}  // namespace krait::types
