// erase.cpp
//
// The three ways of forgetting: arguments, variables, literal values.

#include "python/types/erase.h"

#include <algorithm>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

TypePtr erase_instance(Context& cx, const Instance& type) {
    const ClassInfo& info = class_info(cx, type);
    if (info.type_vars.empty() && type.args.empty() && type.last_known_value == nullptr &&
        type.extra == nullptr && type.can_be_true && type.can_be_false) {
        return &type;
    }
    return fill_instance_with_any(cx, info);
}

TypePtr erase_callable(Context& cx, const CallableType& type) {
    TypePtr any = make_any(cx, AnySource::SpecialForm);
    const CallableType* erased = callable_with_ellipsis(cx, any, any, *type.fallback);
    return modified(cx, *erased, [](CallableType& copy) { copy.implicit = true; });
}

struct VariableEraser {
    Context& cx;
    base::FunctionRef<bool(const TypeVarId&)> which;
    TypePtr replacement;

    TypePtr erase(TypePtr type) {
        DepthGuard guard(cx);
        if (guard.exceeded()) return make_not_implemented(cx);
        switch (type->kind) {
            case TypeKind::TypeVar:
            case TypeKind::ParamSpec:
                return which(static_cast<const TypeVarLike&>(*type).id) ? replacement : type;
            case TypeKind::TypeVarTuple: {
                const auto& variable = static_cast<const TypeVarTupleType&>(*type);
                if (!which(variable.id)) return type;
                if (variable.tuple_fallback == nullptr) return replacement;
                return with_args(cx, *variable.tuple_fallback, TypeList(&replacement, 1));
            }
            case TypeKind::Instance:
                return erase_in_instance(static_cast<const Instance&>(*type));
            case TypeKind::Tuple:
                return erase_in_tuple(static_cast<const TupleType&>(*type));
            case TypeKind::Callable: {
                TypePtr erased = erase_parts(type);
                return erased == type
                           ? type
                           : with_trivial_unpack_normalized(cx, expect<CallableType>(erased));
            }
            default:
                return erase_parts(type);
        }
    }

    TypePtr erase_parts(TypePtr type) {
        return map_parts(cx, type, [this](TypePtr part) { return erase(part); });
    }

    /// tuple[*tuple[X, ...], ...] is tuple[X, ...].
    TypePtr erase_in_instance(const Instance& type) {
        if (type.args.empty()) return &type;
        const auto& erased = expect<Instance>(erase_parts(&type));
        const auto* unpack = as<UnpackType>(erased.args[0]);
        if (unpack == nullptr || full_name(cx, erased) != known::builtins_tuple) return &erased;
        const auto* unpacked = as_proper<Instance>(cx, unpack->type);
        return unpacked == nullptr ? &erased : unpacked;
    }

    TypePtr erase_in_tuple(const TupleType& type) {
        const auto& erased = expect<TupleType>(erase_parts(&type));
        if (erased.items.size() != 1) return &erased;
        const auto* unpack = as<UnpackType>(erased.items[0]);
        if (unpack == nullptr) return &erased;
        const auto* unpacked = as_proper<Instance>(cx, unpack->type);
        if (unpacked == nullptr) return &erased;
        if (full_name(cx, *erased.partial_fallback) != known::builtins_tuple) {
            return erase(erased.partial_fallback);
        }
        return unpacked;
    }
};

/// Instances that only differed by their literal values are one now.
TypePtr merge_instances(Context& cx, const UnionType& type) {
    auto plain_instance = [&](TypePtr item) {
        const auto* instance = as_proper<Instance>(cx, item);
        return instance != nullptr && instance->args.empty() ? instance : nullptr;
    };
    auto instances = std::count_if(type.items.begin(), type.items.end(), [&](TypePtr item) {
        return is<Instance>(get_proper(cx, item));
    });
    if (instances <= 1) return &type;
    std::vector<TypePtr> merged;
    std::vector<DefId> done;
    for (TypePtr item : type.items) {
        const Instance* instance = plain_instance(item);
        if (instance == nullptr) {
            merged.push_back(item);
            continue;
        }
        if (std::find(done.begin(), done.end(), instance->type) != done.end()) continue;
        std::vector<TypePtr> same_class;
        for (TypePtr other : type.items) {
            const Instance* candidate = plain_instance(other);
            if (candidate != nullptr && candidate->type == instance->type) {
                same_class.push_back(candidate);
            }
        }
        done.push_back(instance->type);
        merged.push_back(same_class.size() == 1 ? instance : make_simplified_union(cx, same_class));
    }
    if (std::equal(merged.begin(), merged.end(), type.items.begin(), type.items.end())) {
        return &type;
    }
    return make_union(cx, merged);
}

}  // namespace

