// subtypes_callable.cpp
//
// Whether one signature can stand for another: every call that right allows must be one that left
// allows. Parameters correspond by name, by position, or both. The phases are mypy's, in its order.

#include <algorithm>

#include "python/types/proper.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"

namespace krait::types {

bool is_trivial_suffix(Context& cx, ParameterList parameters) {
    if (parameters.size() < 2) return false;
    const Parameter& args = parameters[parameters.size() - 2];
    const Parameter& kwargs = parameters.back();
    return args.kind == ArgKind::Star && kwargs.kind == ArgKind::Star2 && is_any(cx, args.type) &&
           is_any(cx, kwargs.type);
}

bool are_trivial_parameters(Context& cx, ParameterList parameters) {
    return parameters.size() == 2 && is_trivial_suffix(cx, parameters);
}

namespace {

/// Two signatures under comparison.
struct ParameterMatch {
    Context& cx;
    const ParametersView& left;
    const ParametersView& right;
    TypeComparison is_compat;
    const CallableCheck& check;
    bool strict_concatenate_check;
    bool trivial_suffix = false;         ///< right ends with (*Any, **Any)
    bool trivial_vararg_suffix = false;  ///< right ends with (*Any), and left is positional

    bool all_match();
    bool star_fits(const std::optional<FormalArgument>& of_left,
                   const std::optional<FormalArgument>& of_right) const;
    bool args_fit(const FormalArgument& of_left, const FormalArgument& of_right,
                  bool allow_imprecise_kinds = false) const;
    bool plain_arguments_match() const;
    bool further_positionals_match(std::size_t from) const;
    bool further_named_match() const;
    bool left_asks_no_more() const;
};

/// Is what left has different from what right asks for? Right may not care, nor may left where an
/// overlap is enough.
template <class T>
bool is_different(T left, T right, T none, bool allow_overlap) {
    if (right == none || (allow_overlap && left == none)) return false;
    return left != right;
}

bool ParameterMatch::args_fit(const FormalArgument& of_left, const FormalArgument& of_right,
                              bool allow_imprecise_kinds) const {
    bool overlap = check.allow_partial_overlap && !(of_left.required && of_right.required);
    if (is_different(of_left.name, of_right.name, Name::Empty, overlap) &&
        (!check.ignore_pos_arg_names || !of_right.by_position())) {
        return false;
    }
    if (!allow_imprecise_kinds &&
        is_different(of_left.position, of_right.position, std::int32_t{-1}, false)) {
        return false;
    }
    if (!overlap && !of_right.required && of_left.required) return false;
    if (overlap && !of_left.required && !of_right.required) return true;
    return is_compat(of_right.type, of_left.type);
}

bool ParameterMatch::star_fits(const std::optional<FormalArgument>& of_left,
                               const std::optional<FormalArgument>& of_right) const {
    if (!of_right) return true;
    if (!of_left) return check.allow_partial_overlap || trivial_suffix;
    return is_compat(of_right->type, of_left->type);
}

bool ParameterMatch::plain_arguments_match() const {
    bool past_positional = false;
    for (std::size_t i = 0; i < right.parameters.size(); ++i) {
        const Parameter& parameter = right.parameters[i];
        past_positional = past_positional || is_named(parameter.kind) || is_star(parameter.kind);
        if (is_star(parameter.kind)) continue;
        FormalArgument of_right{parameter.name, past_positional ? -1 : static_cast<std::int32_t>(i),
                                parameter.type, is_required(parameter.kind)};
        auto of_left = callable_corresponding_argument(cx, left.parameters, of_right);
        if (!of_left) {
            if (check.allow_partial_overlap && !of_right.required) continue;
            return false;
        }
        if (!args_fit(*of_left, of_right, right.imprecise_arg_kinds)) return false;
    }
    return true;
}

/// Right goes on with *args: what else left takes by position must take those.
bool ParameterMatch::further_positionals_match(std::size_t from) const {
    auto of_right = synthesize_from_vararg(right.parameters, -1);
    for (std::size_t i = from; i < left.parameters.size() && is_positional(left.parameters[i].kind);
         ++i) {
        if (check.allow_partial_overlap && left.parameters[i].kind == ArgKind::Opt) break;
        auto of_left = argument_by_position(left.parameters, static_cast<std::int32_t>(i));
        if (of_left && of_right && !args_fit(*of_left, *of_right)) return false;
    }
    return true;
}

/// Right goes on with **kwargs: what else left takes by name must take those.
bool ParameterMatch::further_named_match() const {
    if (!strict_concatenate_check) return true;
    auto of_right = synthesize_from_kwarg(right.parameters, Name::Empty);
    for (const Parameter& parameter : left.parameters) {
        if (parameter.name == Name::Empty || is_star(parameter.kind)) continue;
        bool right_has_it =
            std::any_of(right.parameters.begin(), right.parameters.end(),
                        [&](const Parameter& other) { return other.name == parameter.name; });
        if (right_has_it) continue;
        auto of_left = argument_by_name(left.parameters, parameter.name);
        if (!of_left || !of_right) continue;
        if (check.allow_partial_overlap && !of_left->required) continue;
        if (!args_fit(*of_left, *of_right)) return false;
    }
    return true;
}

bool ParameterMatch::left_asks_no_more() const {
    bool past_positional = false;
    for (std::size_t i = 0; i < left.parameters.size(); ++i) {
        const Parameter& parameter = left.parameters[i];
        past_positional = past_positional || is_named(parameter.kind) || is_star(parameter.kind);
        if (is_star(parameter.kind)) continue;
        std::int32_t position = past_positional ? -1 : static_cast<std::int32_t>(i);
        auto by_name = argument_by_name(right.parameters, parameter.name);
        auto by_position = argument_by_position(right.parameters, position);
        // One parameter of left for two of right: only if right can do without both.
        if (by_name && by_position && !is_equal(*by_name, *by_position) &&
            (by_name->required || by_position->required) && strict_concatenate_check &&
            !right.imprecise_arg_kinds) {
            return false;
        }
        if (is_required(parameter.kind) && !by_name && !by_position) return false;
    }
    return true;
}

bool ParameterMatch::all_match() {
    if (right.is_ellipsis_args && !check.is_proper_subtype) return true;
    if (!check.is_proper_subtype) {
        if (are_trivial_parameters(cx, right.parameters)) return true;
        trivial_suffix = is_trivial_suffix(cx, right.parameters);
        trivial_vararg_suffix =
            !right.parameters.empty() && right.parameters.back().kind == ArgKind::Star &&
            is_any(cx, right.parameters.back().type) &&
            std::all_of(left.parameters.begin(), left.parameters.end(),
                        [](const Parameter& parameter) {
                            return is_positional(parameter.kind) || parameter.kind == ArgKind::Star;
                        });
    }
    auto right_star = var_arg(right.parameters);
    auto right_star2 = kw_arg(right.parameters);
    if (right_star && !star_fits(var_arg(left.parameters), right_star) && !trivial_vararg_suffix) {
        return false;
    }
    if (right_star2 && !star_fits(kw_arg(left.parameters), right_star2)) return false;
    if (!plain_arguments_match()) return false;
    if (trivial_suffix) return true;
    if (right_star && !trivial_vararg_suffix &&
        !further_positionals_match(static_cast<std::size_t>(right_star->position))) {
        return false;
    }
    if (right_star2 && !further_named_match()) return false;
    return left_asks_no_more();
}

}  // namespace

bool are_parameters_compatible(Context& cx, const ParametersView& left, const ParametersView& right,
                               TypeComparison is_compat, CallableCheck check,
                               bool strict_concatenate_check) {
    return ParameterMatch{cx, left, right, is_compat, check, strict_concatenate_check}.all_match();
}

bool is_callable_compatible(Context& cx, const CallableType& left_as_given,
                            const CallableType& right_as_given, TypeComparison is_compat,
                            CallableCheck check, const TypeComparison* is_compat_return) {
    const CallableType* left =
        with_normalized_var_args(cx, *with_unpacked_kwargs(cx, left_as_given));
    const CallableType* right =
        with_normalized_var_args(cx, *with_unpacked_kwargs(cx, right_as_given));
    if (left->implicit || right->implicit) check.ignore_pos_arg_names = true;
    if (!check.allow_partial_overlap && is_type_obj(cx, *right) && !is_type_obj(cx, *left)) {
        return false;
    }
    // A generic right side is left as it is: its variables stand for every possible type. Left's
    // are solved for this right side.
    if (!left->variables.empty()) {
        left = unify_generic_callable(cx, *left, *right, check.ignore_return);
        if (left == nullptr) return false;
    }
    if (!check.ignore_return) {
        bool fits = is_compat_return != nullptr
                        ? (*is_compat_return)(left->ret_type, right->ret_type)
                        : is_compat(left->ret_type, right->ret_type);
        if (!fits) return false;
    }
    bool strict = check.strict_concatenate || !(left->from_concatenate || right->from_concatenate);
    if (check.check_args_covariantly) {
        auto flipped = [&](TypePtr a, TypePtr b) { return is_compat(b, a); };
        return are_parameters_compatible(cx, *left, *right, flipped, check, strict);
    }
    return are_parameters_compatible(cx, *left, *right, is_compat, check, strict);
}

}  // namespace krait::types
