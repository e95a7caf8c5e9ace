// expand_signatures.cpp
//
// Substitution in signatures: a ParamSpec is replaced by parameters, a *Ts by positional ones; and
// generic functions get fresh variables.

#include <algorithm>

#include "python/types/expand_impl.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

std::vector<Parameter> joined(std::initializer_list<ParameterList> lists) {
    std::vector<Parameter> all;
    for (ParameterList list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

std::span<const TypeVarLike* const> joined_variables(Context& cx,
                                                     std::span<const TypeVarLike* const> first,
                                                     std::span<const TypeVarLike* const> second) {
    if (first.empty()) return second;
    if (second.empty()) return first;
    std::vector<const TypeVarLike*> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    return cx.arena.copy(all);
}

const Instance* instance_bound(Context& cx, const ParamSpecType& type) {
    const auto* bound = as_proper<Instance>(cx, type.upper_bound);
    return bound != nullptr ? bound : object_type(cx);
}

}  // namespace

ParameterList Expander::expand_parameters(ParameterList parameters) {
    return map_parameters(cx, parameters, [this](TypePtr part) { return expand(part); });
}

TypePtr Expander::expand_param_spec(const ParamSpecType& type) {
    ParameterList own_prefix = expand_parameters(prefix_parameters(type));
    TypePtr replacement = env.find(type.id);
    if (replacement == nullptr) {
        if (own_prefix.data() == prefix_parameters(type).data()) return &type;
        return with_prefix(cx, type, make_parameters(cx, own_prefix));
    }
    if (const auto* spec = as<ParamSpecType>(replacement)) {
        std::vector<Parameter> prefix = joined({own_prefix, prefix_parameters(*spec)});
        return modified(cx, *spec, [&](ParamSpecType& copy) {
            copy.flavor = type.flavor;
            copy.prefix = prefix.empty() ? nullptr : make_parameters(cx, prefix);
        });
    }
    const auto* parameters = as<ParametersType>(replacement);
    if (parameters == nullptr) return replacement;  // Any, Never, object
    switch (type.flavor) {
        case ParamSpecFlavor::Bare: {
            auto prefix_variables = type.prefix == nullptr ? std::span<const TypeVarLike* const>{}
                                                           : type.prefix->variables;
            return make_parameters(cx, joined({own_prefix, parameters->parameters}),
                                   joined_variables(cx, prefix_variables, parameters->variables),
                                   parameters->imprecise_arg_kinds);
        }
        case ParamSpecFlavor::Args: {
            std::vector<TypePtr> required;
            for (const Parameter& parameter : prefix_parameters(type)) {
                required.push_back(parameter.type);
            }
            return possible_varargs(*parameters, std::move(required), *instance_bound(cx, type));
        }
        case ParamSpecFlavor::Kwargs:
            return possible_kwargs(*parameters, *instance_bound(cx, type));
    }
    return replacement;
}

/// What *args can be: a union of tuples, each with all required positionals and some of the others.
TypePtr Expander::possible_varargs(const ParametersType& replacement, std::vector<TypePtr> required,
                                   const Instance& tuple_type) {
    if (!replacement.variables.empty()) return &tuple_type;  // would leak them
    std::vector<TypePtr> optional;
    for (const Parameter& parameter : replacement.parameters) {
        if (parameter.kind == ArgKind::Pos && parameter.name == Name::Empty) {
            required.insert(required.end(), optional.begin(), optional.end());
            optional.clear();
            required.push_back(parameter.type);
        } else if (is_positional(parameter.kind)) {
            optional.push_back(parameter.type);
        } else if (parameter.kind == ArgKind::Star) {
            TypePtr rest = parameter.type;
            if (!is<UnpackType>(rest)) {
                rest = make_unpack(cx, make_instance(cx, tuple_type.type, {parameter.type}));
            }
            optional.push_back(rest);
            break;
        }
    }
    std::vector<TypePtr> tuples;
    tuples.push_back(make_tuple(cx, required, tuple_type));
    for (TypePtr item : optional) {
        required.push_back(item);
        tuples.push_back(make_tuple(cx, required, tuple_type));
    }
    return make_union(cx, tuples);
}

/// What **kwargs can be: a TypedDict of the named parameters, or dict[str, X] if there is only **X.
TypePtr Expander::possible_kwargs(const ParametersType& replacement, const Instance& dict_type) {
    if (!replacement.variables.empty()) return &dict_type;
    std::vector<TypedDictItem> items;
    TypePtr extra = nullptr;
    for (const Parameter& parameter : replacement.parameters) {
        if (parameter.kind == ArgKind::Star2) {
            extra = parameter.type;
        } else if (!is_star(parameter.kind) && parameter.name != Name::Empty) {
            items.push_back(
                {parameter.name, parameter.type, parameter.kind == ArgKind::Named, false});
        }
    }
    if (items.empty() && extra != nullptr && !dict_type.args.empty()) {
        return make_instance(cx, dict_type.type, {dict_type.args[0], extra});
    }
    return make_typed_dict(cx, items, dict_type, extra == nullptr);
}

const CallableType* Expander::callable_with_parameters(const CallableType& type,
                                                       const ParametersType& replacement) {
    ParameterList own = type.parameters.first(type.parameters.size() - 2);
    std::vector<Parameter> all = joined({expand_parameters(own), replacement.parameters});
    const CallableType* expanded = modified(cx, type, [&](CallableType& copy) {
        copy.parameters = cx.arena.copy(all);
        copy.ret_type = expand(type.ret_type);
        copy.type_guard = expand(type.type_guard);
        copy.type_is = expand(type.type_is);
        copy.imprecise_arg_kinds = type.imprecise_arg_kinds || replacement.imprecise_arg_kinds;
        copy.variables = joined_variables(cx, replacement.variables, type.variables);
    });
    return with_trivial_unpack_normalized(cx, *expanded);
}

const CallableType* Expander::callable_with_param_spec(const CallableType& type,
                                                       const ParamSpecType& replacement) {
    std::size_t own = type.parameters.size() - 2;
    ParameterList prefix = prefix_parameters(replacement);
    const ParamSpecType* clean = with_prefix(cx, replacement, nullptr);
    Parameter args = type.parameters[own];
    Parameter kwargs = type.parameters[own + 1];
    args.type = with_flavor(cx, *clean, ParamSpecFlavor::Args);
    kwargs.type = with_flavor(cx, *clean, ParamSpecFlavor::Kwargs);
    std::vector<Parameter> all = joined({expand_parameters(type.parameters.first(own)), prefix,
                                         ParameterList(&args, 1), ParameterList(&kwargs, 1)});
    return modified(cx, type, [&](CallableType& copy) {
        copy.parameters = cx.arena.copy(all);
        copy.ret_type = expand(type.ret_type);
        copy.from_concatenate = type.from_concatenate || !prefix.empty();
        copy.imprecise_arg_kinds =
            type.imprecise_arg_kinds ||
            (replacement.prefix != nullptr && replacement.prefix->imprecise_arg_kinds);
    });
}

/// *args: *Ts and its relatives; the result still has to be normalised.
const CallableType* Expander::callable_with_unpack(const CallableType& type, std::size_t star,
                                                   const UnpackType& unpack) {
    TypePtr inner = get_proper(cx, unpack.type);
    TypePtr rest = nullptr;
    if (const auto* tuple = as<TupleType>(inner)) {
        TypePtr expanded = expand(tuple);
        const auto* expanded_tuple = as<TupleType>(expanded);
        rest = make_unpack(cx, expanded_tuple == nullptr ? expanded
                                                         : make_tuple(cx, expanded_tuple->items,
                                                                      *tuple->partial_fallback));
    } else if (const auto* variable = as<TypeVarTupleType>(inner)) {
        const Instance* fallback = variable->tuple_fallback != nullptr
                                       ? variable->tuple_fallback
                                       : named_type(cx, known::builtins_tuple);
        const UnpackType* direct =
            unpack.type == inner ? &unpack : make_unpack(cx, inner, unpack.from_star_syntax);
        rest = make_unpack(cx, make_tuple(cx, expand_unpack(*direct), *fallback));
    } else if (is<Instance>(inner)) {
        rest = make_unpack(cx, expand(unpack.type));
    } else {
        rest = make_any(cx, AnySource::FromError);
    }
    std::vector<Parameter> all(type.parameters.begin(), type.parameters.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].type = i == star ? rest : expand(all[i].type);
    }
    return with_parameters(cx, type, all);
}

