// variadic.cpp
//
// Splitting lists of types around an unpacked part.

#include "python/types/variadic.h"

#include <algorithm>

#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"

namespace krait::types {

namespace {

/// X of *tuple[X, ...], or null for another Unpack.
TypePtr homogeneous_item(Context& cx, TypePtr type) {
    const auto* unpack = as<UnpackType>(type);
    if (unpack == nullptr) return nullptr;
    const auto* instance = as_proper<Instance>(cx, unpack->type);
    if (instance == nullptr || instance->args.empty()) return nullptr;
    return full_name(cx, *instance) == known::builtins_tuple ? instance->args[0] : nullptr;
}

}  // namespace

std::optional<std::size_t> find_unpack_in_list(TypeList items) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (is<UnpackType>(items[i])) found = i;
    }
    return found;
}

SplitTypes split_with_prefix_and_suffix(Context& cx, TypeList types, std::size_t prefix,
                                        std::size_t suffix) {
    if (auto index = find_unpack_in_list(types);
        index && (*index < prefix || types.size() - *index - 1 < suffix)) {
        types = extend_args_for_prefix_and_suffix(cx, types, prefix, suffix);
    }
    prefix = std::min(prefix, types.size());
    suffix = std::min(suffix, types.size() - prefix);
    return {types.first(prefix), types.subspan(prefix, types.size() - prefix - suffix),
            types.last(suffix)};
}

SplitTypes split_with_instance(Context& cx, const Instance& instance) {
    const ClassInfo& info = class_info(cx, instance);
    if (!has_type_var_tuple(info)) return {instance.args, {}, {}};
    return split_with_prefix_and_suffix(cx, instance.args, variadic_prefix(info),
                                        variadic_suffix(info));
}

TypeList extend_args_for_prefix_and_suffix(Context& cx, TypeList types, std::size_t prefix,
                                           std::size_t suffix) {
    for (std::size_t i = 0; i < types.size(); ++i) {
        TypePtr item = homogeneous_item(cx, types[i]);
        if (item == nullptr) continue;
        std::size_t after = types.size() - i - 1;
        std::vector<TypePtr> extended(types.begin(), types.begin() + static_cast<long>(i));
        if (i < prefix) extended.insert(extended.end(), prefix - i, item);
        extended.push_back(types[i]);
        if (after < suffix) extended.insert(extended.end(), suffix - after, item);
        extended.insert(extended.end(), types.begin() + static_cast<long>(i) + 1, types.end());
        return cx.arena.copy(extended);
    }
    return types;
}

std::vector<TypePtr> flatten_nested_tuples(Context& cx, TypeList types, bool expand_recursive) {
    std::vector<TypePtr> flat;
    DepthGuard guard(cx);
    for (TypePtr type : types) {
        const auto* unpack = as<UnpackType>(type);
        const auto* inner = unpack == nullptr ? nullptr : as_proper<TupleType>(cx, unpack->type);
        if (inner == nullptr || guard.exceeded() ||
            (!expand_recursive && is_recursive_alias(cx, unpack->type))) {
            flat.push_back(type);
            continue;
        }
        std::vector<TypePtr> items = flatten_nested_tuples(cx, inner->items);
        flat.insert(flat.end(), items.begin(), items.end());
    }
    return flat;
}

std::optional<VariadicItem> get_variadic_item(Context& cx, const TupleType& type) {
    auto index = find_unpack_in_list(type.items);
    if (!index) return std::nullopt;
    TypePtr item = homogeneous_item(cx, type.items[*index]);
    if (item == nullptr) return std::nullopt;
    return VariadicItem{*index, item};
}

}  // namespace krait::types
