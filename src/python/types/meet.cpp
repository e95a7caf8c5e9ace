// meet.cpp
//
// Meets by kind: `t`'s kind decides, with `s` as the other operand, as in join.cpp. What the
// subtype relation settles is settled before. Tuples, TypedDicts and callables are in
// meet_parts.cpp.

#include "python/types/meet.h"

#include <algorithm>
#include <tuple>

#include "python/types/factory.h"
#include "python/types/instance_args.h"
#include "python/types/join.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/meet_parts.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

using namespace meet_parts;

TypePtr meet_union(Context& cx, TypePtr s, const UnionType& t) {
    const auto* other = as<UnionType>(s);
    const TypeList others = other != nullptr ? other->items : TypeList(&s, 1);
    std::vector<TypePtr> meets;
    for (TypePtr x : t.items) {
        for (TypePtr y : others) meets.push_back(meet_types(cx, x, y));
    }
    return make_simplified_union(cx, meets);
}

TypePtr meet_none(Context& cx, TypePtr s, const NoneType& t) {
    if (!cx.options.strict_optional) return &t;
    if (is<NoneType>(s) || is_named_instance(cx, s, known::builtins_object)) return &t;
    return make_never(cx);
}

TypePtr meet_deleted(Context& cx, TypePtr s, const DeletedType& t) {
    if (is<NoneType>(s) && !cx.options.strict_optional) return s;
    return is<UninhabitedType>(s) ? s : &t;
}

TypePtr meet_type_var(Context& cx, TypePtr s, const TypeVarType& t) {
    const auto* other = as<TypeVarType>(s);
    if (other == nullptr || other->id != t.id) return bottom(cx);
    if (is_equal(other->upper_bound, t.upper_bound)) return other;
    return with_upper_bound(cx, *other, meet_types(cx, other->upper_bound, t.upper_bound));
}

TypePtr meet_type_var_tuple(Context& cx, TypePtr s, const TypeVarTupleType& t) {
    const auto* other = as<TypeVarTupleType>(s);
    if (other == nullptr || other->id != t.id) return bottom(cx);
    return other->min_len > t.min_len ? other : &t;
}

TypePtr meet_parameters(Context& cx, TypePtr s, const ParametersType& t) {
    const auto* other = as<ParametersType>(s);
    if (other == nullptr || other->parameters.size() != t.parameters.size()) return bottom(cx);
    std::vector<Parameter> parameters(t.parameters.begin(), t.parameters.end());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].type = join_types(cx, other->parameters[i].type, parameters[i].type);
    }
    return modified(cx, t,
                    [&](ParametersType& copy) { copy.parameters = cx.arena.copy(parameters); });
}

/// Instances of one class, argument by argument.
TypePtr meet_of_one_class(Context& cx, const Instance& s, const Instance& t) {
    if (!is_subtype(cx, &t, &s) && !is_subtype(cx, &s, &t)) return bottom(cx);
    const std::span<const TypeVarLike* const> variables = class_info(cx, t).type_vars;
    const std::vector<TypePtr> t_args = arguments_by_variable(cx, t);
    const std::vector<TypePtr> s_args = arguments_by_variable(cx, s);
    const std::size_t count = std::min({t_args.size(), s_args.size(), variables.size()});
    std::vector<TypePtr> args;
    for (std::size_t i = 0; i < count; ++i) {
        TypePtr met = meet_types(cx, t_args[i], s_args[i]);
        if (const auto* variable = as<TypeVarTupleType>(variables[i])) {
            if (const auto* tuple = as<TupleType>(met)) {
                args.insert(args.end(), tuple->items.begin(), tuple->items.end());
                continue;
            }
            met = make_unpack(cx, with_args(cx, *variable->tuple_fallback, std::span(&met, 1)));
        }
        args.push_back(met);
    }
    return make_instance(cx, t.type, args);
}

TypePtr meet_instances(Context& cx, const Instance& s, const Instance& t) {
    if (s.type == t.type) return meet_of_one_class(cx, s, t);
    const auto is_promoted_to = [&](const Instance& from, const Instance& to) {
        const Instance* promotion = class_info(cx, from).alt_promote;
        return promotion != nullptr && promotion->type == to.type;
    };
    if (is_promoted_to(t, s)) return &t;
    if (is_promoted_to(s, t)) return &s;
    if (is_subtype(cx, &t, &s)) return &t;
    return is_subtype(cx, &s, &t) ? &s : bottom(cx);
}

TypePtr meet_instance(Context& cx, TypePtr s, const Instance& t) {
    if (const auto* other = as<Instance>(s)) return meet_instances(cx, *other, t);
    const ClassInfo& info = class_info(cx, t);
    if (is_function_like(s)) {
        if (info.is_protocol) {
            const TypePtr call = unpack_callback_protocol(cx, t);
            return call != nullptr ? meet_types(cx, call, s) : bottom(cx);
        }
        const bool is_class_of_metaclass = is_type_obj(cx, s) && is_metaclass(cx, info) &&
                                           is_subtype(cx, function_fallback(s), &t);
        return is_class_of_metaclass ? s : bottom(cx);
    }
    if (is<TypeType>(s) || is<TupleType>(s) || is<LiteralType>(s) || is<TypedDictType>(s)) {
        return meet_types(cx, &t, s);
    }
    return bottom(cx);
}

