// typeops_misc.cpp
//
// Fallbacks of tuples, pairs that need an assumption, partial types, disjoint bases.

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::types {

bool is_recursive_pair(Context& cx, TypePtr left, TypePtr right) {
    // Only where the other side can go round as well; tuples always can, by their computed
    // fallback.
    auto can_cycle = [&](TypePtr recursive, TypePtr other) {
        if (!is_recursive_alias(cx, recursive)) return false;
        TypePtr proper = get_proper(cx, other);
        return is<Instance>(proper) || is<UnionType>(proper) || is_recursive_alias(cx, other) ||
               is<TupleType>(get_proper(cx, recursive));
    };
    return can_cycle(left, right) || can_cycle(right, left);
}

const Instance* tuple_fallback(Context& cx, const TupleType& type) {
    const Instance& partial = *type.partial_fallback;
    if (full_name(cx, partial) != known::builtins_tuple) return &partial;
    std::vector<TypePtr> items;
    for (TypePtr item : type.items) {
        const auto* unpack = as<UnpackType>(item);
        if (unpack == nullptr) {
            items.push_back(item);
            continue;
        }
        TypePtr unpacked = get_proper(cx, unpack->type);
        if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
            unpacked = get_proper(cx, variable->upper_bound);
        }
        const auto* homogeneous = as<Instance>(unpacked);
        if (homogeneous != nullptr && !homogeneous->args.empty()) {
            items.push_back(homogeneous->args[0]);
        } else {
            items.push_back(make_any(cx, AnySource::FromError));
        }
    }
    // Looking into recursive unions here would hide from subtyping that they are recursive.
    TypePtr item = make_simplified_union(cx, items, {.handle_recursive = false});
    return make_instance(cx, partial.type, TypeList(&item, 1), nullptr, partial.extra);
}

const Instance* try_getting_instance_fallback(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (type == nullptr) return nullptr;
    switch (type->kind) {
        case TypeKind::Instance:
            return static_cast<const Instance*>(type);
        case TypeKind::Literal:
            return static_cast<const LiteralType&>(*type).fallback;
        case TypeKind::Callable:
        case TypeKind::Overloaded:
            return function_fallback(type);
        case TypeKind::TypeVar:
            return try_getting_instance_fallback(
                cx, static_cast<const TypeVarType&>(*type).upper_bound);
        case TypeKind::Tuple:
            return static_cast<const TupleType&>(*type).partial_fallback;
        case TypeKind::TypedDict:
            return static_cast<const TypedDictType&>(*type).fallback;
        default:
            return nullptr;
    }
}

TypePtr fixup_partial_type(Context& cx, TypePtr type) {
    const auto* partial = as<PartialType>(type);
    if (partial == nullptr) return type;
    TypePtr any = make_any(cx, AnySource::Unannotated);
    if (partial->type.is_none()) return make_union(cx, {any, make_none(cx)});
    std::vector<TypePtr> args(class_info(cx, partial->type).type_vars.size(), any);
    return make_instance(cx, partial->type, args);
}

namespace {

bool has_slot(const ClassInfo& info, Name slot) {
    return info.slots && std::ranges::find(*info.slots, slot) != info.slots->end();
}

bool is_disjoint_base(Context& cx, const ClassInfo& info) {
    if (info.is_disjoint_base) return true;
    if (!info.slots) return false;
    return std::any_of(info.slots->begin(), info.slots->end(), [&](Name slot) {
        return std::none_of(info.bases.begin(), info.bases.end(), [&](const Instance* base) {
            return has_slot(class_info(cx, *base), slot);
        });
    });
}

const ClassInfo* disjoint_base_of(Context& cx, const Instance& instance) {
    const ClassInfo& info = class_info(cx, instance);
    if (is_disjoint_base(cx, info)) return &info;
    for (DefId base : info.mro) {
        const ClassInfo& base_info = class_info(cx, base);
        if (is_disjoint_base(cx, base_info)) return &base_info;
    }
    return nullptr;
}

}  // namespace

bool can_have_shared_disjoint_base(Context& cx, std::span<const Instance* const> instances) {
    const ClassInfo* candidate = nullptr;
    for (const Instance* instance : instances) {
        const ClassInfo* base = disjoint_base_of(cx, *instance);
        if (base == nullptr) continue;
        if (candidate == nullptr || has_base(cx, *base, candidate->id)) {
            candidate = base;
        } else if (!has_base(cx, *candidate, base->id)) {
            return false;
        }
    }
    return true;
}

}  // namespace krait::types
