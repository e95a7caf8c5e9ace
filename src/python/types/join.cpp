// join.cpp
//
// Joins by kind. The relation is symmetric in intent only: mypy looks at `t`'s kind with `s` as the
// other operand, and swaps them first where one order is easier. That order shows in results (which
// Any, which name of a parameter), so it is kept.

#include "python/types/join.h"

#include <tuple>

#include "python/types/factory.h"
#include "python/types/join_parts.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

using namespace join_parts;

/// The join where nothing better is known: object, found by way of `type`.
TypePtr join_default(Context& cx, TypePtr type) {
    // Each step leads from a type to its item, bound or fallback.
    constexpr int kMostSteps = 100;
    for (int step = 0; step < kMostSteps; ++step) {
        type = get_proper(cx, type);
        if (const auto* instance = as<Instance>(type)) return object_from_instance(cx, *instance);
        if (const auto* type_type = as<TypeType>(type)) {
            type = type_type->item;
        } else if (const auto* tuple = as<TupleType>(type)) {
            type = tuple_fallback(cx, *tuple);
        } else if (const auto* typed_dict = as<TypedDictType>(type)) {
            type = typed_dict->fallback;
        } else if (is_function_like(type)) {
            type = function_fallback(type);
        } else if (is<TypeVarType>(type) || is<ParamSpecType>(type)) {
            type = as_type_var_like(type)->upper_bound;
        } else {
            break;
        }
    }
    return make_any(cx, AnySource::SpecialForm);
}

TypePtr join_none(Context& cx, TypePtr s, const NoneType& t) {
    if (!cx.options.strict_optional) return s;
    if (is<NoneType>(s) || is<UninhabitedType>(s)) return &t;
    if (is<AnyType>(s)) return make_any(cx, AnySource::SpecialForm);
    return make_simplified_union(cx, {s, &t});
}

TypePtr join_type_var(Context& cx, TypePtr s, const TypeVarType& t) {
    const auto* other = as<TypeVarType>(s);
    if (other == nullptr) return join_default(cx, s);
    if (other->id != t.id) {
        return get_proper(cx, join_types(cx, other->upper_bound, t.upper_bound));
    }
    if (is_equal(other->upper_bound, t.upper_bound)) return other;
    return with_upper_bound(cx, *other, join_types(cx, other->upper_bound, t.upper_bound));
}

TypePtr join_type_var_tuple(Context& cx, TypePtr s, const TypeVarTupleType& t) {
    if (is_equal(s, &t)) return &t;
    if (is<Instance>(s) && is_subtype(cx, t.upper_bound, s)) return s;
    return join_default(cx, s);
}

TypePtr join_instance(Context& cx, TypePtr s, const Instance& t, InstanceJoiner* joiner) {
    if (const auto* other = as<Instance>(s)) {
        InstanceJoiner own;
        const TypePtr nominal = join_instances(cx, t, *other, joiner != nullptr ? *joiner : own);
        const Instance* structural = nullptr;
        if (class_info(cx, t).is_protocol && is_protocol_implementation(cx, other, t)) {
            structural = &t;
        } else if (class_info(cx, *other).is_protocol &&
                   is_protocol_implementation(cx, &t, *other)) {
            structural = other;
        }
        // With MROs of the same length the protocol wins.
        return structural == nullptr || is_better(cx, nominal, structural) ? nominal : structural;
    }
    if (is_function_like(s)) {
        if (class_info(cx, t).is_protocol) {
            if (const TypePtr call = unpack_callback_protocol(cx, t)) {
                return join_types(cx, call, s);
            }
        }
        return join_types(cx, &t, function_fallback(s));
    }
    if (is<TypeType>(s) || is<TypedDictType>(s) || is<TupleType>(s) || is<LiteralType>(s)) {
        return join_types(cx, &t, s);
    }
    if (const auto* variadic = as<TypeVarTupleType>(s)) {
        if (is_subtype(cx, variadic->upper_bound, &t)) return &t;
    }
    return join_default(cx, s);
}

TypePtr join_tuple(Context& cx, TypePtr s, const TupleType& t, InstanceJoiner* joiner) {
    const auto* other = as<TupleType>(s);
    if (other == nullptr) return join_types(cx, s, tuple_fallback(cx, t));
    InstanceJoiner own;
    const TypePtr fallback = join_instances(cx, *tuple_fallback(cx, *other), *tuple_fallback(cx, t),
                                            joiner != nullptr ? *joiner : own);
    const auto items = join_tuple_items(cx, *other, t);
    if (!items) {
        if (is_proper_subtype(cx, other, &t)) return &t;
        return is_proper_subtype(cx, &t, other) ? other : fallback;
    }
    if (items->size() == 1) {
        if (const auto* unpack = as<UnpackType>(items->front())) {
            const TypePtr unpacked = get_proper(cx, unpack->type);
            if (is<Instance>(unpacked)) return unpacked;  // tuple[*tuple[X, ...]] is tuple[X, ...]
        }
    }
    const auto* instance = as_proper<Instance>(cx, fallback);
    if (instance == nullptr) return fallback;
    return types::make_tuple(cx, *items, *instance);
}

