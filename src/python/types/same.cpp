// same.cpp
//
// Structural equality and hashing, kind by kind as mypy's __eq__ has them: a callable's type
// variables and a tuple's being implicit, for example, don't count.

#include "python/types/same.h"

#include <algorithm>

#include "python/types/factory.h"

namespace krait::types {

namespace {

bool is_equal_parameters(ParameterList left, ParameterList right) {
    if (left.data() == right.data() && left.size() == right.size()) return true;
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Parameter& a, const Parameter& b) {
                          return a.kind == b.kind && a.name == b.name && is_equal(a.type, b.type);
                      });
}

bool contains(TypeList items, TypePtr wanted) {
    return std::any_of(items.begin(), items.end(),
                       [&](TypePtr item) { return is_equal(item, wanted); });
}

/// Unions are sets: order and repetitions don't matter.
bool is_equal_set(TypeList left, TypeList right) {
    if (left.size() == right.size() && is_equal(left, right)) return true;
    auto all_in = [](TypeList items, TypeList others) {
        return std::all_of(items.begin(), items.end(),
                           [&](TypePtr item) { return contains(others, item); });
    };
    return all_in(left, right) && all_in(right, left);
}

bool is_equal_typed_dict(const TypedDictType& left, const TypedDictType& right) {
    if (left.items.size() != right.items.size() || left.is_closed != right.is_closed) return false;
    for (const TypedDictItem& item : left.items) {
        auto found = std::find_if(right.items.begin(), right.items.end(),
                                  [&](const TypedDictItem& o) { return o.name == item.name; });
        if (found == right.items.end() || found->required != item.required ||
            found->readonly != item.readonly || !is_equal(found->type, item.type)) {
            return false;
        }
    }
    return is_equal(left.fallback, right.fallback);
}

bool is_equal_param_spec(const ParamSpecType& left, const ParamSpecType& right) {
    return left.id == right.id && left.flavor == right.flavor &&
           is_equal_parameters(prefix_parameters(left), prefix_parameters(right)) &&
           is_equal(left.default_type, right.default_type);
}

bool is_equal_callable(const CallableType& left, const CallableType& right) {
    return left.name == right.name && left.is_ellipsis_args == right.is_ellipsis_args &&
           is_equal(left.ret_type, right.ret_type) &&
           is_equal_parameters(left.parameters, right.parameters) &&
           is_equal(left.type_guard, right.type_guard) && is_equal(left.type_is, right.type_is) &&
           is_equal(left.fallback, right.fallback);
}

bool is_equal_instance(const Instance& left, const Instance& right) {
    return left.type == right.type && is_equal(left.args, right.args) &&
           is_equal(left.last_known_value, right.last_known_value) &&
           is_equal(left.extra, right.extra);
}

template <class T>
const T& cast(TypePtr type) {
    return static_cast<const T&>(*type);
}

bool is_equal_variable(TypePtr left, TypePtr right) {
    if (is<ParamSpecType>(left)) {
        return is_equal_param_spec(cast<ParamSpecType>(left), cast<ParamSpecType>(right));
    }
    if (const auto* a = as<TypeVarTupleType>(left)) {
        const auto& b = cast<TypeVarTupleType>(right);
        return a->id == b.id && a->min_len == b.min_len &&
               is_equal(a->default_type, b.default_type);
    }
    const auto& a = cast<TypeVarType>(left);
    const auto& b = cast<TypeVarType>(right);
    return a.id == b.id && is_equal(a.upper_bound, b.upper_bound) && is_equal(a.values, b.values) &&
           is_equal(a.default_type, b.default_type);
}

bool is_equal_kind(TypePtr left, TypePtr right) {
    switch (left->kind) {
        case TypeKind::Any:
        case TypeKind::None:
            return true;
        case TypeKind::Uninhabited:
            return cast<UninhabitedType>(left).ambiguous == cast<UninhabitedType>(right).ambiguous;
        case TypeKind::Deleted:
        case TypeKind::Erased:
        case TypeKind::Partial:
            return false;  // only the same object is equal
        case TypeKind::Placeholder: {
            const auto& a = cast<PlaceholderType>(left);
            const auto& b = cast<PlaceholderType>(right);
            return a.fullname == b.fullname && is_equal(a.args, b.args);
        }
        case TypeKind::Instance:
            return is_equal_instance(cast<Instance>(left), cast<Instance>(right));
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
            return is_equal_variable(left, right);
        case TypeKind::Unpack:
            return is_equal(cast<UnpackType>(left).type, cast<UnpackType>(right).type);
        case TypeKind::Parameters: {
            const auto& a = cast<ParametersType>(left);
            const auto& b = cast<ParametersType>(right);
            return a.is_ellipsis_args == b.is_ellipsis_args &&
                   is_equal_parameters(a.parameters, b.parameters);
        }
        case TypeKind::Callable:
            return is_equal_callable(cast<CallableType>(left), cast<CallableType>(right));
        case TypeKind::Overloaded: {
            const auto& a = cast<OverloadedType>(left).items;
            const auto& b = cast<OverloadedType>(right).items;
            return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                              [](const CallableType* x, const CallableType* y) {
                                  return is_equal(static_cast<TypePtr>(x), y);
                              });
        }
        case TypeKind::Tuple: {
            const auto& a = cast<TupleType>(left);
            const auto& b = cast<TupleType>(right);
            return is_equal(a.items, b.items) && is_equal(a.partial_fallback, b.partial_fallback);
        }
        case TypeKind::TypedDict:
            return is_equal_typed_dict(cast<TypedDictType>(left), cast<TypedDictType>(right));
        case TypeKind::Literal: {
            const auto& a = cast<LiteralType>(left);
            const auto& b = cast<LiteralType>(right);
            return a.value == b.value && is_equal(a.fallback, b.fallback);
        }
        case TypeKind::Union:
            return is_equal_set(cast<UnionType>(left).items, cast<UnionType>(right).items);
        case TypeKind::TypeType: {
            const auto& a = cast<TypeType>(left);
            const auto& b = cast<TypeType>(right);
            return a.is_type_form == b.is_type_form && is_equal(a.item, b.item);
        }
        case TypeKind::Alias: {
            const auto& a = cast<AliasType>(left);
            const auto& b = cast<AliasType>(right);
            return a.alias == b.alias && is_equal(a.args, b.args);
        }
    }
    return false;
}

