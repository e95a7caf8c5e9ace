// proper.cpp
//
// Alias expansion, and the small predicates that look through aliases.

#include "python/types/proper.h"

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/signature.h"
#include "python/types/variadic.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

/// An alias of an alias of an alias...: more than anybody writes, and less than forever.
constexpr int kMaxAliasChain = 100;

TypeEnv env_of_alias(Context& cx, const AliasInfo& info, TypeList args) {
    TypeEnv env;
    std::size_t variadic = info.variables.size();
    for (std::size_t i = 0; i < info.variables.size(); ++i) {
        if (is<TypeVarTupleType>(info.variables[i])) variadic = i;
    }
    if (variadic == info.variables.size()) {
        std::size_t count = std::min(args.size(), info.variables.size());
        for (std::size_t i = 0; i < count; ++i) env.bind(info.variables[i]->id, args[i]);
        return env;
    }
    const auto& variable = static_cast<const TypeVarTupleType&>(*info.variables[variadic]);
    std::size_t suffix_size = info.variables.size() - variadic - 1;
    SplitTypes split = split_with_prefix_and_suffix(cx, args, variadic, suffix_size);
    const Instance* fallback = variable.tuple_fallback != nullptr
                                   ? variable.tuple_fallback
                                   : named_type(cx, known::builtins_tuple);
    env.bind(variable.id, make_tuple(cx, split.middle, *fallback));
    for (std::size_t i = 0; i < split.prefix.size(); ++i) {
        env.bind(info.variables[i]->id, split.prefix[i]);
    }
    for (std::size_t i = 0; i < split.suffix.size(); ++i) {
        env.bind(info.variables[variadic + 1 + i]->id, split.suffix[i]);
    }
    return env;
}

/// Whether `wanted` can be reached from `type` through aliases that are not in `seen`.
bool leads_to_alias(Context& cx, TypePtr type, DefId wanted, std::vector<DefId>& seen) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return true;
    return any_type(
        cx, type,
        [&](TypePtr part) {
            const auto* alias = as<AliasType>(part);
            if (alias == nullptr) return Verdict::Descend;
            if (alias->alias == wanted) return Verdict::Yes;
            for (DefId known_alias : seen) {
                if (known_alias == alias->alias) return Verdict::Descend;
            }
            seen.push_back(alias->alias);
            const auto* info = as<AliasInfo>(cx.reader.definition(alias->alias));
            if (info != nullptr && info->target != nullptr &&
                leads_to_alias(cx, info->target, wanted, seen)) {
                return Verdict::Yes;
            }
            return Verdict::Descend;
        },
        AliasTargets::Skip);
}

void flatten_into(Context& cx, TypeList items, bool expand_aliases, bool expand_recursive,
                  std::vector<TypePtr>& flat) {
    DepthGuard guard(cx);
    for (TypePtr item : items) {
        TypePtr seen = item;
        if (const auto* alias = as<AliasType>(item);
            alias != nullptr && expand_aliases && (expand_recursive || !is_recursive(cx, *alias))) {
            seen = get_proper(cx, item);
        }
        const auto* nested = as<UnionType>(seen);
        if (nested != nullptr && !guard.exceeded()) {
            flatten_into(cx, nested->items, expand_aliases, expand_recursive, flat);
        } else {
            flat.push_back(item);
        }
    }
}

TypePtr alias_target(Context& cx, TypePtr type) {
    for (int i = 0; i < kMaxAliasChain && is<AliasType>(type); ++i) {
        const auto* info =
            as<AliasInfo>(cx.reader.definition(static_cast<const AliasType*>(type)->alias));
        type = info == nullptr ? nullptr : info->target;
    }
    return is<AliasType>(type) ? nullptr : type;
}

}  // namespace

TypePtr expand_alias_once(Context& cx, const AliasType& alias) {
    const auto* info = as<AliasInfo>(cx.reader.definition(alias.alias));
    if (info == nullptr || info->target == nullptr) return make_any(cx, AnySource::FromError);
    if (info->no_args) {
        const auto* target = as<Instance>(info->target);
        return target == nullptr ? info->target : with_args(cx, *target, alias.args);
    }
    if (info->variables.empty()) return info->target;
    DepthGuard guard(cx);
    if (guard.exceeded()) return make_not_implemented(cx);
    return expand_for_alias(cx, info->target, env_of_alias(cx, *info, alias.args));
}

TypePtr expand_alias(Context& cx, const AliasType& alias) {
    TypePtr type = &alias;
    for (int i = 0; i < kMaxAliasChain; ++i) {
        type = expand_alias_once(cx, static_cast<const AliasType&>(*type));
        if (!is<AliasType>(type)) return type;
    }
    return make_any(cx, AnySource::FromError);
}