TypePtr join_literal(Context& cx, TypePtr s, const LiteralType& t) {
    if (const auto* other = as<LiteralType>(s)) {
        if (is_equal(other, &t)) return &t;
        const bool are_enums =
            class_info(cx, *other->fallback).is_enum && class_info(cx, *t.fallback).is_enum;
        if (are_enums) return make_simplified_union(cx, {other, &t});
        return join_types(cx, other->fallback, t.fallback);
    }
    if (const auto* instance = as<Instance>(s)) {
        const LiteralType* value = instance->last_known_value;
        if (value != nullptr && is_equal(value, &t)) return &t;
    }
    return join_types(cx, s, t.fallback);
}

TypePtr join_type_type(Context& cx, TypePtr s, const TypeType& t) {
    if (const auto* other = as<TypeType>(s)) {
        return make_type_type(cx, join_types(cx, t.item, other->item),
                              other->is_type_form || t.is_type_form);
    }
    if (is_named_instance(cx, s, known::builtins_type)) return s;
    return join_default(cx, s);
}

TypePtr join_by_kind(Context& cx, TypePtr s, TypePtr t, InstanceJoiner* joiner) {
    switch (t->kind) {
        case TypeKind::Any:
            return t;
        case TypeKind::None:
            return join_none(cx, s, expect<NoneType>(t));
        case TypeKind::Uninhabited:
        case TypeKind::Deleted:
        case TypeKind::Erased:
            return s;
        case TypeKind::Union:
            return is_proper_subtype(cx, s, t) ? t : make_simplified_union(cx, {s, t});
        case TypeKind::TypeVar:
            return join_type_var(cx, s, expect<TypeVarType>(t));
        case TypeKind::ParamSpec:
            return is_equal(s, t) ? t : join_default(cx, s);
        case TypeKind::TypeVarTuple:
            return join_type_var_tuple(cx, s, expect<TypeVarTupleType>(t));
        case TypeKind::Parameters:
            if (const auto* other = as<ParametersType>(s)) {
                const auto* joined = join_parameters(cx, *other, expect<ParametersType>(t));
                if (joined != nullptr) return joined;
            }
            return join_default(cx, s);
        case TypeKind::Instance:
            return join_instance(cx, s, expect<Instance>(t), joiner);
        case TypeKind::Callable:
            return join_callable(cx, s, expect<CallableType>(t));
        case TypeKind::Overloaded:
            return join_overloaded(cx, s, expect<OverloadedType>(t));
        case TypeKind::Tuple:
            return join_tuple(cx, s, expect<TupleType>(t), joiner);
        case TypeKind::TypedDict:
            if (const auto* other = as<TypedDictType>(s)) {
                return join_typed_dicts(cx, *other, expect<TypedDictType>(t));
            }
            if (is<Instance>(s)) return join_types(cx, s, expect<TypedDictType>(t).fallback);
            return join_default(cx, s);
        case TypeKind::Literal:
            return join_literal(cx, s, expect<LiteralType>(t));
        case TypeKind::TypeType:
            return join_type_type(cx, s, expect<TypeType>(t));
        case TypeKind::Unpack:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
        case TypeKind::Alias:
            break;  // none of these is a type that an expression can have
    }
    return make_any(cx, AnySource::ImplementationArtifact);
}

}  // namespace

TypePtr trivial_join(Context& cx, TypePtr s, TypePtr t) {
    if (is_subtype(cx, s, t)) return t;
    if (is_subtype(cx, t, s)) return s;
    return object_or_any_from_type(cx, get_proper(cx, t));
}

TypePtr join_types(Context& cx, TypePtr s, TypePtr t, InstanceJoiner* joiner) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return make_any(cx, AnySource::ImplementationArtifact);
    if (is_recursive_pair(cx, s, t)) return trivial_join(cx, s, t);
    s = get_proper(cx, s);
    t = get_proper(cx, t);
    if (s->can_be_true != t->can_be_true || s->can_be_false != t->can_be_false) {
        s = true_or_false(cx, s);
        t = true_or_false(cx, t);
    }
    if (is<UnionType>(s) && !is<UnionType>(t)) std::swap(s, t);
    if (is<AnyType>(s)) return s;
    if (is<ErasedType>(s)) return t;
    if (is<NoneType>(s) && !is<NoneType>(t)) std::swap(s, t);
    if (is<UninhabitedType>(s) && !is<UninhabitedType>(t)) std::swap(s, t);
    std::tie(s, t) = normalize_callables(cx, s, t);
    return join_by_kind(cx, s, t, joiner);
}

