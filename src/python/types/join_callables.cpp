// join_callables.cpp
//
// Signatures of the same shape are joined parameter by parameter (which are met, being what callers
// must satisfy) and by result. Signatures of different shapes have only their fallbacks in common,
// unless one is a subtype of the other.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/join.h"
#include "python/types/join_parts.h"
#include "python/types/known.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"

namespace krait::types {

namespace {

std::size_t required_positional(ParameterList parameters) {
    return static_cast<std::size_t>(
        std::count_if(parameters.begin(), parameters.end(),
                      [](const Parameter& parameter) { return parameter.kind == ArgKind::Pos; }));
}

bool have_similar_shape(ParameterList t, ParameterList s) {
    return t.size() == s.size() && required_positional(t) == required_positional(s) &&
           has_kind(t, ArgKind::Star) == has_kind(s, ArgKind::Star);
}

/// A name that both allow: the same one, or one that a keyword-only parameter forces.
Name combined_name(const Parameter& t, const Parameter& s) {
    const bool is_kept = t.name == s.name || is_named(t.kind) || is_named(s.kind);
    return is_kept ? t.name : Name::Empty;
}

/// t's parameters with types combined with s's.
template <class Combine>
std::vector<Parameter> combined_parameters(ParameterList t, ParameterList s, Combine combine) {
    std::vector<Parameter> parameters(t.begin(), t.end());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].type = combine(t[i].type, s[i].type);
        parameters[i].name = combined_name(t[i], s[i]);
    }
    return parameters;
}

/// t and s, of one shape, as one: `combine` says what becomes of the types of parameters.
template <class Combine>
const CallableType* combined(Context& cx, const CallableType& first, const CallableType& second,
                             Combine combine) {
    const auto [t, s] = match_generic_callables(cx, first, second);
    const ParameterList parameters =
        cx.arena.copy(combined_parameters(t->parameters, s->parameters, combine));
    const TypePtr result = join_types(cx, t->ret_type, s->ret_type);
    TypePtr instance_type = nullptr;
    if (t->instance_type != nullptr && s->instance_type != nullptr) {
        instance_type = join_types(cx, t->instance_type, s->instance_type);
    }
    // `function` as a fallback wins: the other one is a metaclass.
    const bool is_function = full_name(cx, *t->fallback) == known::builtins_function;
    return modified(cx, *t, [&](CallableType& copy) {
        copy.parameters = parameters;
        copy.ret_type = result;
        copy.instance_type = instance_type;
        copy.fallback = is_function ? t->fallback : s->fallback;
        copy.name = Name::Empty;
    });
}

const CallableType* join_similar_callables(Context& cx, const CallableType& t,
                                           const CallableType& s) {
    return combined(cx, t, s,
                    [&](TypePtr left, TypePtr right) { return safe_meet(cx, left, right); });
}

bool is_abstract_class(Context& cx, const CallableType& type) {
    if (!is_type_obj(cx, type)) return false;
    const ClassInfo* info = type_object(cx, &type);
    return info != nullptr && info->is_abstract;
}

TypePtr join_two_callables(Context& cx, const CallableType& s, const CallableType& t) {
    if (is_similar_callables(t, s)) {
        if (is_equivalent(cx, &t, &s)) return combine_similar_callables(cx, t, s);
        const CallableType* joined = join_similar_callables(cx, t, s);
        for (const Parameter& parameter : joined->parameters) {
            const TypePtr type = get_proper(cx, parameter.type);
            if (is<NoneType>(type) || is<UninhabitedType>(type)) {
                return join_types(cx, t.fallback, &s);  // nobody could call the join
            }
        }
        if (is_abstract_class(cx, t) || is_abstract_class(cx, s)) return joined;
        // A list of concrete classes may be used as what their common abstract base makes.
        return modified(cx, *joined, [](CallableType& copy) { copy.from_type_type = true; });
    }
    const CallableType* narrow = &s;
    const CallableType* wide = &t;
    if (has_kind(wide->parameters, ArgKind::Star)) std::swap(narrow, wide);
    if (is_subtype(cx, narrow, wide)) return wide;
    if (is_subtype(cx, wide, narrow)) return narrow;
    return join_types(cx, t.fallback, &s);
}

