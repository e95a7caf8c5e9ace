// subtypes_narrowing.cpp
//
// What is left of a type after an isinstance() check failed.

#include <algorithm>

#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

/// A union of simple literals without one of them: much quicker than the general way. False if it
/// is not such a union.
bool restrict_literal_union(Context& cx, const UnionType& type, TypePtr away,
                            std::vector<TypePtr>& kept) {
    TypePtr literal = get_proper(cx, away);
    if (!is_simple_literal(cx, literal)) return false;
    for (TypePtr item : relevant_items(cx, type)) {
        TypePtr proper = get_proper(cx, item);
        if (!is_simple_literal(cx, proper)) return false;
        if (!is_equal(proper, literal)) kept.push_back(item);
    }
    return true;
}

}  // namespace

TypePtr restrict_subtype_away(Context& cx, TypePtr type, TypePtr away,
                              bool consider_runtime_isinstance) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    TypePtr proper = get_proper(cx, type);
    if (const auto* whole = as<UnionType>(proper)) {
        std::vector<TypePtr> items;
        if (!restrict_literal_union(cx, *whole, away, items)) {
            items.clear();
            for (TypePtr item : relevant_items(cx, *whole)) {
                items.push_back(restrict_subtype_away(cx, item, away, consider_runtime_isinstance));
            }
        }
        std::erase_if(items,
                      [&](TypePtr item) { return is<UninhabitedType>(get_proper(cx, item)); });
        return make_union(cx, items);
    }
    if (const auto* variable = as<TypeVarType>(proper)) {
        return with_upper_bound(cx, *variable,
                                restrict_subtype_away(cx, variable->upper_bound, away));
    }
    bool covered = false;
    if (consider_runtime_isinstance) {
        covered = covers_at_runtime(cx, type, away);
    } else {
        covered =
            is_proper_subtype(cx, type, away, {.ignore_promotions = true}) ||
            is_proper_subtype(cx, type, away, {.ignore_promotions = true, .erase_instances = true});
    }
    return covered ? make_never(cx) : type;
}

bool covers_at_runtime(Context& cx, TypePtr item, TypePtr supertype) {
    item = get_proper(cx, item);
    supertype = get_proper(cx, supertype);
    // Type arguments don't exist at runtime.
    if (!is_type_obj(cx, supertype)) supertype = erase_type(cx, supertype);
    if (is_proper_subtype(cx, erase_type(cx, item), supertype,
                          {.ignore_promotions = true, .erase_instances = true})) {
        return true;
    }
    const auto* to = as<Instance>(supertype);
    if (to == nullptr) return false;
    const ClassInfo& info = class_info(cx, *to);
    if (info.is_protocol && is_proper_subtype(cx, item, supertype, {.ignore_promotions = true})) {
        return true;
    }
    if (is<TypedDictType>(item)) return info.fullname == known::builtins_dict;
    if (const auto* variable = as<TypeVarType>(item)) {
        return is_proper_subtype(cx, variable->upper_bound, supertype, {.ignore_promotions = true});
    }
    const auto* instance = as<Instance>(item);
    return instance != nullptr && info.fullname == known::builtins_int &&
           known::is_native_int(full_name(cx, *instance));
}

}  // namespace krait::types
