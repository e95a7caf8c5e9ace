// constraints_callables.cpp
//
// Signatures against signatures: results in the direction of the question, parameters against it.
// If the actual one is generic, its variables join those being solved for
// (Constraint::extra_tvars), with constraints of their own from looking at the pair the other way
// about.

#include <algorithm>

#include "python/types/constraint_parts.h"
#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/variadic.h"

namespace krait::types::constraint_parts {

namespace {

const CallableType& normalized(Context& cx, const CallableType& type) {
    return *with_normalized_var_args(cx, *with_unpacked_kwargs(cx, type));
}

/// Whether an overload's item could be called as the pattern says. Results are left aside: the
/// pattern's may not be known.
bool is_matching_item(Context& cx, const CallableType& item, const CallableType& pattern) {
    const auto is_compatible = [&](TypePtr left, TypePtr right) {
        return is_subtype(cx, left, right);
    };
    return is_callable_compatible(cx, item, pattern, is_compatible, {.ignore_return = true});
}

/// The item that a pattern most likely means: the first that matches, or simply the first.
const CallableType& matching_item(Context& cx, const OverloadedType& overloaded,
                                  const CallableType& pattern) {
    for (const CallableType* item : overloaded.items) {
        if (is_matching_item(cx, *item, pattern)) return *item;
    }
    return *overloaded.items.front();
}

/// builtins.tuple, found by way of what is unpacked; none if it isn't a tuple.
DefId tuple_class_of(Context& cx, const UnpackType& unpack) {
    const TypePtr type = get_proper(cx, unpack.type);
    if (const auto* variable = as<TypeVarTupleType>(type)) return variable->tuple_fallback->type;
    if (const auto* instance = as<Instance>(type)) return instance->type;
    if (const auto* tuple = as<TupleType>(type)) {
        for (DefId id : class_info(cx, *tuple->partial_fallback).mro) {
            if (class_info(cx, id).fullname == known::builtins_tuple) return id;
        }
    }
    return {};
}

/// Types of parameters as items of a tuple: *args in the middle, and behind it what its own tuple
/// holds for the end.
std::vector<TypePtr> as_tuple_items(Context& cx, const CallableType& type, DefId tuple_class) {
    std::vector<TypePtr> items;
    for (const Parameter& parameter : type.parameters) {
        if (parameter.kind != ArgKind::Star) {
            items.push_back(parameter.type);
            continue;
        }
        const auto* unpack = as<UnpackType>(parameter.type);
        if (unpack == nullptr) {
            const TypePtr tuple = make_instance(cx, tuple_class, {parameter.type});
            items.push_back(make_unpack(cx, tuple));
        } else if (const auto* tuple = as_proper<TupleType>(cx, unpack->type)) {
            items.insert(items.end(), tuple->items.begin(), tuple->items.end());
        } else {
            items.push_back(unpack);
        }
        break;  // what follows *args can't be passed by position
    }
    return items;
}

/// The types of parameters as they stand.
std::vector<TypePtr> types_of(ParameterList parameters) {
    std::vector<TypePtr> types;
    for (const Parameter& parameter : parameters) types.push_back(parameter.type);
    return types;
}

std::optional<std::size_t> unpacked_parameter(ParameterList parameters) {
    return find_unpack_in_list(types_of(parameters));
}

Constraints from_result(const Inference& how, const CallableType& pattern,
                        const CallableType& actual) {
    TypePtr wanted = pattern.ret_type;
    TypePtr given = actual.ret_type;
    if (pattern.type_guard != nullptr && actual.type_guard != nullptr) {
        wanted = pattern.type_guard;
        given = actual.type_guard;
    }
    if (pattern.type_is != nullptr && actual.type_is != nullptr) {
        wanted = pattern.type_is;
        given = actual.type_is;
    }
    return how.infer(wanted, given);
}

Constraints from_plain_parameters(const Inference& how, const CallableType& pattern,
                                  const CallableType& actual) {
    Context& cx = how.cx;
    if (pattern.is_ellipsis_args) return {};  // Callable[..., T]: they say nothing
    const auto unpack = unpacked_parameter(pattern.parameters);
    // A ParamSpec may stand for parameters with an unpacked part, but not the reverse.
    if (!unpack || param_spec(cx, actual) != nullptr) {
        return from_parameters(cx, pattern.parameters, actual.parameters, how.direction);
    }
    const DefId tuple_class =
        tuple_class_of(cx, expect<UnpackType>(pattern.parameters[*unpack].type));
    if (tuple_class.is_none()) return {};
    return from_unpack(cx, as_tuple_items(cx, pattern, tuple_class),
                       as_tuple_items(cx, actual, tuple_class), neg_op(how.direction));
}

/// What a pattern's ParamSpec stands for: the actual's parameters behind the pattern's prefix.
TypePtr param_spec_target(Context& cx, std::size_t prefix, const CallableType& actual) {
    const ParamSpecType* actual_spec = param_spec(cx, actual);
    if (actual_spec == nullptr) {
        const auto positional = static_cast<std::size_t>(std::count_if(
            actual.parameters.begin(), actual.parameters.end(),
            [](const Parameter& parameter) { return is_positional(parameter.kind); }));
        const auto variables =
            cx.infer_polymorphic ? std::span<const TypeVarLike* const>{} : actual.variables;
        return make_parameters(cx, actual.parameters.subspan(std::min(prefix, positional)),
                               variables, actual.imprecise_arg_kinds);
    }
    const ParameterList actual_prefix = prefix_parameters(*actual_spec);
    if (prefix > actual_prefix.size()) return nullptr;
    const bool is_imprecise =
        actual_spec->prefix != nullptr && actual_spec->prefix->imprecise_arg_kinds;
    return with_prefix(cx, *actual_spec,
                       make_parameters(cx, actual_prefix.subspan(prefix), {}, is_imprecise));
}

Constraints from_param_spec(const Inference& how, const ParamSpecType& spec,
                            const CallableType& actual) {
    const ParameterList prefix = prefix_parameters(spec);
    const ParameterList actual_prefix =
        actual.parameters.first(std::min(prefix.size(), actual.parameters.size()));
    Constraints all = from_parameters(how.cx, prefix, actual_prefix, how.direction);
    if (const TypePtr target = param_spec_target(how.cx, prefix.size(), actual)) {
        all.push_back({&spec, how.direction, target});
    }
    return all;
}

Constraints callable_against_callable(const Inference& how, const CallableType& pattern,
                                      const CallableType& actual) {
    Context& cx = how.cx;
    const ParamSpecType* spec = param_spec(cx, pattern);
    bool is_generic = cx.infer_polymorphic && !actual.variables.empty() && !how.skip_neg_op;
    if (spec == nullptr && is_generic && pattern.is_ellipsis_args) {
        // A self type may leak through Callable[..., T]: it is bound to self later on.
        is_generic =
            std::none_of(actual.variables.begin(), actual.variables.end(),
                         [](const TypeVarLike* variable) { return variable->id.is_self(); });
    }
    Constraints all = from_result(how, pattern, actual);
    if (is_generic) {
        append(all, infer_constraints(cx, &actual, &pattern, neg_op(how.direction), true));
    }
    append(all, spec == nullptr ? from_plain_parameters(how, pattern, actual)
                                : from_param_spec(how, *spec, actual));
    if (is_generic) {
        for (Constraint& constraint : all) {
            constraint.extra_tvars.insert(constraint.extra_tvars.end(), actual.variables.begin(),
                                          actual.variables.end());
        }
    }
    return all;
}

Constraints callable_against_any(const Inference& how, const CallableType& pattern,
                                 const AnyType& actual) {
    Context& cx = how.cx;
    const AnyType* any = make_any_from(cx, actual);
    Constraints all;
    if (const ParamSpecType* spec = param_spec(cx, pattern)) {
        const std::array<Parameter, 2> anything{Parameter{any, ArgKind::Star},
                                                Parameter{any, ArgKind::Star2}};
        all.push_back({spec, ConstraintOp::SubtypeOf, make_parameters(cx, anything)});
    } else {
        all = against_any(how, types_of(pattern.parameters), actual);
    }
    append(all, how.infer(pattern.ret_type, any));
    return all;
}

/// type[C] where a callable is wanted: C's constructor, of which only the result is considered.
Constraints callable_against_class(const Inference& how, const CallableType& pattern,
                                   const TypeType& actual) {
    Context& cx = how.cx;
    TypePtr item = get_proper(cx, actual.item);
    if (const auto* tuple = as<TupleType>(item)) item = tuple_fallback(cx, *tuple);
    if (const auto* instance = as<Instance>(item)) {
        TypePtr constructor = type_object_type(cx, class_info(cx, *instance));
        constructor = get_proper(cx, expand_type_by_instance(cx, constructor, *instance));
        if (const auto* callable = as<CallableType>(constructor)) {
            return how.infer(pattern.ret_type, callable->ret_type);
        }
        if (const auto* overloaded = as<OverloadedType>(constructor)) {
            const CallableType& matching = matching_item(cx, *overloaded, pattern);
            return how.infer(pattern.ret_type, matching.ret_type);
        }
    }
    return how.infer(pattern.ret_type, actual.item);
}

/// Two parameters that stand for each other; what callers pass flows the other way.
Constraints from_parameter_pair(Context& cx, TypePtr left, TypePtr right, ConstraintOp direction) {
    const auto is_variadic = [](TypePtr type) {
        return is<ParamSpecType>(type) || is<UnpackType>(type);
    };
    if (is_variadic(left) || is_variadic(right)) return {};  // T <: P.args would mean nothing
    if (direction == ConstraintOp::SubtypeOf) {
        return infer_constraints(cx, left, right, neg_op(direction));
    }
    return infer_constraints(cx, right, left, neg_op(direction));
}

std::optional<std::size_t> index_of(ParameterList parameters, ArgKind kind) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].kind == kind) return i;
    }
    return std::nullopt;
}

}  // namespace

