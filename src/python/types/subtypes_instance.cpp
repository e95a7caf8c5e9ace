// subtypes_instance.cpp
//
// Classes: the nominal relation with variance, promotions, and what an instance can be besides (a
// tuple, a class object, a callable). The nominal question is asked before the one about
// promotions, which rarely matter; the answer is the same in either order.

#include <algorithm>

#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/maptype.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes_impl.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types {

bool is_erased_instance(Context& cx, const Instance& type) {
    if (type.args.empty()) return false;
    return std::all_of(type.args.begin(), type.args.end(), [&](TypePtr arg) {
        const auto* unpack = as<UnpackType>(arg);
        if (unpack == nullptr) return is_any(cx, arg);
        const auto* unpacked = as_proper<Instance>(cx, unpack->type);
        return unpacked != nullptr && !unpacked->args.empty() && is_any(cx, unpacked->args[0]);
    });
}

bool SubtypeQuestion::instance_is(const Instance& left) const {
    const ClassInfo& info = class_info(cx, left);
    // Nothing derives from None, not even a class with a base that is Any.
    if (info.fallback_to_any && !proper) return !is<NoneType>(right);
    switch (right->kind) {
        case TypeKind::Instance:
            return instance_is_instance(left, info, static_cast<const Instance&>(*right));
        case TypeKind::Tuple:
            return instance_is_tuple(left, static_cast<const TupleType&>(*right));
        case TypeKind::TypeVarTuple: {
            // tuple[Any, ...] is the Any among tuples.
            const auto& to = static_cast<const TypeVarTupleType&>(*right);
            if (proper || to.tuple_fallback == nullptr) return false;
            const ClassInfo& tuple = class_info(cx, *to.tuple_fallback);
            if (!has_base(cx, info, tuple.id)) return false;
            const Instance* mapped = map_instance_to_supertype(cx, left, tuple);
            return !mapped->args.empty() && is_any(cx, mapped->args[0]);
        }
        case TypeKind::TypeType:
            return instance_is_type_type(left, static_cast<const TypeType&>(*right));
        case TypeKind::Literal:
            return left.last_known_value != nullptr && holds(left.last_known_value, right);
        case TypeKind::Callable:
        case TypeKind::Overloaded: {
            TypePtr call =
                find_member_type(cx, known::call, left, &left, MemberQuery{.is_operator = true});
            return call != nullptr && holds(call, right);
        }
        default:
            return false;
    }
}

bool SubtypeQuestion::promotes(const Instance& left, const ClassInfo& left_info,
                               const Instance& to) const {
    auto by_class = [&](const ClassInfo& info) {
        return std::any_of(info.promotions.begin(), info.promotions.end(),
                           [&](TypePtr promoted) { return holds(promoted, right); });
    };
    if (by_class(left_info)) return true;
    for (DefId base : left_info.mro) {
        if (base != left.type && by_class(class_info(cx, base))) return true;
    }
    // An int, or what derives from it, is taken for a machine integer: told by the integer's class,
    // as int's own module can't know the module of machine integers.
    const Instance* native = class_info(cx, to).alt_promote;
    if (native != nullptr && has_base(cx, left_info, native->type)) return true;
    // Machine integers are ints, to which int promotes itself, so this can't be a promotion too.
    return left_info.alt_promote != nullptr && left_info.alt_promote->type == to.type;
}

bool SubtypeQuestion::instance_is_instance(const Instance& left, const ClassInfo& left_info,
                                           const Instance& to) const {
    bool is_base = has_base(cx, left_info, to.type);
    if (is_base && to.args.empty() && !how.ignore_declared_variance) {
        const ClassInfo& to_info = class_info(cx, to);
        if (!has_type_var_tuple(to_info)) return true;
    }
    const ClassInfo& to_info = class_info(cx, to);
    if (to_info.fullname == known::builtins_object && !how.ignore_declared_variance) return true;
    if (!is_base && known::is_named_tuple_base(to_info.fullname)) {
        is_base = std::any_of(left_info.mro.begin(), left_info.mro.end(),
                              [&](DefId base) { return class_info(cx, base).is_named_tuple; });
    }
    if (is_base && !how.ignore_declared_variance) {
        const Instance* mapped = map_instance_to_supertype(cx, left, to_info);
        if (how.erase_instances) {
            if (const auto* erased = as<Instance>(erase_type(cx, mapped))) mapped = erased;
        }
        if (args_fit(*mapped, to, to_info)) return true;
    }
    if (!how.ignore_promotions && !to_info.is_protocol && promotes(left, left_info, to)) {
        return true;
    }
    if (is_base && !how.ignore_declared_variance) return false;
    return to_info.is_protocol &&
           is_protocol_implementation(cx, &left, to,
                                      {.proper_subtype = proper, .options = how.options});
}