TypePtr meet_literal(Context& cx, TypePtr s, const LiteralType& t) {
    if (is<LiteralType>(s)) return is_equal(s, &t) ? &t : bottom(cx);
    return is<Instance>(s) && is_subtype(cx, t.fallback, s) ? &t : bottom(cx);
}

TypePtr meet_type_type(Context& cx, TypePtr s, const TypeType& t) {
    if (const auto* other = as<TypeType>(s)) {
        const TypePtr met = meet_types(cx, t.item, other->item);
        if (is<NoneType>(met)) return met;
        return make_type_type(cx, met, other->is_type_form && t.is_type_form);
    }
    if (is_named_instance(cx, s, known::builtins_type)) return &t;
    return is<CallableType>(s) ? meet_types(cx, &t, s) : bottom(cx);
}

TypePtr meet_by_kind(Context& cx, TypePtr s, TypePtr t) {
    switch (t->kind) {
        case TypeKind::Any:
        case TypeKind::Erased:
            return s;
        case TypeKind::Uninhabited:
            return t;
        case TypeKind::Union:
            return meet_union(cx, s, expect<UnionType>(t));
        case TypeKind::None:
            return meet_none(cx, s, expect<NoneType>(t));
        case TypeKind::Deleted:
            return meet_deleted(cx, s, expect<DeletedType>(t));
        case TypeKind::TypeVar:
            return meet_type_var(cx, s, expect<TypeVarType>(t));
        case TypeKind::ParamSpec:
            return is_equal(s, t) ? s : bottom(cx);
        case TypeKind::TypeVarTuple:
            return meet_type_var_tuple(cx, s, expect<TypeVarTupleType>(t));
        case TypeKind::Parameters:
            return meet_parameters(cx, s, expect<ParametersType>(t));
        case TypeKind::Instance:
            return meet_instance(cx, s, expect<Instance>(t));
        case TypeKind::Callable:
            return meet_callable(cx, s, expect<CallableType>(t));
        case TypeKind::Overloaded:
            return meet_overloaded(cx, s, expect<OverloadedType>(t));
        case TypeKind::Tuple:
            return meet_tuple(cx, s, expect<TupleType>(t));
        case TypeKind::TypedDict:
            return meet_typed_dict(cx, s, expect<TypedDictType>(t));
        case TypeKind::Literal:
            return meet_literal(cx, s, expect<LiteralType>(t));
        case TypeKind::TypeType:
            return meet_type_type(cx, s, expect<TypeType>(t));
        case TypeKind::Unpack:
        case TypeKind::Partial:
        case TypeKind::Placeholder:
        case TypeKind::Alias:
            break;  // none of these is a type that an expression can have
    }
    return make_any(cx, AnySource::ImplementationArtifact);
}

/// Of two instances of the same type, the one that has more attributes than its class; null if
/// neither has any.
TypePtr with_more_attributes(Context& cx, TypePtr s, TypePtr t) {
    const auto* left = as<Instance>(s);
    const auto* right = as<Instance>(t);
    if (left == nullptr || right == nullptr || left->type != right->type) return nullptr;
    if (left->extra == nullptr && right->extra == nullptr) return nullptr;
    if (!is_same_type(cx, s, t)) return nullptr;
    if (left->extra == nullptr) return t;
    if (right->extra == nullptr) return s;
    return left->extra->attributes.size() > right->extra->attributes.size() ? s : t;
}

}  // namespace

TypePtr meet_parts::bottom(Context& cx) {
    if (cx.options.strict_optional) return make_never(cx);
    return make_none(cx);
}

TypePtr trivial_meet(Context& cx, TypePtr s, TypePtr t) {
    if (is_subtype(cx, s, t)) return get_proper(cx, s);
    if (is_subtype(cx, t, s)) return get_proper(cx, t);
    return bottom(cx);
}

TypePtr meet_types(Context& cx, TypePtr s, TypePtr t) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return make_any(cx, AnySource::ImplementationArtifact);
    if (is_recursive_pair(cx, s, t)) return trivial_meet(cx, s, t);
    s = get_proper(cx, s);
    t = get_proper(cx, t);
    // Before the subtype test, which would forget the attributes.
    if (const TypePtr better = with_more_attributes(cx, s, t)) return better;
    if (is_proper_subtype(cx, s, t, {.ignore_promotions = true})) return s;
    if (is_proper_subtype(cx, t, s, {.ignore_promotions = true})) return t;
    if (is<ErasedType>(s)) return s;
    if (is<AnyType>(s)) return t;
    if (is<UnionType>(s) && !is<UnionType>(t)) std::swap(s, t);
    std::tie(s, t) = normalize_callables(cx, s, t);
    return meet_by_kind(cx, s, t);
}

TypePtr meet_type_list(Context& cx, TypeList types) {
    if (types.empty()) return make_any(cx, AnySource::ImplementationArtifact);
    TypePtr met = types[0];
    for (TypePtr type : types.subspan(1)) met = meet_types(cx, met, type);
    return met;
}

}  // namespace krait::types