TypePtr erase_type(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    DepthGuard guard(cx);
    if (guard.exceeded()) return make_not_implemented(cx);
    switch (type->kind) {
        case TypeKind::Any:
        case TypeKind::None:
        case TypeKind::Uninhabited:
        case TypeKind::Erased:
        case TypeKind::Deleted:
        case TypeKind::Literal:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
            return type;
        case TypeKind::Instance:
            return erase_instance(cx, static_cast<const Instance&>(*type));
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::Parameters:
        case TypeKind::Unpack:
        case TypeKind::Alias:
            return make_any(cx, AnySource::SpecialForm);
        case TypeKind::TypeVarTuple: {
            TypePtr any = make_any(cx, AnySource::SpecialForm);
            const Instance* fallback = static_cast<const TypeVarTupleType&>(*type).tuple_fallback;
            return fallback == nullptr ? any : with_args(cx, *fallback, TypeList(&any, 1));
        }
        case TypeKind::Callable:
            return erase_callable(cx, static_cast<const CallableType&>(*type));
        case TypeKind::Overloaded:
            return erase_type(cx, function_fallback(type));
        case TypeKind::Tuple:
            return erase_type(cx, static_cast<const TupleType&>(*type).partial_fallback);
        case TypeKind::TypedDict:
            return erase_type(cx, static_cast<const TypedDictType&>(*type).fallback);
        case TypeKind::Union: {
            std::vector<TypePtr> items;
            for (TypePtr item : static_cast<const UnionType&>(*type).items) {
                items.push_back(erase_type(cx, item));
            }
            return make_simplified_union(cx, items);
        }
        case TypeKind::TypeType: {
            const auto& whole = static_cast<const TypeType&>(*type);
            return make_type_type(cx, erase_type(cx, whole.item), whole.is_type_form);
        }
    }
    return type;
}

TypePtr replace_typevars(Context& cx, TypePtr type, base::FunctionRef<bool(const TypeVarId&)> which,
                         TypePtr replacement) {
    return VariableEraser{cx, which, replacement}.erase(type);
}

TypePtr erase_typevars(Context& cx, TypePtr type) {
    auto all = [](const TypeVarId&) { return true; };
    return replace_typevars(cx, type, all, make_any(cx, AnySource::SpecialForm));
}

TypePtr erase_typevars(Context& cx, TypePtr type, std::span<const TypeVarId> ids) {
    auto listed = [ids](const TypeVarId& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    return replace_typevars(cx, type, listed, make_any(cx, AnySource::SpecialForm));
}

TypePtr replace_meta_vars(Context& cx, TypePtr type, TypePtr target) {
    auto meta = [](const TypeVarId& id) { return id.is_meta(); };
    return replace_typevars(cx, type, meta, target);
}

TypePtr remove_instance_last_known_values(Context& cx, TypePtr type) {
    auto recurse = [&](TypePtr part) { return remove_instance_last_known_values(cx, part); };
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (is<AliasType>(type)) return type;  // written types hold no known values
    if (const auto* instance = as<Instance>(type)) {
        if (instance->last_known_value == nullptr && instance->args.empty()) return type;
        TypeList args = map_list(cx, instance->args, recurse);
        if (args.data() == instance->args.data() && instance->last_known_value == nullptr) {
            return type;
        }
        return modified(cx, *instance, [&](Instance& copy) {
            copy.args = args;
            copy.last_known_value = nullptr;
        });
    }
    TypePtr erased = map_parts(cx, type, recurse);
    const auto* whole = as<UnionType>(erased);
    return whole == nullptr ? erased : merge_instances(cx, *whole);
}

TypePtr shallow_erase_type_for_equality(Context& cx, TypePtr type) {
    TypePtr proper = get_proper(cx, type);
    if (const auto* instance = as<Instance>(proper)) {
        if (instance->args.empty()) return proper;
        return fill_instance_with_any(cx, class_info(cx, *instance));
    }
    const auto* whole = as<UnionType>(proper);
    if (whole == nullptr) return proper;
    std::vector<TypePtr> items;
    for (TypePtr item : whole->items) items.push_back(shallow_erase_type_for_equality(cx, item));
    return make_union(cx, items);
}

}  // namespace krait::types
