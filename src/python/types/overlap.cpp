// overlap.cpp
//
// Can a value be of both types? Asked by narrowing, by comparisons under strict_equality and by
// overloads. A subtype relation settles most of it; otherwise unions and type variables are taken
// apart, then tuples, TypedDicts, callables and literals are compared as such or give way to their
// fallbacks, until two instances are left.

#include <algorithm>

#include "python/types/erase.h"
#include "python/types/factory.h"
#include "python/types/instance_args.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/maptype.h"
#include "python/types/meet.h"
#include "python/types/overlap_parts.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

using namespace overlap_parts;

/// Recursive pairs on the way to the current question: meeting one again means yes.
struct Seen {
    TypePtr left;
    TypePtr right;
    const Seen* outer;
};

/// A stage's answer, or that a later stage has to tell.
enum class Answer : std::uint8_t { No, Yes, Unsettled };

Answer answer(bool yes) {
    return yes ? Answer::Yes : Answer::No;
}

bool is_object(Context& cx, TypePtr type) {
    return is_named_instance(cx, type, known::builtins_object);
}

/// An enum and a union with one of its members.
bool is_enum_overlapping_union(Context& cx, TypePtr x, TypePtr y) {
    const auto* instance = as<Instance>(x);
    const auto* parts = as<UnionType>(y);
    if (instance == nullptr || parts == nullptr || !class_info(cx, *instance).is_enum) return false;
    const TypeList items = relevant_items(cx, *parts);
    return std::any_of(items.begin(), items.end(), [&](TypePtr item) {
        const auto* literal = as_proper<LiteralType>(cx, item);
        return literal != nullptr && literal->fallback->type == instance->type;
    });
}

bool is_literal_in_union(Context& cx, TypePtr x, TypePtr y) {
    const auto* parts = as<UnionType>(y);
    if (!is<LiteralType>(x) || parts == nullptr) return false;
    return std::any_of(parts->items.begin(), parts->items.end(),
                       [&](TypePtr item) { return is_equal(x, get_proper(cx, item)); });
}

/// Python's `==` of two literals' values, to which True is 1.
bool have_equal_values(const LiteralValue& left, const LiteralValue& right) {
    const auto as_number = [](const LiteralValue& value) -> std::string_view {
        const std::string_view text = base::text_of(value.text);
        if (value.kind != LiteralKind::Bool) return text;
        return text == "True" ? "1" : "0";
    };
    return as_number(left) == as_number(right);
}

class OverlapCheck {
public:
    OverlapCheck(Context& cx, OverlapOptions options) : cx_(cx), options_(options) {}

    [[nodiscard]] bool overlap(TypePtr left, TypePtr right, const Seen* seen);

private:
    [[nodiscard]] bool related(TypePtr left, TypePtr right) {
        const SubtypeContext how{.ignore_promotions = options_.ignore_promotions};
        if (options_.for_overloads) {
            return is_proper_subtype(cx_, left, right, how) ||
                   is_proper_subtype(cx_, right, left, how);
        }
        return is_subtype(cx_, left, right, how) || is_subtype(cx_, right, left, how);
    }
    [[nodiscard]] Answer by_simple_rules(TypePtr left, TypePtr right);
    [[nodiscard]] Answer by_variants(TypePtr left, TypePtr right, const Seen* seen);
    [[nodiscard]] Answer by_items(TypePtr& left, TypePtr& right, const Seen* seen);
    [[nodiscard]] Answer by_class_objects(TypePtr left, TypePtr right, const Seen* seen);
    [[nodiscard]] bool type_object_overlap(TypePtr left, TypePtr right, const Seen* seen);
    [[nodiscard]] Answer by_signatures(TypePtr left, TypePtr right, const Seen* seen);
    [[nodiscard]] bool callables_overlap(const CallableType& left, const CallableType& right,
                                         const Seen* seen);
    [[nodiscard]] bool instances_overlap(const Instance& left, const Instance& right,
                                         const Seen* seen);

