// typeops_unions.cpp
//
// Unions simplified, and types restricted to true or false values.

#include <algorithm>
#include <unordered_map>

#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

/// Types seen so far with their places: a list while it is short, a table when it is not.
class SeenTypes {
public:
    explicit SeenTypes(std::size_t expected) : use_table_(expected > 12) {}

    std::optional<std::size_t> find(TypePtr type) const {
        if (use_table_) {
            auto found = table_.find(type);
            if (found == table_.end()) return std::nullopt;
            return found->second;
        }
        for (const auto& [seen, place] : list_) {
            if (is_equal(seen, type)) return place;
        }
        return std::nullopt;
    }
    void add(TypePtr type, std::size_t place) {
        if (use_table_) {
            table_.emplace(type, place);
        } else {
            list_.emplace_back(type, place);
        }
    }

private:
    bool use_table_;
    std::vector<std::pair<TypePtr, std::size_t>> list_;
    std::unordered_map<TypePtr, std::size_t, TypeHash, TypeEqual> table_;
};

/// One pass over the items: each that an earlier one includes is dropped.
struct RedundancyPass {
    Context& cx;
    bool keep_erased;
    std::vector<TypePtr> kept{};
    std::vector<const Instance*> literal_classes{};  // whose literals no kept item includes

    std::optional<std::size_t> including_item(TypePtr item, TypePtr proper) const {
        for (std::size_t i = 0; i < kept.size(); ++i) {
            // An instance with a known value includes only instances with the same one.
            const auto* holder = as_proper<Instance>(cx, kept[i]);
            if (holder != nullptr && holder->last_known_value != nullptr) {
                const auto* instance = as<Instance>(proper);
                if (instance == nullptr ||
                    !is_equal(holder->last_known_value, instance->last_known_value)) {
                    continue;
                }
            }
            if (is_proper_subtype(cx, item, kept[i],
                                  {.ignore_promotions = true, .keep_erased_types = keep_erased})) {
                return i;
            }
        }
        return std::nullopt;
    }

    bool is_known_literal_class(const LiteralType& literal) const {
        return std::any_of(literal_classes.begin(), literal_classes.end(),
                           [&](const Instance* known_class) {
                               return is_equal(static_cast<TypePtr>(known_class), literal.fallback);
                           });
    }

    /// The item that takes in another keeps the more general truth of both.
    void widen_truth(std::size_t place, TypePtr item) {
        TypePtr holder = kept[place];
        if ((!can_be_true(cx, holder) && can_be_true(cx, item)) ||
            (!can_be_false(cx, holder) && can_be_false(cx, item))) {
            kept[place] = true_or_false(cx, holder);
        }
    }

    void run(TypeList items) {
        SeenTypes seen(items.size());
        for (TypePtr item : items) {
            TypePtr proper = get_proper(cx, item);
            if (is<UninhabitedType>(proper)) continue;
            const auto* literal = as<LiteralType>(proper);
            std::optional<std::size_t> place = seen.find(proper);
            if (!place && !(literal != nullptr && is_known_literal_class(*literal))) {
                place = including_item(item, proper);
            }
            if (place) {
                widen_truth(*place, item);
                continue;
            }
            seen.add(proper, kept.size());
            kept.push_back(item);
            if (literal != nullptr && !is_known_literal_class(*literal)) {
                literal_classes.push_back(literal->fallback);
            }
        }
    }
};

/// Once forwards and once backwards, so that it doesn't matter which of two items comes first.
std::vector<TypePtr> remove_redundant_items(Context& cx, std::vector<TypePtr> items,
                                            bool keep_erased) {
    for (int direction = 0; direction < 2; ++direction) {
        RedundancyPass pass{cx, keep_erased};
        pass.run(items);
        items = std::move(pass.kept);
        if (items.size() <= 1) break;
        std::reverse(items.begin(), items.end());
    }
    return items;
}

/// Attributes that only some of the united instances have can't be relied on.
TypePtr without_inconsistent_extras(Context& cx, const std::vector<TypePtr>& items,
                                    TypePtr result) {
    const ExtraAttributes* common = nullptr;
    bool differ = false;
    for (TypePtr item : items) {
        const Instance* instance = try_getting_instance_fallback(cx, item);
        if (instance == nullptr || instance->extra == nullptr) continue;
        if (common == nullptr) common = instance->extra;
        differ = differ || !is_equal(common, instance->extra);
    }
    const auto* united = as<Instance>(result);
    if (common == nullptr || united == nullptr) return result;
    for (TypePtr item : items) {
        const Instance* instance = try_getting_instance_fallback(cx, item);
        differ = differ || (instance != nullptr && instance->type == united->type &&
                            instance->extra == nullptr);
    }
    if (!differ) return result;
    return modified(cx, *united, [](Instance& copy) { copy.extra = nullptr; });
}

bool is_optional_of(const std::vector<TypePtr>& items) {
    return items.size() == 2 && (is<NoneType>(items[0]) || is<NoneType>(items[1]));
}

}  // namespace

