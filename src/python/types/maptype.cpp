// maptype.cpp
//
// Goes up the bases by the first path that leads to the wanted class, as mypy does; other paths
// can't give other arguments in a class that is well formed.

#include "python/types/maptype.h"

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/typeops.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

const Instance* any_instance(Context& cx, const ClassInfo& info, AnySource source) {
    std::vector<TypePtr> args(info.type_vars.size(), make_any(cx, source));
    return make_instance(cx, info.id, args);
}

/// A generic tuple class as a tuple[X, ...]: X depends on the arguments, so it can't be written
/// down in the class's bases. Null where that doesn't apply.
const Instance* as_plain_tuple(Context& cx, const Instance& instance, const ClassInfo& info) {
    if (info.tuple_type == nullptr || !has_type_vars(cx, info.tuple_type)) return nullptr;
    AliasType alias{};
    alias.kind = TypeKind::Alias;
    alias.alias = info.special_alias;
    if (info.special_alias && is_recursive(cx, alias)) return nullptr;
    TypePtr expanded = expand_type_by_instance(cx, info.tuple_type, instance);
    if (const auto* tuple = as<TupleType>(expanded)) return tuple_fallback(cx, *tuple);
    return as<Instance>(expanded);
}

const Instance* map_to_direct_base(Context& cx, const Instance& instance, const ClassInfo& info,
                                   const Instance& base) {
    if (class_info(cx, base).fullname == known::builtins_tuple) {
        if (const Instance* tuple = as_plain_tuple(cx, instance, info)) return tuple;
    }
    const auto* mapped = as<Instance>(expand_type_by_instance(cx, &base, instance));
    return mapped == nullptr ? &base : mapped;
}

const Instance* map_along_bases(Context& cx, const Instance& instance, const ClassInfo& super) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return nullptr;
    const ClassInfo& info = class_info(cx, instance);
    for (const Instance* base : info.bases) {
        if (base->type == super.id) return map_to_direct_base(cx, instance, info, *base);
        const ClassInfo& base_info = class_info(cx, *base);
        bool leads_there = base_info.mro.empty() || has_base(cx, base_info, super.id);
        if (!leads_there) continue;
        const Instance* mapped_base = map_to_direct_base(cx, instance, info, *base);
        if (const Instance* found = map_along_bases(cx, *mapped_base, super)) return found;
    }
    return nullptr;
}

}  // namespace

const Instance* map_instance_to_supertype(Context& cx, const Instance& instance,
                                          const ClassInfo& super) {
    if (instance.type == super.id) return &instance;
    if (super.type_vars.empty()) return make_instance(cx, super.id);
    const Instance* mapped = map_along_bases(cx, instance, super);
    return mapped != nullptr ? mapped : any_instance(cx, super, AnySource::FromError);
}

}  // namespace krait::types