const CallableType* with_ids(Context& cx, const CallableType& type,
                             std::span<const TypeVarId> ids) {
    TypeEnv env;
    std::vector<const TypeVarLike*> variables;
    for (std::size_t i = 0; i < type.variables.size(); ++i) {
        const auto renamed = [&](const auto& variable) -> const TypeVarLike* {
            return modified(cx, variable, [&](auto& copy) { copy.id = ids[i]; });
        };
        const TypeVarLike* old = type.variables[i];
        const TypeVarLike* renewed = old;
        if (const auto* plain = as<TypeVarType>(old)) renewed = renamed(*plain);
        if (const auto* spec = as<ParamSpecType>(old)) renewed = renamed(*spec);
        if (const auto* variadic = as<TypeVarTupleType>(old)) renewed = renamed(*variadic);
        env.bind(old->id, renewed);
        variables.push_back(renewed);
    }
    return with_variables(cx, *expand_callable(cx, type, env), variables);
}

}  // namespace

bool is_similar_callables(const CallableType& t, const CallableType& s) {
    return have_similar_shape(t.parameters, s.parameters);
}

std::pair<const CallableType*, const CallableType*> match_generic_callables(Context& cx,
                                                                            const CallableType& t,
                                                                            const CallableType& s) {
    // Unification would be more principled, but it may recurse (join, unify, solve, join) and it
    // widens types, which is wrong for meets. So variables are matched by their position.
    if (t.variables.empty() || s.variables.empty()) return {&t, &s};
    std::vector<TypeVarId> ids(std::max(t.variables.size(), s.variables.size()));
    for (TypeVarId& id : ids) id.raw = cx.next_meta_id++;
    return {with_ids(cx, t, ids), with_ids(cx, s, ids)};
}

const CallableType* combine_similar_callables(Context& cx, const CallableType& t,
                                              const CallableType& s) {
    return combined(cx, t, s,
                    [&](TypePtr left, TypePtr right) { return safe_join(cx, left, right); });
}

TypePtr join_parts::join_callable(Context& cx, TypePtr s, const CallableType& t) {
    if (const auto* other = as<CallableType>(s)) return join_two_callables(cx, *other, t);
    if (is<OverloadedType>(s)) return join_types(cx, &t, s);
    if (const auto* instance = as<Instance>(s)) {
        if (class_info(cx, *instance).is_protocol) {
            if (const TypePtr call = unpack_callback_protocol(cx, *instance)) {
                return join_types(cx, &t, call);
            }
        }
    }
    return join_types(cx, t.fallback, s);
}

TypePtr join_parts::join_overloaded(Context& cx, TypePtr s, const OverloadedType& t) {
    // What both have: items that are equivalent to, or narrower than, one of the other's.
    if (const FunctionItems others(s); !others.empty()) {
        std::vector<const CallableType*> common;
        for (const CallableType* t_item : t.items) {
            for (const CallableType* s_item : others) {
                if (!is_similar_callables(*t_item, *s_item)) continue;
                if (is_equivalent(cx, t_item, s_item)) {
                    common.push_back(combine_similar_callables(cx, *t_item, *s_item));
                } else if (is_subtype(cx, t_item, s_item)) {
                    common.push_back(s_item);
                }
            }
        }
        if (!common.empty()) return make_overloaded_or_single(cx, common);
        return join_types(cx, function_fallback(&t), function_fallback(s));
    }
    if (const auto* instance = as<Instance>(s)) {
        if (class_info(cx, *instance).is_protocol) {
            if (const TypePtr call = unpack_callback_protocol(cx, *instance)) {
                return join_types(cx, &t, call);
            }
        }
    }
    return join_types(cx, function_fallback(&t), s);
}

const ParametersType* join_parts::join_parameters(Context& cx, const ParametersType& s,
                                                  const ParametersType& t) {
    if (!have_similar_shape(t.parameters, s.parameters)) return nullptr;
    std::vector<Parameter> parameters(t.parameters.begin(), t.parameters.end());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].type = meet_types(cx, s.parameters[i].type, t.parameters[i].type);
        parameters[i].name = combined_name(s.parameters[i], t.parameters[i]);
    }
    return modified(cx, t,
                    [&](ParametersType& copy) { copy.parameters = cx.arena.copy(parameters); });
}

}  // namespace krait::types