std::size_t mixed(std::size_t seed, std::size_t value) {
    return (seed ^ value) * 0x9E37'79B9'7F4A'7C15ull + (seed >> 29);
}

std::size_t hash_list(std::size_t seed, TypeList types) {
    for (TypePtr type : types) seed = mixed(seed, hash_of(type));
    return seed;
}

std::size_t hash_parameters(std::size_t seed, ParameterList parameters) {
    for (const Parameter& parameter : parameters) {
        seed = mixed(seed, hash_of(parameter.type));
        seed = mixed(seed, static_cast<std::size_t>(parameter.name) << 3 |
                               static_cast<std::size_t>(parameter.kind));
    }
    return seed;
}

std::size_t hash_variable(std::size_t seed, const TypeVarId& id) {
    seed = mixed(seed, static_cast<std::size_t>(id.raw));
    return mixed(seed, static_cast<std::size_t>(id.space) << 1 | (id.meta_level != 0 ? 1 : 0));
}

}  // namespace

bool is_equal(TypePtr left, TypePtr right) {
    if (left == right) return true;
    if (left == nullptr || right == nullptr || left->kind != right->kind) return false;
    return is_equal_kind(left, right);
}

bool is_equal(TypeList left, TypeList right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (!is_equal(left[i], right[i])) return false;
    }
    return true;
}

bool is_equal(const ExtraAttributes* left, const ExtraAttributes* right) {
    if (left == right) return true;
    if (left == nullptr || right == nullptr) return false;
    if (left->attributes.size() != right->attributes.size()) return false;
    for (const ExtraAttribute& attribute : left->attributes) {
        auto found =
            std::find_if(right->attributes.begin(), right->attributes.end(),
                         [&](const ExtraAttribute& o) { return o.name == attribute.name; });
        if (found == right->attributes.end() || !is_equal(found->type, attribute.type)) {
            return false;
        }
    }
    return std::is_permutation(left->immutable.begin(), left->immutable.end(),
                               right->immutable.begin(), right->immutable.end());
}

std::size_t hash_of(TypePtr type) {
    if (type == nullptr) return 0;
    std::size_t seed = mixed(0x51ED, static_cast<std::size_t>(type->kind));
    switch (type->kind) {
        case TypeKind::Deleted:
        case TypeKind::Erased:
        case TypeKind::Partial:
            return mixed(seed, reinterpret_cast<std::uintptr_t>(type));
        case TypeKind::Instance: {
            const auto& instance = cast<Instance>(type);
            seed = mixed(seed, std::hash<DefId>{}(instance.type));
            if (instance.last_known_value != nullptr) {
                seed = mixed(seed, static_cast<std::size_t>(instance.last_known_value->value.text));
            }
            return hash_list(seed, instance.args);
        }
        case TypeKind::TypeVar:
        case TypeKind::ParamSpec:
        case TypeKind::TypeVarTuple:
            return hash_variable(seed, as_type_var_like(type)->id);
        case TypeKind::Unpack:
            return mixed(seed, hash_of(cast<UnpackType>(type).type));
        case TypeKind::Parameters:
            return hash_parameters(seed, cast<ParametersType>(type).parameters);
        case TypeKind::Callable: {
            const auto& callable = cast<CallableType>(type);
            seed = mixed(seed, static_cast<std::size_t>(callable.name));
            return hash_parameters(mixed(seed, hash_of(callable.ret_type)), callable.parameters);
        }
        case TypeKind::Overloaded:
            for (const CallableType* item : cast<OverloadedType>(type).items) {
                seed = mixed(seed, hash_of(item));
            }
            return seed;
        case TypeKind::Tuple:
            return hash_list(seed, cast<TupleType>(type).items);
        case TypeKind::TypedDict:
            return mixed(seed, cast<TypedDictType>(type).items.size());
        case TypeKind::Literal: {
            const LiteralValue& value = cast<LiteralType>(type).value;
            return mixed(seed, static_cast<std::size_t>(value.text) << 3 |
                                   static_cast<std::size_t>(value.kind));
        }
        case TypeKind::Union:
            return seed;  // a set with repetitions: anything finer would have to look at pairs
        case TypeKind::TypeType:
            return mixed(seed, hash_of(cast<TypeType>(type).item));
        case TypeKind::Alias:
            return hash_list(mixed(seed, std::hash<DefId>{}(cast<AliasType>(type).alias)),
                             cast<AliasType>(type).args);
        case TypeKind::Placeholder:
            return mixed(seed, static_cast<std::size_t>(cast<PlaceholderType>(type).fullname));
        case TypeKind::Any:
        case TypeKind::None:
        case TypeKind::Uninhabited:
            return seed;
    }
    return seed;
}

}  // namespace krait::types