bool SubtypeQuestion::arg_fits(TypePtr left, TypePtr other, Variance variance) const {
    if (variance == Variance::Invariant) {
        // An empty list's item type may still become anything.
        const auto* never = as_proper<UninhabitedType>(cx, left);
        if (never != nullptr && never->ambiguous) variance = Variance::Covariant;
    }
    switch (variance) {
        case Variance::Covariant:
        case Variance::NotReady:
            return holds(left, other);
        case Variance::Contravariant:
            return holds(other, left);
        case Variance::Invariant:
            return proper ? is_same_type(cx, left, other, how)
                          : is_equivalent(cx, left, other, how);
    }
    return false;
}

bool SubtypeQuestion::variable_arg_fits(TypePtr left, TypePtr other, const ClassInfo& info,
                                        std::size_t index) const {
    if (!is<TypeVarType>(info.type_vars[index])) return arg_fits(left, other, Variance::Covariant);
    Variance variance = variance_of(cx, info, index);
    if (how.always_covariant && variance == Variance::Invariant) variance = Variance::Covariant;
    return arg_fits(left, other, variance);
}

bool SubtypeQuestion::args_fit(const Instance& mapped, const Instance& to,
                               const ClassInfo& info) const {
    if (has_type_var_tuple(info)) return variadic_args_fit(mapped, to, info);
    if (how.ignore_type_params) return true;
    std::size_t count = std::min({mapped.args.size(), to.args.size(), info.type_vars.size()});
    for (std::size_t i = 0; i < count; ++i) {
        if (!variable_arg_fits(mapped.args[i], to.args[i], info, i)) return false;
    }
    return true;
}

/// C[A, *Ts, B]: what *Ts stands for is compared as a tuple.
bool SubtypeQuestion::variadic_args_fit(const Instance& mapped, const Instance& to,
                                        const ClassInfo& info) const {
    std::size_t prefix = variadic_prefix(info);
    std::size_t suffix = variadic_suffix(info);
    if (!proper && is_erased_instance(cx, mapped)) return true;
    const auto* variable = as<TypeVarTupleType>(info.type_vars[prefix]);
    if (variable == nullptr || variable->tuple_fallback == nullptr) return true;
    auto as_list = [&](TypeList args) {
        SplitTypes split = split_with_prefix_and_suffix(cx, args, prefix, suffix);
        std::vector<TypePtr> list(split.prefix.begin(), split.prefix.end());
        list.push_back(types::make_tuple(cx, split.middle, *variable->tuple_fallback));
        list.insert(list.end(), split.suffix.begin(), split.suffix.end());
        return list;
    };
    std::vector<TypePtr> left_args = as_list(mapped.args);
    std::vector<TypePtr> right_args = as_list(to.args);
    if (left_args.size() != right_args.size()) return false;
    if (how.ignore_type_params) return true;
    std::size_t count = std::min(left_args.size(), info.type_vars.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (!variable_arg_fits(left_args[i], right_args[i], info, i)) return false;
    }
    return true;
}

bool SubtypeQuestion::instance_is_tuple(const Instance& left, const TupleType& to) const {
    const ClassInfo& fallback = class_info(cx, *to.partial_fallback);
    if (fallback.is_enum) return holds(&left, tuple_fallback(cx, to));
    if (to.items.size() == 1 && is<UnpackType>(to.items[0])) {
        // tuple[*tuple[X, ...]] that nobody has normalised
        const auto& unpack = static_cast<const UnpackType&>(*to.items[0]);
        if (const auto* unpacked = as_proper<Instance>(cx, unpack.type)) {
            return holds(&left, unpacked);
        }
    }
    if (!has_base(cx, class_info(cx, left), fallback.id)) return false;
    const Instance* mapped = map_instance_to_supertype(cx, left, fallback);
    if (!proper && is_erased_instance(cx, *mapped) && fallback.fullname == known::builtins_tuple) {
        return true;  // tuple[Any, ...] is any tuple
    }
    return is_normalized_instance(cx, *mapped) && holds(mapped, to.partial_fallback);
}

bool SubtypeQuestion::instance_is_type_type(const Instance& left, const TypeType& to) const {
    if (proper) return false;
    TypePtr item = to.item;
    if (const auto* tuple = as<TupleType>(item)) item = tuple_fallback(cx, *tuple);
    const ClassInfo& info = class_info(cx, left);
    if (info.fullname == known::builtins_type) {
        return holds(make_type_type_as_is(cx, make_any(cx, AnySource::SpecialForm)), right);
    }
    if (!is_metaclass(cx, info)) return false;
    return is<AnyType>(item) || is_named_instance(cx, item, known::builtins_object);
}

}  // namespace krait::types