    Context& cx_;
    OverlapOptions options_;
};

Answer OverlapCheck::by_simple_rules(TypePtr left, TypePtr right) {
    // Types that no expression should have by now. Assuming an overlap never causes a message.
    const auto is_strange = [](TypePtr type) {
        return is<ErasedType>(type) || is<DeletedType>(type) || is<PartialType>(type) ||
               is<PlaceholderType>(type) || is<AliasType>(type);
    };
    if (is_strange(left) || is_strange(right)) return Answer::Yes;
    if (is<AnyType>(left) || is<AnyType>(right)) {
        return answer(!options_.for_overloads || is_object(cx_, left) || is_object(cx_, right));
    }
    // Large enums as unions of their members: quick, before all pairs are tried.
    if (is_enum_overlapping_union(cx_, left, right) ||
        is_enum_overlapping_union(cx_, right, left) || is_literal_in_union(cx_, left, right) ||
        is_literal_in_union(cx_, right, left)) {
        return Answer::Yes;
    }
    if (options_.for_overloads && ((is<NoneType>(left) && is_object(cx_, right)) ||
                                   (is<NoneType>(right) && is_object(cx_, left)))) {
        return Answer::No;
    }
    return related(left, right) ? Answer::Yes : Answer::Unsettled;
}

Answer OverlapCheck::by_variants(TypePtr left, TypePtr right, const Seen* seen) {
    const std::vector<TypePtr> lefts = get_possible_variants(cx_, left);
    const std::vector<TypePtr> rights = get_possible_variants(cx_, right);
    const bool is_variant = lefts.size() > 1 || rights.size() > 1 ||
                            as_type_var_like(left) != nullptr || as_type_var_like(right) != nullptr;
    if (!is_variant) return Answer::Unsettled;
    for (TypePtr l : lefts) {
        for (TypePtr r : rights) {
            if (overlap(l, r, seen)) return Answer::Yes;
        }
    }
    return Answer::No;
}

/// TypedDicts and tuples; what is left of them gives way to its fallback.
Answer OverlapCheck::by_items(TypePtr& left, TypePtr& right, const Seen* seen) {
    const auto overlaps = [&](TypePtr l, TypePtr r) { return overlap(l, r, seen); };
    const auto* left_dict = as<TypedDictType>(left);
    const auto* right_dict = as<TypedDictType>(right);
    if (left_dict != nullptr && right_dict != nullptr) {
        return answer(are_typed_dicts_overlapping(*left_dict, *right_dict, overlaps));
    }
    if (left_dict != nullptr || right_dict != nullptr) {
        const TypedDictType& typed = left_dict != nullptr ? *left_dict : *right_dict;
        const auto* other = as<Instance>(left_dict != nullptr ? right : left);
        if (other != nullptr && has_base(cx_, class_info(cx_, *other), known::typing_mapping)) {
            return answer(is_overlapping_mapping(cx_, typed, *other, overlaps));
        }
        (left_dict != nullptr ? left : right) = typed.fallback;
    }
    if (is_tuple(cx_, left) && is_tuple(cx_, right)) {
        return answer(are_tuples_overlapping(cx_, left, right, overlaps));
    }
    if (const auto* tuple = as<TupleType>(left)) {
        left = tuple_fallback(cx_, *tuple);
    } else if (const auto* other = as<TupleType>(right)) {
        right = tuple_fallback(cx_, *other);
    }
    return Answer::Unsettled;
}

/// type[C] against a signature whose result may be a C, or against C's metaclass.
bool OverlapCheck::type_object_overlap(TypePtr left, TypePtr right, const Seen* seen) {
    const auto* class_object = as<TypeType>(left);
    if (class_object == nullptr) return false;
    if (const auto* callable = as<CallableType>(right)) {
        return overlap(class_object->item, callable->ret_type, seen);
    }
    const auto* metaclass = as<Instance>(right);
    if (metaclass == nullptr) return false;
    const TypePtr item = get_proper(cx_, class_object->item);
    if (const auto* instance = as<Instance>(item)) {
        if (const Instance* own = class_info(cx_, *instance).metaclass) {
            return overlap(own, right, seen);
        }
    } else if (!is<AnyType>(item)) {
        return false;
    }
    return has_base(cx_, class_info(cx_, *metaclass), known::builtins_type);
}

