// typeops_literals.cpp
//
// Literals, and enums and bool as the sums of theirs.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"

namespace krait::types {

bool is_enum_literal(Context& cx, const LiteralType& type) {
    return class_info(cx, *type.fallback).is_enum;
}

bool is_literal_type_like(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    DepthGuard guard(cx);
    if (type == nullptr || guard.exceeded()) return false;
    auto some_item = [&](TypeList items) {
        return std::any_of(items.begin(), items.end(),
                           [&](TypePtr item) { return is_literal_type_like(cx, item); });
    };
    if (const auto* whole = as<UnionType>(type)) return some_item(whole->items);
    if (const auto* variable = as<TypeVarType>(type)) {
        return is_literal_type_like(cx, variable->upper_bound) || some_item(variable->values);
    }
    return is<LiteralType>(type);
}

bool is_singleton_identity_type(Context& cx, TypePtr type) {
    if (is<NoneType>(type)) return true;
    if (const auto* instance = as<Instance>(type)) {
        const ClassInfo& info = class_info(cx, *instance);
        if (info.is_enum && enum_members(cx, info).size() == 1) return true;
        Name name = info.fullname;
        return name == known::builtins_ellipsis || name == known::types_ellipsis ||
               name == known::builtins_not_implemented || name == known::types_not_implemented ||
               known::is_sentinel_class(name);
    }
    if (const auto* literal = as<LiteralType>(type)) {
        const LiteralKind kind = literal->value.kind;
        return kind == LiteralKind::Bool || kind == LiteralKind::Sentinel ||
               is_enum_literal(cx, *literal);
    }
    if (const auto* class_object = as<TypeType>(type)) {
        const auto* instance = as<Instance>(class_object->item);
        return instance != nullptr && class_info(cx, *instance).is_final;
    }
    if (!is_type_obj(cx, type)) return false;
    const ClassInfo* info = type_object(cx, type);
    return info != nullptr && info->is_final;
}

bool is_singleton_equality_type(Context& cx, TypePtr type) {
    return is<LiteralType>(type) || is_singleton_identity_type(cx, type);
}

const Instance* simple_literal_type(TypePtr type) {
    if (const auto* instance = as<Instance>(type)) type = instance->last_known_value;
    const auto* literal = as<LiteralType>(type);
    return literal == nullptr ? nullptr : literal->fallback;
}

bool is_simple_literal(Context& cx, TypePtr type) {
    if (const auto* literal = as<LiteralType>(type)) {
        const ClassInfo& info = class_info(cx, *literal->fallback);
        return info.is_enum || info.fullname == known::builtins_str;
    }
    const auto* instance = as<Instance>(type);
    if (instance == nullptr || instance->last_known_value == nullptr) return false;
    // Names of enum members, strings and bytes are texts alike.
    LiteralKind kind = instance->last_known_value->value.kind;
    return kind == LiteralKind::Str || kind == LiteralKind::Bytes || kind == LiteralKind::Enum;
}

namespace {

std::optional<std::vector<Name>> literals_of(Context& cx, TypePtr type, LiteralKind kind,
                                             Name class_name) {
    type = get_proper(cx, type);
    std::vector<TypePtr> candidates;
    if (const auto* instance = as<Instance>(type); instance && instance->last_known_value) {
        candidates.push_back(instance->last_known_value);
    } else if (const auto* whole = as<UnionType>(type)) {
        candidates.assign(whole->items.begin(), whole->items.end());
    } else {
        candidates.push_back(type);
    }
    std::vector<Name> texts;
    for (TypePtr candidate : candidates) {
        const auto* literal = as_proper<LiteralType>(cx, candidate);
        if (literal == nullptr || literal->value.kind != kind ||
            full_name(cx, *literal->fallback) != class_name) {
            return std::nullopt;
        }
        texts.push_back(literal->value.text);
    }
    return texts;
}

TypePtr expand_sum_instance(Context& cx, const Instance& type, Name target_fullname) {
    const ClassInfo& info = class_info(cx, type);
    if (target_fullname != Name::Empty && info.fullname != target_fullname) return &type;
    if (info.fullname == known::builtins_bool) {
        return make_union(cx, {make_literal(cx, {LiteralKind::Bool, known::True}, type),
                               make_literal(cx, {LiteralKind::Bool, known::False}, type)});
    }
    if (!info.is_enum) return &type;
    std::vector<TypePtr> items;
    for (Name member : enum_members(cx, info)) {
        items.push_back(make_literal(cx, {LiteralKind::Enum, member}, type));
    }
    return items.empty() ? &type : make_union(cx, items);
}

/// The literals of one enum, or of bool, that a union has, and those it lacks.
struct SumParts {
    Name class_name;
    std::vector<Name> missing;
    std::vector<std::size_t> places{};
};

SumParts& parts_for(Context& cx, std::vector<SumParts>& sums, const ClassInfo& info) {
    for (SumParts& parts : sums) {
        if (parts.class_name == info.fullname) return parts;
    }
    std::vector<Name> all{known::True, known::False};
    if (info.is_enum) all = enum_members(cx, info);
    return sums.emplace_back(SumParts{info.fullname, std::move(all)});
}

}  // namespace

std::optional<std::vector<Name>> try_getting_str_literals(Context& cx, TypePtr type) {
    return literals_of(cx, type, LiteralKind::Str, known::builtins_str);
}

std::optional<std::vector<Name>> try_getting_int_literals(Context& cx, TypePtr type) {
    return literals_of(cx, type, LiteralKind::Int, known::builtins_int);
}

TypePtr try_expanding_sum_type_to_union(Context& cx, TypePtr type, Name target_fullname) {
    type = get_proper(cx, type);
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (const auto* instance = as<Instance>(type)) {
        return expand_sum_instance(cx, *instance, target_fullname);
    }
    const auto* whole = as<UnionType>(type);
    if (whole == nullptr) return type;
    std::vector<TypePtr> items;
    for (TypePtr item : remove_dups(flatten_nested_unions(cx, relevant_items(cx, *whole)))) {
        items.push_back(try_expanding_sum_type_to_union(cx, item, target_fullname));
    }
    return make_union(cx, items);
}

std::vector<TypePtr> try_contracting_literals_in_union(Context& cx, TypeList types) {
    std::vector<TypePtr> contracted;
    contracted.reserve(types.size());
    for (TypePtr type : types) contracted.push_back(get_proper(cx, type));
    std::vector<SumParts> sums;
    for (std::size_t i = 0; i < contracted.size(); ++i) {
        const auto* literal = as<LiteralType>(contracted[i]);
        if (literal == nullptr) continue;
        const ClassInfo& info = class_info(cx, *literal->fallback);
        if (!info.is_enum && literal->value.kind != LiteralKind::Bool) continue;
        SumParts& parts = parts_for(cx, sums, info);
        std::erase(parts.missing, literal->value.text);
        parts.places.push_back(i);
        if (!parts.missing.empty()) continue;
        contracted[parts.places[0]] = literal->fallback;
        for (std::size_t j = 1; j < parts.places.size(); ++j) {
            contracted[parts.places[j]] = nullptr;  // swept below
        }
    }
    std::erase(contracted, nullptr);
    return contracted;
}

TypePtr coerce_to_literal(Context& cx, TypePtr type) {
    TypePtr proper = get_proper(cx, type);
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (const auto* whole = as<UnionType>(proper)) {
        std::vector<TypePtr> items;
        for (TypePtr item : whole->items) items.push_back(coerce_to_literal(cx, item));
        return make_union(cx, items);
    }
    const auto* instance = as<Instance>(proper);
    if (instance == nullptr) return type;
    if (instance->last_known_value != nullptr) return instance->last_known_value;
    const ClassInfo& info = class_info(cx, *instance);
    if (!info.is_enum) return type;
    std::vector<Name> members = enum_members(cx, info);
    if (members.size() != 1) return type;
    return make_literal(cx, {LiteralKind::Enum, members[0]}, *instance);
}

SeparatedLiterals separate_union_literals(Context& cx, const UnionType& type) {
    SeparatedLiterals separated;
    for (TypePtr item : type.items) {
        if (const auto* literal = as_proper<LiteralType>(cx, item)) {
            separated.literals.push_back(literal);
        } else {
            separated.others.push_back(item);
        }
    }
    return separated;
}

}  // namespace krait::types