const CallableType* Expander::expand_callable(const CallableType& type) {
    std::size_t count = type.parameters.size();
    std::size_t star = count;
    for (std::size_t i = 0; i < count; ++i) {
        if (type.parameters[i].kind == ArgKind::Star) star = i;
    }
    if (star + 2 == count && type.parameters[star + 1].kind == ArgKind::Star2) {
        if (const auto* spec = as<ParamSpecType>(type.parameters[star].type)) {
            TypePtr replacement = env.find(spec->id);
            if (const auto* parameters = as<ParametersType>(replacement)) {
                return callable_with_parameters(type, *parameters);
            }
            if (const auto* other = as<ParamSpecType>(replacement)) {
                return callable_with_param_spec(type, *other);
            }
        }
    }
    const auto* unpack = star == count ? nullptr : as<UnpackType>(type.parameters[star].type);
    const CallableType* base = &type;
    if (unpack != nullptr) base = callable_with_unpack(type, star, *unpack);
    ParameterList parameters =
        unpack != nullptr ? base->parameters : expand_parameters(type.parameters);
    TypePtr ret_type = expand(type.ret_type);
    TypePtr type_guard = expand(type.type_guard);
    TypePtr type_is = expand(type.type_is);
    TypePtr instance_type = expand(type.instance_type);
    if (base == &type && parameters.data() == type.parameters.data() && ret_type == type.ret_type &&
        type_guard == type.type_guard && type_is == type.type_is &&
        instance_type == type.instance_type) {
        return &type;
    }
    const CallableType* expanded = modified(cx, *base, [&](CallableType& copy) {
        copy.parameters = parameters;
        copy.ret_type = ret_type;
        copy.type_guard = type_guard;
        copy.type_is = type_is;
        copy.instance_type = instance_type;
    });
    return unpack == nullptr ? expanded : with_normalized_var_args(cx, *expanded);
}

