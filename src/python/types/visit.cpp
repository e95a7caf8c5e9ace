// visit.cpp
//
// The two walks over a type's parts. Everything here is a switch over the kinds, so that a new kind
// is noticed by the compiler in one place.

#include "python/types/visit.h"

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"

namespace krait::types {

namespace {

TypePtr map_instance(Context& cx, const Instance& type, TypeMap map) {
    TypeList args = map_list(cx, type.args, map);
    const LiteralType* value = type.last_known_value;
    if (value != nullptr) value = as<LiteralType>(map(value));
    if (args.data() == type.args.data() && value == type.last_known_value) return &type;
    return modified(cx, type, [&](Instance& copy) {
        copy.args = args;
        copy.last_known_value = value;
    });
}

TypePtr map_callable(Context& cx, const CallableType& type, TypeMap map) {
    ParameterList parameters = map_parameters(cx, type.parameters, map);
    TypePtr ret_type = map(type.ret_type);
    TypePtr instance_type = type.instance_type == nullptr ? nullptr : map(type.instance_type);
    if (parameters.data() == type.parameters.data() && ret_type == type.ret_type &&
        instance_type == type.instance_type) {
        return &type;
    }
    return modified(cx, type, [&](CallableType& copy) {
        copy.parameters = parameters;
        copy.ret_type = ret_type;
        copy.instance_type = instance_type;
    });
}

TypePtr map_overloaded(Context& cx, const OverloadedType& type, TypeMap map) {
    std::vector<const CallableType*> items;
    bool changed = false;
    for (const CallableType* item : type.items) {
        const auto* mapped = as<CallableType>(map(item));
        if (mapped == nullptr) mapped = item;
        changed = changed || mapped != item;
        items.push_back(mapped);
    }
    return changed ? make_overloaded(cx, items) : &type;
}

TypePtr map_tuple(Context& cx, const TupleType& type, TypeMap map) {
    TypeList items = map_list(cx, type.items, map);
    const auto* fallback = as<Instance>(map(type.partial_fallback));
    if (fallback == nullptr) fallback = type.partial_fallback;
    if (items.data() == type.items.data() && fallback == type.partial_fallback) return &type;
    return modified(cx, type, [&](TupleType& copy) {
        copy.items = items;
        copy.partial_fallback = fallback;
        copy.implicit = false;
    });
}

TypePtr map_typed_dict(Context& cx, const TypedDictType& type, TypeMap map) {
    std::vector<TypedDictItem> items(type.items.begin(), type.items.end());
    bool changed = false;
    for (TypedDictItem& item : items) {
        TypePtr mapped = map(item.type);
        changed = changed || mapped != item.type;
        item.type = mapped;
    }
    const auto* fallback = as<Instance>(map(type.fallback));
    if (fallback == nullptr) fallback = type.fallback;
    if (!changed && fallback == type.fallback) return &type;
    return make_typed_dict(cx, items, *fallback, type.is_closed);
}

using PartVisit = base::FunctionRef<bool(TypePtr)>;

bool some_of(TypeList types, PartVisit visit) {
    return std::any_of(types.begin(), types.end(), visit);
}

bool some_of(ParameterList parameters, PartVisit visit) {
    return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
        return parameter.type != nullptr && visit(parameter.type);
    });
}

bool some_part_of_variable(const TypeVarLike& variable, PartVisit visit) {
    if (variable.upper_bound != nullptr && visit(variable.upper_bound)) return true;
    if (variable.default_type != nullptr && visit(variable.default_type)) return true;
    if (const auto* type_var = as<TypeVarType>(&variable)) return some_of(type_var->values, visit);
    const auto* spec = as<ParamSpecType>(&variable);
    return spec != nullptr && spec->prefix != nullptr && visit(spec->prefix);
}

bool some_part_of_callable(const CallableType& callable, PartVisit visit) {
    if (some_of(callable.parameters, visit) || visit(callable.ret_type)) return true;
    return callable.instance_type != nullptr && callable.instance_type != callable.ret_type &&
           visit(callable.instance_type);
}

