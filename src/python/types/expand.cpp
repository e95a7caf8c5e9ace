// expand.cpp
//
// Substitution. Most kinds only carry it to their parts; what needs care is whatever stands for
// several types or parameters at once: a TypeVarTuple in a list of items, a ParamSpec in a
// signature. Types in which nothing changes are returned as they are.

#include "python/types/expand.h"

#include <algorithm>

#include "python/types/expand_impl.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/variadic.h"
#include "python/types/visit.h"

namespace krait::types {

void TypeEnv::bind(TypeVarId id, TypePtr type) {
    auto replace_in = [&](std::span<TypeBinding> bound) {
        for (TypeBinding& binding : bound) {
            if (binding.id == id) {
                binding.type = type;
                return true;
            }
        }
        return false;
    };
    if (!spilled_.empty()) {
        if (!replace_in(spilled_)) spilled_.push_back({id, type});
        return;
    }
    if (replace_in(std::span<TypeBinding>(inline_.data(), count_))) return;
    if (count_ < kInline) {
        inline_[count_++] = {id, type};
        return;
    }
    spilled_.assign(inline_.begin(), inline_.end());
    spilled_.push_back({id, type});
}

TypePtr Expander::expand(TypePtr type) {
    if (type == nullptr) return nullptr;
    switch (type->kind) {
        case TypeKind::Any:
        case TypeKind::None:
        case TypeKind::Uninhabited:
        case TypeKind::Deleted:
        case TypeKind::Erased:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
        case TypeKind::Literal:
            return type;
        case TypeKind::Instance:
            if (static_cast<const Instance&>(*type).args.empty()) return type;
            break;
        case TypeKind::Alias:
            if (static_cast<const AliasType&>(*type).args.empty()) return type;
            break;
        default:
            break;
    }
    DepthGuard guard(cx);
    if (guard.exceeded()) return make_not_implemented(cx);
    return expand_composite(type);
}

TypePtr Expander::expand_composite(TypePtr type) {
    switch (type->kind) {
        case TypeKind::Instance:
            return expand_instance(static_cast<const Instance&>(*type));
        case TypeKind::TypeVar:
            return expand_type_var(static_cast<const TypeVarType&>(*type));
        case TypeKind::ParamSpec:
            return expand_param_spec(static_cast<const ParamSpecType&>(*type));
        case TypeKind::TypeVarTuple:
            return expand_type_var_tuple(static_cast<const TypeVarTupleType&>(*type));
        case TypeKind::Callable:
            return expand_callable(static_cast<const CallableType&>(*type));
        case TypeKind::Tuple:
            return expand_tuple(static_cast<const TupleType&>(*type));
        case TypeKind::Union:
            return expand_union(static_cast<const UnionType&>(*type));
        case TypeKind::Alias: {
            const auto& alias = static_cast<const AliasType&>(*type);
            TypeList args = expand_items(alias.args);
            if (args.data() == alias.args.data()) return type;
            return modified(cx, alias, [&](AliasType& copy) { copy.args = args; });
        }
        default:
            return map_parts(cx, type, [this](TypePtr part) { return expand(part); });
    }
}

TypePtr Expander::expand_instance(const Instance& type) {
    TypeList args = expand_items(type.args);
    if (args.size() == 1 && is<UnpackType>(args[0]) &&
        full_name(cx, type) == known::builtins_tuple) {
        // tuple[*tuple[X, ...], ...] is tuple[X, ...]
        const auto& unpack = static_cast<const UnpackType&>(*args[0]);
        if (!is_recursive_alias(cx, unpack.type)) {
            const auto* unpacked = as_proper<Instance>(cx, unpack.type);
            if (unpacked != nullptr) args = unpacked->args;
        }
    }
    if (args.data() == type.args.data()) return &type;
    return modified(cx, type, [&](Instance& copy) { copy.args = args; });
}

TypePtr Expander::expand_type_var(const TypeVarType& type) {
    TypePtr replacement = env.find(type.id);
    if (replacement == nullptr) {
        // Bounds hold no variables, except that of Self, which is the class applied to its own.
        if (!type.id.is_self()) return &type;
        TypePtr bound = expand(type.upper_bound);
        return bound == type.upper_bound ? &type : with_upper_bound(cx, type, bound);
    }
    if (const auto* instance = as<Instance>(replacement)) {
        return with_last_known_value(cx, *instance, nullptr);
    }
    return replacement;
}

TypePtr Expander::expand_type_var_tuple(const TypeVarTupleType& type) {
    TypePtr replacement = env.find(type.id);
    if (replacement == nullptr) return &type;
    if (is<TypeVarTupleType>(replacement)) return replacement;
    TypePtr any = is<UninhabitedType>(replacement) || is<AnyType>(replacement)
                      ? replacement
                      : make_not_implemented(cx);
    if (type.tuple_fallback == nullptr) return any;
    return with_args(cx, *type.tuple_fallback, TypeList(&any, 1));
}

std::vector<TypePtr> Expander::expand_unpack(const UnpackType& unpack) {
    const auto& variable = expect<TypeVarTupleType>(unpack.type);
    TypePtr replacement = env.find(variable.id);
    replacement = replacement == nullptr ? &variable : get_proper(cx, replacement);
    if (const auto* inner = as<UnpackType>(replacement)) replacement = get_proper(cx, inner->type);
    if (const auto* tuple = as<TupleType>(replacement)) {
        return {tuple->items.begin(), tuple->items.end()};
    }
    if (is<Instance>(replacement) || is<TypeVarTupleType>(replacement)) {
        return {replacement == unpack.type ? static_cast<TypePtr>(&unpack)
                                           : make_unpack(cx, replacement)};
    }
    // Failed inference and user errors: *Ts = Any means *tuple[Any, ...], and so for Never.
    TypePtr item = is<AnyType>(replacement) || is<UninhabitedType>(replacement)
                       ? replacement
                       : make_not_implemented(cx);
    const Instance* fallback = variable.tuple_fallback;
    if (fallback == nullptr) fallback = named_type(cx, known::builtins_tuple);
    return {make_unpack(cx, with_args(cx, *fallback, TypeList(&item, 1)))};
}

TypeList Expander::expand_items(TypeList items) {
    bool has_variadic = std::any_of(items.begin(), items.end(), [](TypePtr item) {
        const auto* unpack = as<UnpackType>(item);
        return unpack != nullptr && is<TypeVarTupleType>(unpack->type);
    });
    if (!has_variadic) {
        return map_list(cx, items, [this](TypePtr item) { return expand(item); });
    }
    std::vector<TypePtr> expanded;
    for (TypePtr item : items) {
        const auto* unpack = as<UnpackType>(item);
        if (unpack != nullptr && is<TypeVarTupleType>(unpack->type)) {
            std::vector<TypePtr> several = expand_unpack(*unpack);
            expanded.insert(expanded.end(), several.begin(), several.end());
        } else {
            expanded.push_back(expand(item));
        }
    }
    if (std::equal(expanded.begin(), expanded.end(), items.begin(), items.end())) return items;
    return copy_list(cx, expanded);
}

TypePtr Expander::expand_tuple(const TupleType& type) {
    TypeList items = expand_items(type.items);
    if (items.size() == 1 && is<UnpackType>(items[0])) {
        // tuple[*tuple[X, ...]] is tuple[X, ...], or the named class that is such a tuple.
        const auto& unpack = static_cast<const UnpackType&>(*items[0]);
        const auto* unpacked =
            is_recursive_alias(cx, unpack.type) ? nullptr : as_proper<Instance>(cx, unpack.type);
        if (unpacked != nullptr) {
            bool plain = full_name(cx, *unpacked) == known::builtins_tuple &&
                         full_name(cx, *type.partial_fallback) == known::builtins_tuple;
            return plain ? unpacked : expand(type.partial_fallback);
        }
    }
    const auto* fallback = as<Instance>(expand(type.partial_fallback));
    if (fallback == nullptr) fallback = type.partial_fallback;
    if (items.data() == type.items.data() && fallback == type.partial_fallback) return &type;
    return modified(cx, type, [&](TupleType& copy) {
        copy.items = items;
        copy.partial_fallback = fallback;
        copy.implicit = false;
    });
}

TypePtr Expander::expand_union(const UnionType& type) {
    TypeList items = map_list(cx, type.items, [this](TypePtr item) { return expand(item); });
    if (unions_as_they_come) {
        if (items.data() == type.items.data()) return &type;
        return make_union_type(cx, items, type.uses_pep604);
    }
    std::vector<TypePtr> simple = remove_trivial(cx, flatten_nested_unions(cx, items));
    if (std::equal(simple.begin(), simple.end(), type.items.begin(), type.items.end())) {
        return &type;
    }
    return get_proper(cx, make_union(cx, simple));
}

TypePtr expand_type(Context& cx, TypePtr type, const TypeEnv& env) {
    return Expander{cx, env}.expand(type);
}

const CallableType* expand_callable(Context& cx, const CallableType& type, const TypeEnv& env) {
    const auto* expanded = as<CallableType>(expand_type(cx, &type, env));
    return expanded == nullptr ? &type : expanded;
}

TypePtr expand_for_alias(Context& cx, TypePtr type, const TypeEnv& env) {
    return Expander{cx, env, true}.expand(type);
}

TypeEnv env_of_instance(Context& cx, const Instance& instance) {
    TypeEnv env;
    const ClassInfo& info = class_info(cx, instance);
    if (!has_type_var_tuple(info)) {
        std::size_t count = std::min(info.type_vars.size(), instance.args.size());
        for (std::size_t i = 0; i < count; ++i) env.bind(info.type_vars[i]->id, instance.args[i]);
        return env;
    }
    SplitTypes args = split_with_instance(cx, instance);
    std::size_t prefix = variadic_prefix(info);
    if (const auto* variable = as<TypeVarTupleType>(info.type_vars[prefix])) {
        const Instance* fallback = variable->tuple_fallback != nullptr
                                       ? variable->tuple_fallback
                                       : named_type(cx, known::builtins_tuple);
        env.bind(variable->id, make_tuple(cx, args.middle, *fallback));
    }
    for (std::size_t i = 0; i < args.prefix.size(); ++i) {
        env.bind(info.type_vars[i]->id, args.prefix[i]);
    }
    for (std::size_t i = 0; i < args.suffix.size(); ++i) {
        env.bind(info.type_vars[prefix + 1 + i]->id, args.suffix[i]);
    }
    return env;
}

TypePtr expand_type_by_instance(Context& cx, TypePtr type, const Instance& instance) {
    if (instance.args.empty() && !has_type_var_tuple(class_info(cx, instance))) return type;
    return expand_type(cx, type, env_of_instance(cx, instance));
}

TypePtr expand_self_type(Context& cx, const VarInfo& variable, TypePtr type, TypePtr replacement) {
    if (!variable.enclosing_class || variable.is_property) return type;
    const ClassInfo& owner = class_info(cx, variable.enclosing_class);
    if (owner.self_type == nullptr) return type;
    return expand_type(cx, type, TypeEnv(owner.self_type->id, replacement));
}

std::vector<TypePtr> remove_dups(TypeList items) {
    std::vector<TypePtr> unique;
    for (TypePtr item : items) {
        bool seen = std::any_of(unique.begin(), unique.end(),
                                [&](TypePtr earlier) { return is_equal(earlier, item); });
        if (!seen) unique.push_back(item);
    }
    return unique;
}

std::vector<TypePtr> remove_trivial(Context& cx, TypeList items) {
    bool removed_none = false;
    std::vector<TypePtr> kept;
    std::vector<TypePtr> kept_proper;
    for (TypePtr item : items) {
        TypePtr proper = get_proper(cx, item);
        if (is<UninhabitedType>(proper)) continue;
        if (is<NoneType>(proper) && !cx.options.strict_optional) {
            removed_none = true;
            continue;
        }
        if (is_named_instance(cx, proper, known::builtins_object)) return {proper};
        bool seen = std::any_of(kept_proper.begin(), kept_proper.end(),
                                [&](TypePtr earlier) { return is_equal(earlier, proper); });
        if (seen) continue;
        kept.push_back(item);
        kept_proper.push_back(proper);
    }
    if (!kept.empty()) return kept;
    if (removed_none) return {make_none(cx)};
    return {make_never(cx)};
}

}  // namespace krait::types
