// factory_copies.cpp
//
// The copies with one change that are made all over the engine. Anything rarer is a `modified`.

#include <algorithm>

#include "python/types/factory.h"

namespace krait::types {

const Instance* with_args(Context& cx, const Instance& type, TypeList args) {
    return modified(cx, type, [&](Instance& copy) { copy.args = cx.arena.copy(args); });
}

const Instance* with_last_known_value(Context& cx, const Instance& type, const LiteralType* value) {
    if (type.last_known_value == value) return &type;
    return modified(cx, type, [&](Instance& copy) { copy.last_known_value = value; });
}

const Instance* with_extra_attribute(Context& cx, const Instance& type, Name name,
                                     TypePtr attribute) {
    std::vector<ExtraAttribute> attributes;
    if (type.extra != nullptr) {
        attributes.assign(type.extra->attributes.begin(), type.extra->attributes.end());
    }
    auto found = std::find_if(attributes.begin(), attributes.end(),
                              [&](const ExtraAttribute& known) { return known.name == name; });
    if (found != attributes.end()) {
        found->type = attribute;
    } else {
        attributes.push_back({name, attribute});
    }
    auto* extra = type.extra == nullptr ? cx.arena.make<ExtraAttributes>()
                                        : cx.arena.make<ExtraAttributes>(*type.extra);
    extra->attributes = cx.arena.copy(attributes);
    return modified(cx, type, [&](Instance& copy) { copy.extra = extra; });
}

const TupleType* with_items(Context& cx, const TupleType& type, TypeList items) {
    return modified(cx, type, [&](TupleType& copy) {
        copy.items = cx.arena.copy(items);
        copy.implicit = false;
    });
}

const TupleType* with_fallback(Context& cx, const TupleType& type, const Instance& fallback) {
    return modified(cx, type, [&](TupleType& copy) {
        copy.partial_fallback = &fallback;
        copy.implicit = false;
    });
}

const CallableType* with_fallback(Context& cx, const CallableType& type, const Instance& fallback) {
    return modified(cx, type, [&](CallableType& copy) { copy.fallback = &fallback; });
}

const CallableType* with_ret_type(Context& cx, const CallableType& type, TypePtr ret_type) {
    return modified(cx, type, [&](CallableType& copy) { copy.ret_type = ret_type; });
}

const CallableType* with_parameters(Context& cx, const CallableType& type,
                                    ParameterList parameters) {
    return modified(cx, type,
                    [&](CallableType& copy) { copy.parameters = cx.arena.copy(parameters); });
}

const CallableType* with_variables(Context& cx, const CallableType& type,
                                   std::span<const TypeVarLike* const> variables) {
    return modified(cx, type,
                    [&](CallableType& copy) { copy.variables = cx.arena.copy(variables); });
}

const CallableType* with_name(Context& cx, const CallableType& type, Name name) {
    return modified(cx, type, [&](CallableType& copy) { copy.name = name; });
}

const TypeVarType* with_upper_bound(Context& cx, const TypeVarType& type, TypePtr upper_bound) {
    return modified(cx, type, [&](TypeVarType& copy) { copy.upper_bound = upper_bound; });
}

const ParamSpecType* with_flavor(Context& cx, const ParamSpecType& type, ParamSpecFlavor flavor) {
    return modified(cx, type, [&](ParamSpecType& copy) { copy.flavor = flavor; });
}

const ParamSpecType* with_prefix(Context& cx, const ParamSpecType& type,
                                 const ParametersType* prefix) {
    return modified(cx, type, [&](ParamSpecType& copy) { copy.prefix = prefix; });
}

}  // namespace krait::types