/// Calls `visit` for each part in a query's sense, until it says true.
bool some_part(TypePtr type, PartVisit visit) {
    switch (type->kind) {
        case TypeKind::Any:
        case TypeKind::None:
        case TypeKind::Uninhabited:
        case TypeKind::Deleted:
        case TypeKind::Erased:
        case TypeKind::Partial:
        case TypeKind::Literal:
            return false;
        case TypeKind::Placeholder:
            return some_of(static_cast<const PlaceholderType&>(*type).args, visit);
        case TypeKind::Instance:
            return some_of(static_cast<const Instance&>(*type).args, visit);
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
            return some_part_of_variable(static_cast<const TypeVarLike&>(*type), visit);
        case TypeKind::Unpack:
            return visit(static_cast<const UnpackType&>(*type).type);
        case TypeKind::Parameters:
            return some_of(static_cast<const ParametersType&>(*type).parameters, visit);
        case TypeKind::Callable:
            return some_part_of_callable(static_cast<const CallableType&>(*type), visit);
        case TypeKind::Overloaded: {
            const auto& items = static_cast<const OverloadedType&>(*type).items;
            return std::any_of(items.begin(), items.end(), visit);
        }
        case TypeKind::Tuple: {
            const auto& tuple = static_cast<const TupleType&>(*type);
            return visit(tuple.partial_fallback) || some_of(tuple.items, visit);
        }
        case TypeKind::TypedDict: {
            const auto& items = static_cast<const TypedDictType&>(*type).items;
            return std::any_of(items.begin(), items.end(),
                               [&](const TypedDictItem& item) { return visit(item.type); });
        }
        case TypeKind::Union:
            return some_of(static_cast<const UnionType&>(*type).items, visit);
        case TypeKind::TypeType:
            return visit(static_cast<const TypeType&>(*type).item);
        case TypeKind::Alias:
            return some_of(static_cast<const AliasType&>(*type).args, visit);
    }
    return false;
}

/// One query: remembers the aliases that it went into, so that recursive ones end.
struct QueryWalk {
    Context& cx;
    TypeQuery query;
    AliasTargets aliases;
    Verdict stop_at;
    std::vector<TypePtr> seen{};

    bool stops(TypePtr type) {
        DepthGuard guard(cx);
        if (guard.exceeded()) return false;
        Verdict verdict = query(type);
        if (verdict != Verdict::Descend) return verdict == stop_at;
        auto recurse = [this](TypePtr part) { return stops(part); };
        const auto* alias = as<AliasType>(type);
        if (alias == nullptr || aliases == AliasTargets::Skip) return some_part(type, recurse);
        for (TypePtr earlier : seen) {
            if (is_equal(earlier, alias)) return false;
        }
        seen.push_back(alias);
        if (stops(get_proper(cx, alias))) return true;
        const auto* info = as<AliasInfo>(cx.reader.definition(alias->alias));
        return info != nullptr && info->is_pep695 && some_part(type, recurse);
    }
};

}  // namespace

TypeList map_list(Context& cx, TypeList types, TypeMap map) {
    for (std::size_t i = 0; i < types.size(); ++i) {
        TypePtr mapped = map(types[i]);
        if (mapped == types[i]) continue;
        std::span<TypePtr> copy = cx.arena.make_span<TypePtr>(types.size());
        for (std::size_t j = 0; j < i; ++j) copy[j] = types[j];
        copy[i] = mapped;
        for (std::size_t j = i + 1; j < types.size(); ++j) copy[j] = map(types[j]);
        return copy;
    }
    return types;
}

ParameterList map_parameters(Context& cx, ParameterList parameters, TypeMap map) {
    std::span<Parameter> copy;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].type == nullptr) continue;
        TypePtr mapped = map(parameters[i].type);
        if (mapped == parameters[i].type) continue;
        if (copy.empty()) {
            copy = cx.arena.make_span<Parameter>(parameters.size());
            std::copy(parameters.begin(), parameters.end(), copy.begin());
        }
        copy[i].type = mapped;
    }
    return copy.empty() ? parameters : ParameterList(copy);
}