Constraints against_callable(const Inference& how, const CallableType& original) {
    Context& cx = how.cx;
    const CallableType& pattern = normalized(cx, original);
    if (const auto* callable = as<CallableType>(how.actual)) {
        return callable_against_callable(how, pattern, normalized(cx, *callable));
    }
    if (const auto* any = as<AnyType>(how.actual)) return callable_against_any(how, pattern, *any);
    if (const auto* overloaded = as<OverloadedType>(how.actual)) {
        return how.infer(&pattern, &matching_item(cx, *overloaded, pattern));
    }
    if (const auto* type_type = as<TypeType>(how.actual)) {
        return callable_against_class(how, pattern, *type_type);
    }
    if (const auto* instance = as<Instance>(how.actual)) {
        const TypePtr call =
            find_member_type(cx, known::call, *instance, instance, {.is_operator = true});
        if (call != nullptr) return how.infer(&pattern, call);
    }
    return {};
}

Constraints against_overloaded(const Inference& how, const OverloadedType& pattern) {
    std::vector<const CallableType*> items(pattern.items.begin(), pattern.items.end());
    if (const auto* actual = as<CallableType>(how.actual)) {
        std::vector<const CallableType*> matching;
        for (const CallableType* item : items) {
            if (is_matching_item(how.cx, *item, *actual)) matching.push_back(item);
        }
        if (!matching.empty()) items = std::move(matching);
    }
    Constraints all;
    for (const CallableType* item : items) append(all, how.infer(item, how.actual));
    return all;
}