Answer OverlapCheck::by_class_objects(TypePtr left, TypePtr right, const Seen* seen) {
    const auto* left_type = as<TypeType>(left);
    const auto* right_type = as<TypeType>(right);
    if (left_type != nullptr && right_type != nullptr) {
        return answer(overlap(left_type->item, right_type->item, seen));
    }
    if (left_type == nullptr && right_type == nullptr) return Answer::Unsettled;
    return answer(type_object_overlap(left, right, seen) || type_object_overlap(right, left, seen));
}

bool OverlapCheck::callables_overlap(const CallableType& left, const CallableType& right,
                                     const Seen* seen) {
    const auto overlaps = [&](TypePtr l, TypePtr r) { return overlap(l, r, seen); };
    CallableCheck check{.ignore_pos_arg_names = !options_.for_overloads,
                        .allow_partial_overlap = true};
    if (is_callable_compatible(cx_, left, right, overlaps, check)) return true;
    check.check_args_covariantly = true;
    return is_callable_compatible(cx_, right, left, overlaps, check);
}

Answer OverlapCheck::by_signatures(TypePtr left, TypePtr right, const Seen* seen) {
    const auto overlaps = [&](TypePtr l, TypePtr r) { return overlap(l, r, seen); };
    const auto* left_parameters = as<ParametersType>(left);
    const auto* right_parameters = as<ParametersType>(right);
    if (left_parameters != nullptr && right_parameters != nullptr) {
        return answer(are_parameters_compatible(
            cx_, *left_parameters, *right_parameters, overlaps,
            {.ignore_pos_arg_names = !options_.for_overloads, .allow_partial_overlap = true}));
    }
    if (left_parameters != nullptr || right_parameters != nullptr) return Answer::No;

    const auto* left_callable = as<CallableType>(left);
    const auto* right_callable = as<CallableType>(right);
    if (left_callable != nullptr && right_callable != nullptr) {
        return answer(callables_overlap(*left_callable, *right_callable, seen));
    }
    // A callable against an object with __call__.
    const auto* instance = as<Instance>(left_callable != nullptr ? right : left);
    const bool has_callable = left_callable != nullptr || right_callable != nullptr;
    if (!has_callable || instance == nullptr) return Answer::Unsettled;
    const TypePtr call =
        find_member_type(cx_, known::call, *instance, instance, {.is_operator = true});
    if (!is_function_like(get_proper(cx_, call))) return Answer::Unsettled;
    return answer(overlap(call, left_callable != nullptr ? left : right, seen));
}

bool OverlapCheck::instances_overlap(const Instance& first, const Instance& second,
                                     const Seen* seen) {
    // Once more for promotions and protocols: these may be the fallbacks of what was asked about.
    if (related(&first, &second)) return true;
    const Instance* left = &first;
    const Instance* right = &second;
    const ClassInfo& left_info = class_info(cx_, first);
    const ClassInfo& right_info = class_info(cx_, second);
    if (right_info.fullname == known::builtins_int && known::is_native_int(left_info.fullname)) {
        return true;
    }
    if (has_base(cx_, left_info, right_info.fullname)) {
        left = map_instance_to_supertype(cx_, first, right_info);
    } else if (has_base(cx_, right_info, left_info.fullname)) {
        right = map_instance_to_supertype(cx_, second, left_info);
    } else {
        return false;
    }
    // Variance doesn't matter: whichever argument is wider, a value may be of both.
    const std::vector<TypePtr> left_args = arguments_by_variable(cx_, *left);
    const std::vector<TypePtr> right_args = arguments_by_variable(cx_, *right);
    if (left_args.size() != right_args.size()) return false;
    for (std::size_t i = 0; i < left_args.size(); ++i) {
        if (!overlap(left_args[i], right_args[i], seen)) return false;
    }
    return true;
}