TypePtr map_parts(Context& cx, TypePtr type, TypeMap map) {
    switch (type->kind) {
        case TypeKind::Instance:
            return map_instance(cx, static_cast<const Instance&>(*type), map);
        case TypeKind::Unpack: {
            const auto& unpack = static_cast<const UnpackType&>(*type);
            TypePtr mapped = map(unpack.type);
            return mapped == unpack.type ? type : make_unpack(cx, mapped);
        }
        case TypeKind::Parameters: {
            const auto& whole = static_cast<const ParametersType&>(*type);
            ParameterList parameters = map_parameters(cx, whole.parameters, map);
            if (parameters.data() == whole.parameters.data()) return type;
            return modified(cx, whole, [&](ParametersType& copy) { copy.parameters = parameters; });
        }
        case TypeKind::Callable:
            return map_callable(cx, static_cast<const CallableType&>(*type), map);
        case TypeKind::Overloaded:
            return map_overloaded(cx, static_cast<const OverloadedType&>(*type), map);
        case TypeKind::Tuple:
            return map_tuple(cx, static_cast<const TupleType&>(*type), map);
        case TypeKind::TypedDict:
            return map_typed_dict(cx, static_cast<const TypedDictType&>(*type), map);
        case TypeKind::Union: {
            const auto& whole = static_cast<const UnionType&>(*type);
            TypeList items = map_list(cx, whole.items, map);
            if (items.data() == whole.items.data()) return type;
            return make_union_type(cx, items, whole.uses_pep604);
        }
        case TypeKind::TypeType: {
            const auto& whole = static_cast<const TypeType&>(*type);
            TypePtr item = map(whole.item);
            return item == whole.item ? type : make_type_type(cx, item, whole.is_type_form);
        }
        case TypeKind::Alias: {
            const auto& alias = static_cast<const AliasType&>(*type);
            TypeList args = map_list(cx, alias.args, map);
            if (args.data() == alias.args.data()) return type;
            return modified(cx, alias, [&](AliasType& copy) { copy.args = args; });
        }
        case TypeKind::Any:
        case TypeKind::None:
        case TypeKind::Uninhabited:
        case TypeKind::Deleted:
        case TypeKind::Erased:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
        case TypeKind::Literal:
            return type;
    }
    return type;
}

TypePtr map_types(Context& cx, TypePtr type, TypeMap leaf) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (TypePtr replaced = leaf(type)) return replaced;
    return map_parts(cx, type, [&](TypePtr part) { return map_types(cx, part, leaf); });
}

bool any_type(Context& cx, TypePtr type, TypeQuery query, AliasTargets aliases) {
    return type != nullptr && QueryWalk{cx, query, aliases, Verdict::Yes}.stops(type);
}

bool all_types(Context& cx, TypePtr type, TypeQuery query, AliasTargets aliases) {
    return type == nullptr || !QueryWalk{cx, query, aliases, Verdict::No}.stops(type);
}

void for_each_type(Context& cx, TypePtr type, base::FunctionRef<void(TypePtr)> visit,
                   AliasTargets aliases) {
    (void)any_type(
        cx, type,
        [&](TypePtr part) {
            visit(part);
            return Verdict::Descend;
        },
        aliases);
}

bool has_type_vars(Context& cx, TypePtr type) {
    return any_type(
        cx, type,
        [](TypePtr part) {
            return as_type_var_like(part) != nullptr ? Verdict::Yes : Verdict::Descend;
        },
        AliasTargets::Skip);
}

std::vector<const TypeVarLike*> get_all_type_vars(Context& cx, TypePtr type) {
    std::vector<const TypeVarLike*> found;
    (void)any_type(cx, type, [&](TypePtr part) {
        const TypeVarLike* variable = as_type_var_like(part);
        if (variable == nullptr) return Verdict::Descend;
        found.push_back(variable);
        return Verdict::No;
    });
    return found;
}

std::vector<const TypeVarType*> get_type_vars(Context& cx, TypePtr type) {
    std::vector<const TypeVarType*> found;
    (void)any_type(cx, type, [&](TypePtr part) {
        if (const auto* variable = as<TypeVarType>(part)) found.push_back(variable);
        return as_type_var_like(part) != nullptr ? Verdict::No : Verdict::Descend;
    });
    return found;
}

}  // namespace krait::types