TypePtr join_type_list(Context& cx, TypeList types) {
    // Never for an empty list makes the empty tuple fit every tuple[X, ...].
    if (types.empty()) return make_never(cx);
    TypePtr joined = types[0];
    for (TypePtr type : types.subspan(1)) joined = join_types(cx, joined, type);
    return joined;
}

const Instance* object_from_instance(Context& cx, const Instance& type) {
    const ClassInfo& info = class_info(cx, type);
    return info.mro.empty() ? object_type(cx) : make_instance(cx, info.mro.back());
}

TypePtr object_or_any_from_type(Context& cx, TypePtr type) {
    constexpr int kMostSteps = 100;
    for (int step = 0; step < kMostSteps && type != nullptr; ++step) {
        if (const auto* instance = as<Instance>(type)) return object_from_instance(cx, *instance);
        if (const auto* callable = as<CallableType>(type)) {
            return object_from_instance(cx, *callable->fallback);
        }
        if (const auto* typed_dict = as<TypedDictType>(type)) {
            return object_from_instance(cx, *typed_dict->fallback);
        }
        if (const auto* literal = as<LiteralType>(type)) {
            return object_from_instance(cx, *literal->fallback);
        }
        if (const auto* tuple = as<TupleType>(type)) {
            return object_from_instance(cx, *tuple->partial_fallback);
        }
        if (const auto* parts = as<UnionType>(type)) {
            for (TypePtr item : parts->items) {
                if (is<AliasType>(item) || is<UnionType>(item)) continue;
                const TypePtr candidate = object_or_any_from_type(cx, item);
                if (is<Instance>(candidate)) return candidate;
            }
            break;
        }
        if (const auto* type_type = as<TypeType>(type)) {
            type = type_type->item;
        } else if (const auto* variable = as_type_var_like(type)) {
            type = variable->upper_bound;
        } else {
            break;
        }
    }
    return make_any(cx, AnySource::ImplementationArtifact);
}

std::pair<TypePtr, TypePtr> normalize_callables(Context& cx, TypePtr s, TypePtr t) {
    const auto normalize = [&](TypePtr type) -> TypePtr {
        if (const auto* callable = as<CallableType>(type)) {
            return with_unpacked_kwargs(cx, *callable);
        }
        const auto* overloaded = as<OverloadedType>(type);
        if (overloaded == nullptr) return type;
        std::vector<const CallableType*> items;
        bool is_changed = false;
        for (const CallableType* item : overloaded->items) {
            items.push_back(with_unpacked_kwargs(cx, *item));
            is_changed = is_changed || items.back() != item;
        }
        return is_changed ? make_overloaded(cx, items) : type;
    };
    return {normalize(s), normalize(t)};
}

TypePtr safe_join(Context& cx, TypePtr t, TypePtr s) {
    const auto* left = as<UnpackType>(t);
    const auto* right = as<UnpackType>(s);
    if (left == nullptr && right == nullptr) return join_types(cx, t, s);
    if (left != nullptr && right != nullptr) {
        return make_unpack(cx, join_types(cx, left->type, right->type));
    }
    return object_or_any_from_type(cx, get_proper(cx, t));
}

TypePtr safe_meet(Context& cx, TypePtr t, TypePtr s) {
    const auto* left = as<UnpackType>(t);
    const auto* right = as<UnpackType>(s);
    if (left == nullptr && right == nullptr) return meet_types(cx, t, s);
    if (left == nullptr || right == nullptr) return make_never(cx);
    const TypePtr unpacked = get_proper(cx, left->type);
    DefId fallback;
    if (const auto* variable = as<TypeVarTupleType>(unpacked)) {
        fallback = variable->tuple_fallback->type;
    } else if (const auto* tuple = as<TupleType>(unpacked)) {
        fallback = tuple->partial_fallback->type;
    } else if (const auto* instance = as<Instance>(unpacked)) {
        fallback = instance->type;
    } else {
        return make_unpack(cx, make_any(cx, AnySource::ImplementationArtifact));
    }
    TypePtr met = meet_types(cx, left->type, right->type);
    if (is<UninhabitedType>(met)) met = make_instance(cx, fallback, {met});
    return make_unpack(cx, met);
}

TypePtr unpack_callback_protocol(Context& cx, const Instance& type) {
    const std::vector<Name> members = protocol_members(cx, class_info(cx, type));
    if (members.size() != 1 || members.front() != known::call) return nullptr;
    return get_proper(cx, find_member_type(cx, known::call, type, &type, {.is_operator = true}));
}

}  // namespace krait::types