Constraints against_parameters(const Inference& how, const ParametersType& pattern) {
    if (const auto* any = as<AnyType>(how.actual)) {
        return against_any(how, types_of(pattern.parameters), *any);
    }
    if (!how.cx.infer_polymorphic) return {};
    if (const auto* actual = as<ParametersType>(how.actual)) {
        return from_parameters(how.cx, pattern.parameters, actual->parameters, how.direction);
    }
    if (const auto* actual = as<ParamSpecType>(how.actual)) {
        return from_parameters(how.cx, pattern.parameters, prefix_parameters(*actual),
                               how.direction);
    }
    return {};
}

Constraints against_type_type(const Inference& how, const TypeType& pattern) {
    Context& cx = how.cx;
    if (const FunctionItems items(how.actual); !items.empty()) {
        if (!is_type_obj(cx, how.actual)) return how.infer(pattern.item, items[0].ret_type);
        TypePtr instance_type = get_instance_type(cx, items[0]);
        // Without erasure the class's own variables would leak; only self types want them.
        if (how.erase_types) instance_type = erase_typevars(cx, instance_type);
        return how.infer(pattern.item, instance_type);
    }
    if (const auto* type_type = as<TypeType>(how.actual)) {
        return how.infer(pattern.item, type_type->item);
    }
    return is<AnyType>(how.actual) ? how.infer(pattern.item, how.actual) : Constraints{};
}

Constraints from_parameters(Context& cx, ParameterList pattern, ParameterList actual,
                            ConstraintOp direction) {
    const bool is_subtype_question = direction == ConstraintOp::SubtypeOf;
    const ParameterList left = is_subtype_question ? pattern : actual;
    const ParameterList right = is_subtype_question ? actual : pattern;
    Constraints all;
    const auto pair = [&](TypePtr left_type, TypePtr right_type) {
        append(all, from_parameter_pair(cx, left_type, right_type, direction));
    };
    const auto right_star = index_of(right, ArgKind::Star);
    const auto right_star2 = index_of(right, ArgKind::Star2);
    for (ArgKind kind : {ArgKind::Star, ArgKind::Star2}) {
        const auto left_index = index_of(left, kind);
        const auto right_index = index_of(right, kind);
        if (left_index && right_index) pair(left[*left_index].type, right[*right_index].type);
    }
    for (const FormalArgument& formal : formal_arguments(right)) {
        if (const auto match = callable_corresponding_argument(cx, left, formal)) {
            pair(match->type, formal.type);
        }
    }
    if (right_star) {
        for (std::size_t i = *right_star; i < left.size() && is_positional(left[i].kind); ++i) {
            pair(left[i].type, right[*right_star].type);
        }
    }
    if (right_star2) {
        for (const Parameter& parameter : left) {
            if (parameter.name == Name::Empty || is_star(parameter.kind)) continue;
            const bool is_in_right =
                std::any_of(right.begin(), right.end(),
                            [&](const Parameter& other) { return other.name == parameter.name; });
            if (!is_in_right) pair(parameter.type, right[*right_star2].type);
        }
    }
    return all;
}

}  // namespace krait::types::constraint_parts
