// signature.cpp
//
// Formal arguments, and what a class object is.

#include "python/types/signature.h"

#include <algorithm>
#include <limits>

#include "python/types/known.h"
#include "python/types/meet.h"
#include "python/types/proper.h"
#include "python/types/same.h"

namespace krait::types {

namespace {

std::optional<FormalArgument> star_argument(ParameterList parameters, ArgKind kind) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].kind == kind) {
            return FormalArgument{Name::Empty, static_cast<std::int32_t>(i), parameters[i].type,
                                  false};
        }
    }
    return std::nullopt;
}

bool ends_positional(ArgKind kind) {
    return is_named(kind) || is_star(kind);
}

}  // namespace

bool is_equal(const FormalArgument& left, const FormalArgument& right) {
    return left.name == right.name && left.position == right.position &&
           left.required == right.required && is_equal(left.type, right.type);
}

std::optional<FormalArgument> var_arg(ParameterList parameters) {
    return star_argument(parameters, ArgKind::Star);
}

std::optional<FormalArgument> kw_arg(ParameterList parameters) {
    return star_argument(parameters, ArgKind::Star2);
}

FormalArgument formal_argument_at(ParameterList parameters, std::size_t index) {
    bool past_positional =
        std::any_of(parameters.begin(), parameters.begin() + static_cast<long>(index) + 1,
                    [](const Parameter& parameter) { return ends_positional(parameter.kind); });
    const Parameter& parameter = parameters[index];
    return {parameter.name, past_positional ? -1 : static_cast<std::int32_t>(index), parameter.type,
            is_required(parameter.kind)};
}

std::vector<FormalArgument> formal_arguments(ParameterList parameters, bool include_star_args) {
    std::vector<FormalArgument> formals;
    formals.reserve(parameters.size());
    bool past_positional = false;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Parameter& parameter = parameters[i];
        past_positional = past_positional || ends_positional(parameter.kind);
        if (!include_star_args && is_star(parameter.kind)) continue;
        formals.push_back({parameter.name, past_positional ? -1 : static_cast<std::int32_t>(i),
                           parameter.type, is_required(parameter.kind)});
    }
    return formals;
}

std::optional<FormalArgument> synthesize_from_kwarg(ParameterList parameters, Name name) {
    auto keywords = kw_arg(parameters);
    if (!keywords) return std::nullopt;
    return FormalArgument{name, -1, keywords->type, false};
}

std::optional<FormalArgument> synthesize_from_vararg(ParameterList parameters,
                                                     std::int32_t position) {
    auto rest = var_arg(parameters);
    if (!rest) return std::nullopt;
    return FormalArgument{Name::Empty, position, rest->type, false};
}

std::optional<FormalArgument> argument_by_name(ParameterList parameters, Name name) {
    if (name == Name::Empty) return std::nullopt;
    bool past_positional = false;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Parameter& parameter = parameters[i];
        past_positional = past_positional || ends_positional(parameter.kind);
        if (is_star(parameter.kind) || parameter.name != name) continue;
        return FormalArgument{name, past_positional ? -1 : static_cast<std::int32_t>(i),
                              parameter.type, is_required(parameter.kind)};
    }
    return synthesize_from_kwarg(parameters, name);
}

std::optional<FormalArgument> argument_by_position(ParameterList parameters,
                                                   std::int32_t position) {
    if (position < 0) return std::nullopt;
    auto index = static_cast<std::size_t>(position);
    if (index >= parameters.size() || !is_positional(parameters[index].kind)) {
        return synthesize_from_vararg(parameters, position);
    }
    const Parameter& parameter = parameters[index];
    return FormalArgument{parameter.name, position, parameter.type, parameter.kind == ArgKind::Pos};
}

std::size_t max_possible_positional_args(ParameterList parameters) {
    std::size_t count = 0;
    for (const Parameter& parameter : parameters) {
        if (is_star(parameter.kind)) return std::numeric_limits<std::size_t>::max();
        count += is_positional(parameter.kind);
    }
    return count;
}

bool has_kind(ParameterList parameters, ArgKind kind) {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const Parameter& parameter) { return parameter.kind == kind; });
}

std::optional<FormalArgument> callable_corresponding_argument(Context& cx, ParameterList parameters,
                                                              const FormalArgument& model) {
    auto by_name = argument_by_name(parameters, model.name);
    auto by_position = argument_by_position(parameters, model.position);
    if (!by_name) return by_position;
    if (!by_position || is_equal(*by_name, *by_position)) return by_name;
    // (*args, **kwargs) and the like: an optional positional-only and an optional keyword-only
    // argument together are one that can be passed either way.
    bool mergeable = !by_name->required && !by_position->required && !by_position->by_name() &&
                     !by_name->by_position() && !is<UnpackType>(by_name->type) &&
                     !is<UnpackType>(by_position->type);
    if (!mergeable) return by_name;
    TypePtr type = is_equal(by_name->type, by_position->type)
                       ? by_name->type
                       : meet_types(cx, by_name->type, by_position->type);
    return FormalArgument{by_name->name, by_position->position, type, false};
}

const Instance* function_fallback(TypePtr function) {
    FunctionItems items(function);
    return items.empty() ? nullptr : items[0].fallback;
}

bool is_type_obj(Context& cx, const CallableType& type) {
    return is_metaclass(cx, class_info(cx, *type.fallback)) &&
           !is<UninhabitedType>(get_proper(cx, type.ret_type));
}

bool is_type_obj(Context& cx, TypePtr type) {
    // The items of an overload are all constructors of one class, or none is.
    FunctionItems items(type);
    return !items.empty() && is_type_obj(cx, items[0]);
}

TypePtr get_instance_type(Context& cx, const CallableType& type, bool force_fallback) {
    TypePtr made = type.instance_type != nullptr ? type.instance_type : type.ret_type;
    made = get_proper(cx, made);
    if (!force_fallback) return made;
    if (const auto* variable = as<TypeVarType>(made)) made = get_proper(cx, variable->upper_bound);
    if (const auto* tuple = as<TupleType>(made)) return tuple->partial_fallback;
    if (const auto* dict = as<TypedDictType>(made)) return dict->fallback;
    if (const auto* literal = as<LiteralType>(made)) return literal->fallback;
    return made;
}

const ClassInfo* type_object(Context& cx, TypePtr type) {
    FunctionItems items(type);
    if (items.empty()) return nullptr;
    const auto* made = as<Instance>(get_instance_type(cx, items[0], true));
    return made == nullptr ? nullptr : &class_info(cx, *made);
}

}  // namespace krait::types