TypePtr make_simplified_union(Context& cx, TypeList given, SimplifyOptions options) {
    DepthGuard guard(cx);
    std::vector<TypePtr> items = flatten_nested_unions(cx, given, true, options.handle_recursive);
    if (items.size() == 1) return get_proper(cx, items[0]);
    if (guard.exceeded()) return get_proper(cx, make_union(cx, items));
    std::vector<TypePtr> simplified = remove_redundant_items(cx, items, options.keep_erased);
    if (options.contract_literals) {
        auto literals = std::count_if(simplified.begin(), simplified.end(), [&](TypePtr item) {
            return is<LiteralType>(get_proper(cx, item));
        });
        if (literals > 1) simplified = try_contracting_literals_in_union(cx, simplified);
    }
    TypePtr result = get_proper(cx, make_union(cx, simplified));
    if (items.size() < 2 || is_optional_of(items)) return result;
    return without_inconsistent_extras(cx, items, result);
}

TypePtr make_simplified_union(Context& cx, std::initializer_list<TypePtr> items) {
    return make_simplified_union(cx, TypeList(items.begin(), items.size()));
}

namespace {

/// What a special method such as __bool__ is declared to return; null if there is none.
TypePtr special_method_result(Context& cx, TypePtr type, Name name) {
    if (const auto* literal = as<LiteralType>(type); literal && is_enum_literal(cx, *literal)) {
        type = literal->fallback;
    }
    const auto* instance = as<Instance>(type);
    if (instance == nullptr) return nullptr;
    Member member = find_member(cx, class_info(cx, *instance), name);
    if (!member) return nullptr;
    TypePtr declared =
        get_proper(cx, type_of_definition(cx.reader.definition(member.symbol->target)));
    const auto* callable = as<CallableType>(declared);
    return callable == nullptr ? nullptr : callable->ret_type;
}

TypePtr truth_method_result(Context& cx, TypePtr type) {
    TypePtr result = special_method_result(cx, type, known::bool_);
    return result != nullptr ? result : special_method_result(cx, type, known::len);
}

/// 0 or an empty string as the only false value of int, str or bytes; null for other types.
TypePtr only_false_literal(Context& cx, TypePtr type) {
    const auto* instance = as<Instance>(type);
    if (instance == nullptr) return nullptr;
    Name name = full_name(cx, *instance);
    if (name == known::builtins_str) {
        return make_literal(cx, {LiteralKind::Str, Name::Empty}, *instance);
    }
    if (name == known::builtins_bytes) {
        return make_literal(cx, {LiteralKind::Bytes, Name::Empty}, *instance);
    }
    if (name == known::builtins_int) {
        return make_literal(cx, {LiteralKind::Int, known::zero}, *instance);
    }
    return nullptr;
}

/// Instances that no subclass can make false, having no __bool__ or __len__ themselves.
bool is_never_false(Context& cx, TypePtr type) {
    if (!cx.options.strict_optional) return false;
    if (const auto* literal = as<LiteralType>(type)) return is_enum_literal(cx, *literal);
    const auto* instance = as<Instance>(type);
    if (instance == nullptr) return false;
    const ClassInfo& info = class_info(cx, *instance);
    return info.is_final || info.is_enum;
}

template <class Restrict, class Keep>
TypePtr restrict_union(Context& cx, const UnionType& type, Restrict restrict_item, Keep keep) {
    std::vector<TypePtr> items;
    for (TypePtr item : type.items) {
        TypePtr restricted = restrict_item(cx, item);
        if (keep(cx, restricted)) items.push_back(restricted);
    }
    return make_simplified_union(cx, items);
}

}  // namespace

TypePtr true_only(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (!type->can_be_true) return make_never(cx);
    if (!type->can_be_false) return type;
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (const auto* whole = as<UnionType>(type)) {
        return restrict_union(cx, *whole, true_only, can_be_true);
    }
    TypePtr result = truth_method_result(cx, type);
    if (result != nullptr && !can_be_true(cx, result)) return make_never(cx);
    return with_truth(cx, type, {true, false});
}

TypePtr false_only(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (!type->can_be_false) {
        // Without strict_optional everything can be None.
        if (!cx.options.strict_optional) return make_none(cx);
        return make_never(cx);
    }
    if (!type->can_be_true) return type;
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (const auto* whole = as<UnionType>(type)) {
        return restrict_union(cx, *whole, false_only, can_be_false);
    }
    if (TypePtr literal = only_false_literal(cx, type)) return literal;
    TypePtr result = truth_method_result(cx, type);
    if (result != nullptr ? !can_be_false(cx, result) : is_never_false(cx, type)) {
        return make_never(cx);
    }
    return with_truth(cx, type, {false, true});
}

TypePtr true_or_false(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    DepthGuard guard(cx);
    if (guard.exceeded()) return type;
    if (const auto* whole = as<UnionType>(type)) {
        std::vector<TypePtr> items;
        for (TypePtr item : whole->items) items.push_back(true_or_false(cx, item));
        return make_simplified_union(cx, items);
    }
    // Functions and TypedDicts get their truth when they are made, not by default: here they become
    // fully general.
    if (is_function_like(type) || is<TypedDictType>(type)) return with_truth(cx, type, {});
    return with_truth(cx, type, default_truth(cx, type));
}

}  // namespace krait::types