const TypeVarLike* new_unification_variable(Context& cx, const TypeVarLike& variable) {
    TypeVarId id{cx.next_meta_id++, 1, Name::Empty};
    auto renumber = [&](TypeVarLike& copy) { copy.id = id; };
    if (const auto* type_var = as<TypeVarType>(&variable)) return modified(cx, *type_var, renumber);
    if (const auto* spec = as<ParamSpecType>(&variable)) return modified(cx, *spec, renumber);
    return modified(cx, expect<TypeVarTupleType>(&variable), renumber);
}

const CallableType* freshen_callable(Context& cx, const CallableType& callee) {
    if (callee.variables.empty()) return &callee;
    std::vector<const TypeVarLike*> fresh;
    TypeEnv env;
    for (const TypeVarLike* variable : callee.variables) {
        const TypeVarLike* renamed = new_unification_variable(cx, *variable);
        env.bind(variable->id, renamed);
        if (has_default(cx, *renamed)) {
            // A default may mention earlier variables, or this one.
            TypePtr default_type = expand_type(cx, renamed->default_type, env);
            auto set_default = [&](TypeVarLike& copy) { copy.default_type = default_type; };
            if (const auto* type_var = as<TypeVarType>(renamed)) {
                renamed = modified(cx, *type_var, set_default);
            } else if (const auto* spec = as<ParamSpecType>(renamed)) {
                renamed = modified(cx, *spec, set_default);
            } else {
                renamed = modified(cx, expect<TypeVarTupleType>(renamed), set_default);
            }
            env.bind(variable->id, renamed);
        }
        fresh.push_back(renamed);
    }
    return with_variables(cx, *expand_callable(cx, callee, env), fresh);
}

TypePtr freshen_function_type_vars(Context& cx, TypePtr callee) {
    if (const auto* callable = as<CallableType>(callee)) return freshen_callable(cx, *callable);
    const auto* overloaded = as<OverloadedType>(callee);
    if (overloaded == nullptr) return callee;
    std::vector<const CallableType*> items;
    for (const CallableType* item : overloaded->items) items.push_back(freshen_callable(cx, *item));
    return make_overloaded(cx, items);
}

TypePtr freshen_all_functions_type_vars(Context& cx, TypePtr type) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    TypePtr inner = map_parts(
        cx, type, [&](TypePtr part) { return freshen_all_functions_type_vars(cx, part); });
    const auto* callable = as<CallableType>(inner);
    return callable == nullptr ? inner : freshen_callable(cx, *callable);
}

TypePtr freeze_all_type_vars(Context& cx, TypePtr type) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    TypePtr inner =
        map_parts(cx, type, [&](TypePtr part) { return freeze_all_type_vars(cx, part); });
    const auto* callable = as<CallableType>(inner);
    if (callable == nullptr || callable->variables.empty()) return inner;
    TypeEnv env;
    std::vector<const TypeVarLike*> frozen;
    auto freeze = [](TypeVarLike& copy) { copy.id.meta_level = 0; };
    for (const TypeVarLike* variable : callable->variables) {
        const TypeVarLike* copy = variable;
        if (const auto* type_var = as<TypeVarType>(variable)) {
            copy = modified(cx, *type_var, freeze);
        } else if (const auto* spec = as<ParamSpecType>(variable)) {
            copy = modified(cx, *spec, freeze);
        } else {
            copy = modified(cx, expect<TypeVarTupleType>(variable), freeze);
        }
        env.bind(variable->id, copy);
        frozen.push_back(copy);
    }
    return with_variables(cx, *expand_callable(cx, *callable, env), frozen);
}

}  // namespace krait::types