bool OverlapCheck::overlap(TypePtr left, TypePtr right, const Seen* seen) {
    DepthGuard guard(cx_);
    if (guard.exceeded()) return true;
    for (const Seen* pair = seen; pair != nullptr; pair = pair->outer) {
        if (is_equal(pair->left, left) && is_equal(pair->right, right)) return true;
    }
    const Seen here{left, right, seen};
    if (is_recursive_pair(cx_, left, right)) seen = &here;

    const auto prepared = [&](TypePtr type) {
        const auto* parts = as_proper<UnionType>(cx_, type);
        if (parts == nullptr || cx_.options.strict_optional) return get_proper(cx_, type);
        return get_proper(cx_, make_union(cx_, relevant_items(cx_, *parts)));
    };
    left = prepared(left);
    right = prepared(right);

    Answer settled = by_simple_rules(left, right);
    if (settled == Answer::Unsettled) settled = by_variants(left, right, seen);
    if (settled != Answer::Unsettled) return settled == Answer::Yes;
    if (cx_.options.strict_optional && is<NoneType>(left) != is<NoneType>(right)) return false;

    settled = by_items(left, right, seen);
    if (settled == Answer::Unsettled) settled = by_class_objects(left, right, seen);
    if (settled == Answer::Unsettled) settled = by_signatures(left, right, seen);
    if (settled != Answer::Unsettled) return settled == Answer::Yes;

    const auto without_signature = [](TypePtr type) -> TypePtr {
        const auto* callable = as<CallableType>(type);
        return callable != nullptr ? callable->fallback : type;
    };
    left = without_signature(left);
    right = without_signature(right);
    const auto* left_literal = as<LiteralType>(left);
    const auto* right_literal = as<LiteralType>(right);
    if (left_literal != nullptr && right_literal != nullptr &&
        !have_equal_values(left_literal->value, right_literal->value)) {
        return false;
    }
    if (left_literal != nullptr) left = left_literal->fallback;
    if (right_literal != nullptr) right = right_literal->fallback;

    const auto* left_instance = as<Instance>(left);
    const auto* right_instance = as<Instance>(right);
    return left_instance != nullptr && right_instance != nullptr &&
           instances_overlap(*left_instance, *right_instance, seen);
}

}  // namespace

std::vector<TypePtr> get_possible_variants(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (const auto* variable = as<TypeVarType>(type)) {
        if (variable->values.empty()) return {variable->upper_bound};
        return {variable->values.begin(), variable->values.end()};
    }
    if (const auto* spec = as<ParamSpecType>(type)) {
        const auto* bound = as_proper<Instance>(cx, spec->upper_bound);
        if (bound == nullptr) return {make_any(cx, AnySource::ImplementationArtifact)};
        const ClassInfo& info = class_info(cx, *bound);
        return {info.mro.empty() ? bound : make_instance(cx, info.mro.back())};
    }
    if (const auto* variadic = as<TypeVarTupleType>(type)) return {variadic->upper_bound};
    if (const auto* parts = as<UnionType>(type)) {
        return {parts->items.begin(), parts->items.end()};
    }
    if (const auto* overloaded = as<OverloadedType>(type)) {
        return {overloaded->items.begin(), overloaded->items.end()};
    }
    return {type};
}

bool is_overlapping_types(Context& cx, TypePtr left, TypePtr right, OverlapOptions options) {
    return OverlapCheck(cx, options).overlap(left, right, nullptr);
}

bool is_overlapping_erased_types(Context& cx, TypePtr left, TypePtr right, bool ignore_promotions) {
    return is_overlapping_types(cx, erase_type(cx, left), erase_type(cx, right),
                                {.ignore_promotions = ignore_promotions});
}

}  // namespace krait::types
