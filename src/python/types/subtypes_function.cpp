// subtypes_function.cpp
//
// Functions, overloads and class objects on the left side.

#include <algorithm>

#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes_impl.h"
#include "python/types/typeops.h"

namespace krait::types {

bool SubtypeQuestion::parameters_is(const ParametersType& left) const {
    if (const auto* to = as<ParametersType>(right)) {
        auto compare = [this](TypePtr a, TypePtr b) { return holds(a, b); };
        return are_parameters_compatible(cx, left, *to, compare,
                                         {.ignore_pos_arg_names = how.ignore_pos_arg_names});
    }
    return is_named_instance(cx, right, known::builtins_object);
}

bool SubtypeQuestion::callable_is(const CallableType& left) const {
    switch (right->kind) {
        case TypeKind::Callable:
            return callable_is_callable(left, static_cast<const CallableType&>(*right));
        case TypeKind::Overloaded: {
            const auto& to = static_cast<const OverloadedType&>(*right);
            return std::all_of(to.items.begin(), to.items.end(),
                               [&](const CallableType* item) { return holds(&left, item); });
        }
        case TypeKind::Instance: {
            const auto& to = static_cast<const Instance&>(*right);
            if (function_is_instance(&left, *left.fallback, to)) return true;
            if (class_info(cx, to).is_protocol && is_type_obj(cx, left)) {
                TypePtr made = get_instance_type(cx, left, true);
                if (is<Instance>(made) &&
                    is_protocol_implementation(cx, made, to,
                                               {.proper_subtype = proper, .class_obj = true})) {
                    return true;
                }
            }
            return holds(left.fallback, right);
        }
        case TypeKind::TypeType:
            // The constructor's signature is not compared, as for type[T] itself.
            return is_type_obj(cx, left) &&
                   holds(get_instance_type(cx, left), static_cast<const TypeType&>(*right).item);
        default:
            return false;
    }
}

/// A callback protocol: the function is its __call__, and everything else it asks for is in the
/// function's class.
bool SubtypeQuestion::function_is_instance(TypePtr left, const Instance& fallback,
                                           const Instance& to) const {
    const ClassInfo& to_info = class_info(cx, to);
    if (!to_info.is_protocol) return false;
    std::vector<Name> members = protocol_members(cx, to_info);
    if (std::find(members.begin(), members.end(), known::call) == members.end()) return false;
    TypePtr call = find_member_type(cx, known::call, to, &to, MemberQuery{.is_operator = true});
    if (call == nullptr || !holds(left, call)) return false;
    return members.size() == 1 ||
           is_protocol_implementation(cx, &fallback, to, {.skip = known::call});
}

bool SubtypeQuestion::callable_is_callable(const CallableType& left, const CallableType& to) const {
    if (left.type_guard != nullptr && to.type_guard != nullptr) {
        if (!holds(left.type_guard, to.type_guard)) return false;
    } else if (left.type_is != nullptr && to.type_is != nullptr) {
        // A TypeIs also says what a value is not, so it can't vary.
        if (!holds(left.type_is, to.type_is) || !holds(to.type_is, left.type_is)) return false;
    } else if (to.type_guard != nullptr && left.type_guard == nullptr) {
        return false;
    } else if (to.type_is != nullptr && left.type_is == nullptr) {
        return false;
    }
    auto compare = [this](TypePtr a, TypePtr b) { return holds(a, b); };
    return is_callable_compatible(cx, left, to, compare,
                                  {.is_proper_subtype = proper,
                                   .ignore_pos_arg_names = how.ignore_pos_arg_names,
                                   .strict_concatenate = strict_concatenate()});
}

bool SubtypeQuestion::overloaded_is(const OverloadedType& left) const {
    switch (right->kind) {
        case TypeKind::Instance: {
            const Instance* fallback = function_fallback(&left);
            const auto& to = static_cast<const Instance&>(*right);
            return function_is_instance(&left, *fallback, to) || holds(fallback, right);
        }
        case TypeKind::Callable: {
            bool some_item =
                std::any_of(left.items.begin(), left.items.end(),
                            [&](const CallableType* item) { return holds(item, right); });
            if (some_item) return true;
            // (int) -> int and (str) -> str together fit (int | str) -> int | str.
            const CallableType* combined = union_function_signatures(cx, left.items);
            return combined != nullptr && holds(combined, right);
        }
        case TypeKind::Overloaded:
            return overloaded_is_overloaded(left, static_cast<const OverloadedType&>(*right));
        case TypeKind::TypeType:
            return is_type_obj(cx, &left) && holds(left.items[0], right);
        default:
            return false;
    }
}

/// Each item on the right has one on the left, in the same order, and no item on the left that
/// comes earlier and fits only partly could catch its calls.
bool SubtypeQuestion::overloaded_is_overloaded(const OverloadedType& left,
                                               const OverloadedType& to) const {
    if (is_equal(&left, &to)) return true;
    auto compare = [this](TypePtr a, TypePtr b) { return holds(a, b); };
    CallableCheck overlap{.is_proper_subtype = proper,
                          .ignore_return = true,
                          .ignore_pos_arg_names = how.ignore_pos_arg_names,
                          .strict_concatenate = strict_concatenate()};
    std::size_t previous_match = 0;
    std::vector<bool> matched(left.items.size(), false);
    for (const CallableType* right_item : to.items) {
        bool found = false;
        for (std::size_t i = 0; i < left.items.size() && !found; ++i) {
            const CallableType& left_item = *left.items[i];
            if (holds(&left_item, right_item) && previous_match <= i) {
                previous_match = i;
                matched[i] = true;
                found = true;
            } else if (!matched[i] &&
                       (is_callable_compatible(cx, left_item, *right_item, compare, overlap) ||
                        is_callable_compatible(cx, *right_item, left_item, compare, overlap))) {
                return false;
            }
        }
        if (!found) return false;
    }
    return true;
}

}  // namespace krait::types
