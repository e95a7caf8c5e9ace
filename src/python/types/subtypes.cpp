// subtypes.cpp
//
// The entry: quick answers first, then assumptions, then what the right side's kind decides
// (unions, type variables with values), then the kinds of the left side. Larger kinds have files of
// their own.

#include "python/types/subtypes.h"

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/known.h"
#include "python/types/limits.h"
#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes_impl.h"
#include "python/types/typeops.h"

namespace krait::types {

namespace {

bool is_assumed(Context& cx, TypePtr left, TypePtr right, bool proper) {
    for (auto assumption = cx.assumptions.rbegin(); assumption != cx.assumptions.rend();
         ++assumption) {
        if (assumption->protocol || assumption->proper != proper) continue;
        if (is_equal(get_proper(cx, assumption->left), get_proper(cx, left)) &&
            is_equal(get_proper(cx, assumption->right), get_proper(cx, right))) {
            return true;
        }
    }
    return false;
}

bool fits_some_item(Context& cx, TypePtr left, TypeList items, const SubtypeContext& how,
                    bool proper) {
    return std::any_of(items.begin(), items.end(), [&](TypePtr item) {
        return proper ? is_proper_subtype(cx, left, item, how) : is_subtype(cx, left, item, how);
    });
}

bool is_sum_class(Context& cx, TypePtr type) {
    const auto* instance = as<Instance>(type);
    if (instance == nullptr) return false;
    const ClassInfo& info = class_info(cx, *instance);
    return info.is_enum || info.fullname == known::builtins_bool;
}

/// Whether a type that is no union fits one item of the union. An enum may also fit all its
/// literals taken together, as bool fits Literal[True, False].
bool fits_union(Context& cx, TypePtr orig_left, TypePtr left, const UnionType& right,
                const SubtypeContext& how, bool proper) {
    if (fits_some_item(cx, orig_left, right.items, how, proper)) return true;
    if (!is_sum_class(cx, left)) return false;
    std::vector<TypePtr> contracted =
        try_contracting_literals_in_union(cx, flatten_nested_unions(cx, right.items));
    return fits_some_item(cx, orig_left, contracted, how, proper);
}

bool decide(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how, bool proper) {
    DepthGuard guard(cx);
    if (guard.exceeded()) return true;
    TypePtr orig_left = left;
    TypePtr orig_right = right;
    left = get_proper(cx, left);
    right = get_proper(cx, right);

    // An Unpack stands for several types, so it is no subtype of a single Any.
    if (!proper && (is<AnyType>(right) || is<ErasedType>(right)) && !is<UnpackType>(left)) {
        return true;
    }
    if (const auto* whole = as<UnionType>(right); whole != nullptr && !is<UnionType>(left)) {
        bool fits = fits_union(cx, orig_left, left, *whole, how, proper);
        // A type variable may still fit by its bound, which may be a union itself.
        if (fits || !is<TypeVarType>(left)) return fits;
    }
    if (const auto* variable = as<TypeVarType>(right);
        variable != nullptr && !variable->values.empty() && !is<TypeVarType>(left)) {
        bool fits_all =
            std::all_of(variable->values.begin(), variable->values.end(), [&](TypePtr value) {
                return proper ? is_proper_subtype(cx, orig_left, value, how)
                              : is_subtype(cx, orig_left, value, how);
            });
        if (fits_all) return true;
    }
    return SubtypeQuestion{cx, how, proper, right, orig_right}.answer(left);
}

/// Counts the questions inside one another; the memory of answers ends with the outermost.
class QuestionScope {
public:
    explicit QuestionScope(SubtypeMemo& memo) : memo_(memo) {
        ++memo_.nesting;
        ++memo_.steps;
    }
    ~QuestionScope() {
        if (--memo_.nesting != 0) return;
        if (memo_.steps > SubtypeMemo::kStepsBefore) memo_.answers.clear();
        memo_.steps = 0;
    }
    QuestionScope(const QuestionScope&) = delete;
    QuestionScope& operator=(const QuestionScope&) = delete;

private:
    SubtypeMemo& memo_;
};

SubtypeMemo::Key memo_key(TypePtr left, TypePtr right, const SubtypeContext& how, bool proper) {
    std::uint64_t flags = 0;
    for (bool flag : {proper, how.ignore_type_params, how.ignore_pos_arg_names,
                      how.ignore_declared_variance, how.always_covariant, how.ignore_promotions,
                      how.erase_instances, how.keep_erased_types}) {
        flags = flags << 1 | (flag ? 1 : 0);
    }
    return {left, right, reinterpret_cast<std::uintptr_t>(how.options) << 8 | flags};
}

bool decide_under_assumption(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how,
                             bool proper) {
    if ((is<AliasType>(left) || is<AliasType>(right)) && is_recursive_pair(cx, left, right)) {
        cx.assumptions.push_back({left, right, proper});
        bool answer = decide(cx, left, right, how, proper);
        cx.assumptions.pop_back();
        return answer;
    }
    return decide(cx, left, right, how, proper);
}

bool ask(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how, bool proper) {
    if (is_equal(left, right)) return true;
    if (!cx.assumptions.empty() && is_assumed(cx, left, right, proper)) {
        ++cx.subtype_memo.assumed;
        return true;
    }
    SubtypeMemo& memo = cx.subtype_memo;
    QuestionScope scope(memo);
    if (memo.steps <= SubtypeMemo::kStepsBefore) [[likely]] {
        return decide_under_assumption(cx, left, right, how, proper);
    }
    SubtypeMemo::Key key = memo_key(left, right, how, proper);
    if (auto known_answer = memo.answers.find(key); known_answer != memo.answers.end()) {
        return known_answer->second;
    }
    std::uint64_t assumed_before = memo.assumed;
    bool answer = decide_under_assumption(cx, left, right, how, proper);
    if (memo.assumed == assumed_before) memo.answers.emplace(key, answer);
    return answer;
}
/// Is it a literal, or an instance known to be one, that `seen` has already?
bool contains_equal(const std::vector<TypePtr>& seen, TypePtr type) {
    return std::any_of(seen.begin(), seen.end(),
                       [&](TypePtr other) { return is_equal(other, type); });
}

}  // namespace

bool is_subtype(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how) {
    return left == right || ask(cx, left, right, how, false);
}

bool is_proper_subtype(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how) {
    return left == right || ask(cx, left, right, how, true);
}

bool is_equivalent(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how) {
    return is_subtype(cx, left, right, how) && is_subtype(cx, right, left, how);
}

bool is_same_type(Context& cx, TypePtr left, TypePtr right, const SubtypeContext& how) {
    if (left == right) return true;
    const auto* a = as<Instance>(left);
    const auto* b = as<Instance>(right);
    if (a != nullptr && b != nullptr && a->type == b->type && a->args.size() == b->args.size() &&
        a->last_known_value == b->last_known_value) {
        // Arguments are compared under the usual conditions, whatever those of the whole are.
        return std::equal(a->args.begin(), a->args.end(), b->args.begin(),
                          [&](TypePtr x, TypePtr y) { return is_same_type(cx, x, y); });
    }
    const auto* v = as<TypeVarType>(left);
    const auto* w = as<TypeVarType>(right);
    if (v != nullptr && w != nullptr && v->id == w->id &&
        is_equal(v->upper_bound, w->upper_bound)) {
        return true;
    }
    return is_proper_subtype(cx, left, right, how) && is_proper_subtype(cx, right, left, how);
}

bool is_same_type(Context& cx, TypePtr left, TypePtr right, bool ignore_promotions) {
    return is_same_type(cx, left, right, SubtypeContext{.ignore_promotions = ignore_promotions});
}

bool is_more_precise(Context& cx, TypePtr left, TypePtr right, bool ignore_promotions) {
    if (is_any(cx, right)) return true;
    return is_proper_subtype(cx, left, right, {.ignore_promotions = ignore_promotions});
}

bool SubtypeQuestion::answer(TypePtr left) const {
    switch (left->kind) {
        case TypeKind::Any:
            return !proper || is<AnyType>(right);
        case TypeKind::None:
            return none_is(static_cast<const NoneType&>(*left));
        case TypeKind::Uninhabited:
        case TypeKind::Deleted:
        case TypeKind::Placeholder:
            return true;
        case TypeKind::Erased:
            return !how.keep_erased_types;
        case TypeKind::Partial: {
            // Incomplete, except for `x = None`, which is None so far.
            const auto& partial = static_cast<const PartialType&>(*left);
            return !proper && (!partial.type.is_none() || none_is(*make_none(cx)));
        }
        case TypeKind::Instance:
            return instance_is(static_cast<const Instance&>(*left));
        case TypeKind::TypeVar:
            return type_var_is(static_cast<const TypeVarType&>(*left));
        case TypeKind::ParamSpec:
            return param_spec_is(static_cast<const ParamSpecType&>(*left));
        case TypeKind::TypeVarTuple:
            return type_var_tuple_is(static_cast<const TypeVarTupleType&>(*left));
        case TypeKind::Unpack:
            return unpack_is(static_cast<const UnpackType&>(*left));
        case TypeKind::Parameters:
            return parameters_is(static_cast<const ParametersType&>(*left));
        case TypeKind::Callable:
            return callable_is(static_cast<const CallableType&>(*left));
        case TypeKind::Overloaded:
            return overloaded_is(static_cast<const OverloadedType&>(*left));
        case TypeKind::Tuple:
            return tuple_is(static_cast<const TupleType&>(*left));
        case TypeKind::TypedDict:
            return typed_dict_is(static_cast<const TypedDictType&>(*left));
        case TypeKind::Literal:
            return literal_is(static_cast<const LiteralType&>(*left));
        case TypeKind::Union:
            return union_is(static_cast<const UnionType&>(*left));
        case TypeKind::TypeType:
            return type_type_is(static_cast<const TypeType&>(*left));
        case TypeKind::Alias:
            break;  // left is proper
    }
    return true;
}

bool SubtypeQuestion::none_is(const NoneType&) const {
    if (!cx.options.strict_optional || is<NoneType>(right)) return true;
    const auto* to = as<Instance>(right);
    if (to == nullptr) return false;
    const ClassInfo& info = class_info(cx, *to);
    if (info.fullname == known::builtins_object) return true;
    if (!info.is_protocol) return false;
    // None is Hashable and has a __str__; signatures are not looked at.
    std::vector<Name> members = protocol_members(cx, info);
    return std::all_of(members.begin(), members.end(),
                       [](Name member) { return member == known::hash || member == known::str; });
}

bool SubtypeQuestion::type_var_is(const TypeVarType& left) const {
    const auto* to = as<TypeVarType>(right);
    if (to != nullptr && left.id == to->id) {
        if (left.id.is_self() || is_equal(left.upper_bound, to->upper_bound)) return true;
        return holds(left.upper_bound, to->upper_bound);
    }
    if (!left.values.empty() && holds(make_union(cx, left.values), right)) return true;
    return holds(left.upper_bound, right);
}

bool SubtypeQuestion::param_spec_is(const ParamSpecType& left) const {
    const auto* to = as<ParamSpecType>(right);
    if (to != nullptr && to->id == left.id && to->flavor == left.flavor) {
        if (left.prefix == nullptr && to->prefix == nullptr) return true;
        auto prefix_of = [&](const ParamSpecType& type) {
            return type.prefix != nullptr ? type.prefix : make_parameters(cx, {});
        };
        return holds(prefix_of(left), prefix_of(*to));
    }
    if (const auto* parameters = as<ParametersType>(right);
        parameters != nullptr && are_trivial_parameters(cx, parameters->parameters)) {
        return true;
    }
    return holds(left.upper_bound, right);
}

bool SubtypeQuestion::type_var_tuple_is(const TypeVarTupleType& left) const {
    const auto* to = as<TypeVarTupleType>(right);
    if (to != nullptr && to->id == left.id) return left.min_len >= to->min_len;
    return holds(left.upper_bound, right);
}

bool SubtypeQuestion::unpack_is(const UnpackType& left) const {
    if (const auto* to = as<UnpackType>(right)) return holds(left.type, to->type);
    return is_named_instance(cx, right, known::builtins_object);
}

bool SubtypeQuestion::literal_is(const LiteralType& left) const {
    if (is<LiteralType>(right)) return is_equal(&left, right);
    return holds(left.fallback, right);
}

bool SubtypeQuestion::union_is(const UnionType& left) const {
    if (is<Instance>(right)) {
        // Many literals of one class need one question only.
        std::vector<TypePtr> classes;
        for (TypePtr item : relevant_items(cx, left)) {
            if (const Instance* literal_class = simple_literal_type(get_proper(cx, item))) {
                if (contains_equal(classes, literal_class)) continue;
                classes.push_back(literal_class);
                item = literal_class;
            }
            if (!holds(item, orig_right)) return false;
        }
        return true;
    }
    const auto* to = as<UnionType>(right);
    if (to == nullptr) {
        return std::all_of(left.items.begin(), left.items.end(),
                           [&](TypePtr item) { return holds(item, orig_right); });
    }
    // Items that the right side has too need no question: slightly different unions are common.
    std::vector<TypePtr> known_items;
    for (TypePtr item : flatten_nested_unions(cx, relevant_items(cx, *to))) {
        TypePtr proper_item = get_proper(cx, item);
        known_items.push_back(proper_item);
        const auto* instance = as<Instance>(proper_item);
        if (instance != nullptr && instance->last_known_value != nullptr) {
            known_items.push_back(instance->last_known_value);
        }
    }
    return std::ranges::all_of(relevant_items(cx, left), [&](TypePtr item) {
        TypePtr proper_item = get_proper(cx, item);
        if (contains_equal(known_items, proper_item)) return true;
        const Instance* literal_class = simple_literal_type(proper_item);
        if (literal_class != nullptr && contains_equal(known_items, literal_class)) return true;
        return holds(item, orig_right);
    });
}

bool SubtypeQuestion::type_type_is(const TypeType& left) const {
    if (const auto* to = as<TypeType>(right)) {
        if (left.is_type_form && !to->is_type_form) return false;
        return holds(left.item, to->item);
    }
    const auto* to = as<Instance>(right);
    if (left.is_type_form) {
        return to != nullptr && full_name(cx, *to) == known::builtins_object;
    }
    if (const auto* overloaded = as<OverloadedType>(right)) {
        // All items are constructors of the same class, so one is enough.
        return is_type_obj(cx, right) && holds(&left, overloaded->items[0]);
    }
    if (const auto* callable = as<CallableType>(right)) {
        return type_type_is_callable(left, *callable);
    }
    if (to == nullptr) return false;
    const ClassInfo& to_info = class_info(cx, *to);
    if (to_info.fullname == known::builtins_object || to_info.fullname == known::builtins_type) {
        return true;
    }
    TypePtr item = left.item;
    if (const auto* variable = as<TypeVarType>(item)) item = get_proper(cx, variable->upper_bound);
    const auto* instance = as<Instance>(item);
    if (instance == nullptr) return false;
    if (to_info.is_protocol &&
        is_protocol_implementation(cx, instance, *to,
                                   {.proper_subtype = proper, .class_obj = true})) {
        return true;
    }
    const Instance* metaclass = class_info(cx, *instance).metaclass;
    return metaclass != nullptr && holds(metaclass, right);
}

/// A class as a function that makes instances: parameters are not compared, results are.
bool SubtypeQuestion::type_type_is_callable(const TypeType& left,
                                            const CallableType& callable) const {
    if (proper && !is_type_obj(cx, callable)) return false;  // it would not be transitive
    TypePtr item = left.item;
    if (const auto* tuple = as<TupleType>(item)) item = tuple_fallback(cx, *tuple);
    if (const auto* instance = as<Instance>(item)) {
        TypePtr constructor =
            expand_type_by_instance(cx, type_object_type(cx, class_info(cx, *instance)), *instance);
        FunctionItems items(constructor);
        if (!items.empty()) {
            return std::all_of(items.begin(), items.end(), [&](const CallableType* made) {
                return holds(made->ret_type, callable.ret_type);
            });
        }
    }
    return holds(left.item, callable.ret_type);
}

}  // namespace krait::types