bool is_recursive(Context& cx, const AliasType& alias) {
    const auto* info = as<AliasInfo>(cx.reader.definition(alias.alias));
    if (info == nullptr || info->target == nullptr) return false;
    if (info->recursion != AliasInfo::Recursion::Unknown) {
        return info->recursion == AliasInfo::Recursion::Yes;
    }
    std::vector<DefId> seen;
    return leads_to_alias(cx, info->target, alias.alias, seen);
}

bool is_recursive_alias(Context& cx, TypePtr type) {
    const auto* alias = as<AliasType>(type);
    return alias != nullptr && is_recursive(cx, *alias);
}

bool has_recursive_types(Context& cx, TypePtr type) {
    return any_type(
        cx, type,
        [&](TypePtr part) {
            return is_recursive_alias(cx, part) ? Verdict::Yes : Verdict::Descend;
        },
        AliasTargets::Skip);
}

std::vector<TypePtr> flatten_nested_unions(Context& cx, TypeList items, bool expand_aliases,
                                           bool expand_recursive) {
    std::vector<TypePtr> flat;
    flat.reserve(items.size());
    flatten_into(cx, items, expand_aliases, expand_recursive, flat);
    return flat;
}

bool can_be_true(Context& cx, TypePtr type) {
    if (is<AliasType>(type)) type = alias_target(cx, type);
    return type == nullptr || type->can_be_true;
}

bool can_be_false(Context& cx, TypePtr type) {
    if (is<AliasType>(type)) type = alias_target(cx, type);
    return type == nullptr || type->can_be_false;
}

bool is_named_instance(Context& cx, TypePtr type, Name fullname) {
    const auto* instance = as_proper<Instance>(cx, type);
    return instance != nullptr && full_name(cx, *instance) == fullname;
}

TypeList relevant_items(Context& cx, const UnionType& type) {
    if (cx.options.strict_optional) return type.items;
    std::vector<TypePtr> items;
    for (TypePtr item : type.items) {
        if (!is<NoneType>(get_proper(cx, item))) items.push_back(item);
    }
    return copy_list(cx, items);
}

bool is_overlapping_none(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (is<NoneType>(type)) return true;
    const auto* whole = as<UnionType>(type);
    if (whole == nullptr) return false;
    for (TypePtr item : whole->items) {
        if (is<NoneType>(get_proper(cx, item))) return true;
    }
    return false;
}

TypePtr remove_optional(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (is<NoneType>(type)) return make_never(cx);
    const auto* whole = as<UnionType>(type);
    if (whole == nullptr) return type;
    std::vector<TypePtr> items;
    for (TypePtr item : whole->items) {
        if (!is<NoneType>(get_proper(cx, item))) items.push_back(item);
    }
    return make_union(cx, items);
}

bool is_union_with_any(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (is<AnyType>(type)) return true;
    const auto* whole = as<UnionType>(type);
    DepthGuard guard(cx);
    if (whole == nullptr || guard.exceeded()) return false;
    for (TypePtr item : whole->items) {
        if (is_union_with_any(cx, item)) return true;
    }
    return false;
}

bool is_generic_instance(Context& cx, TypePtr type) {
    const auto* instance = as_proper<Instance>(cx, type);
    return instance != nullptr && !instance->args.empty();
}

bool is_unannotated_any(TypePtr type) {
    const auto* any = as<AnyType>(type);
    return any != nullptr && any->source == AnySource::Unannotated;
}

bool has_default(Context& cx, const TypeVarLike& variable) {
    const auto* any = as_proper<AnyType>(cx, variable.default_type);
    return variable.default_type != nullptr &&
           !(any != nullptr && any->source == AnySource::FromOmittedGenerics);
}

TypePtr values_or_bound(Context& cx, const TypeVarLike& variable) {
    const auto* type_var = as<TypeVarType>(&variable);
    if (type_var != nullptr && !type_var->values.empty()) {
        return make_union_type(cx, type_var->values);
    }
    return get_proper(cx, variable.upper_bound);
}

TypePtr strip_type(Context& cx, TypePtr type) {
    TypePtr proper = get_proper(cx, type);
    if (!is_function_like(proper)) return type;
    if (const auto* callable = as<CallableType>(proper)) {
        return with_name(cx, *callable, Name::Empty);
    }
    std::vector<const CallableType*> items;
    for (const CallableType* item : FunctionItems(proper)) {
        items.push_back(with_name(cx, *item, Name::Empty));
    }
    return make_overloaded(cx, items);
}

}  // namespace krait::types
