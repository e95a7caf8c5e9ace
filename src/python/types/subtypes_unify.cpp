// subtypes_unify.cpp
//
// Generic signatures made concrete for a comparison, and several signatures made one.

#include <algorithm>

#include "python/types/applytype.h"
#include "python/types/constraints.h"
#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/signature.h"
#include "python/types/solve.h"
#include "python/types/subtypes.h"
#include "python/types/typeops.h"
#include "python/types/visit.h"

namespace krait::types {

namespace {

bool shares_variables(Context& cx, const CallableType& type, const CallableType& target) {
    for (const TypeVarLike* used : get_all_type_vars(cx, &target)) {
        for (const TypeVarLike* own : type.variables) {
            if (own->id == used->id) return true;
        }
    }
    return false;
}

/// While it lives, unions in constraints are kept whole: quicker, and good enough here.
struct KeepUnions {
    explicit KeepUnions(Context& context) : cx(context), before(context.keep_unions) {
        cx.keep_unions = true;
    }
    ~KeepUnions() { cx.keep_unions = before; }
    KeepUnions(const KeepUnions&) = delete;
    KeepUnions& operator=(const KeepUnions&) = delete;
    Context& cx;
    bool before;
};

struct MergedVariables {
    std::vector<const CallableType*> callables;
    std::vector<const TypeVarLike*> variables;
};

/// Variables of the same full name in different signatures become the same variable.
MergedVariables merge_typevars_by_name(Context& cx,
                                       std::span<const CallableType* const> callables) {
    MergedVariables merged;
    for (const CallableType* callable : callables) {
        if (callable->variables.empty()) {
            merged.callables.push_back(callable);
            continue;
        }
        TypeEnv renamed;
        for (const TypeVarLike* variable : callable->variables) {
            auto known_one = std::find_if(
                merged.variables.begin(), merged.variables.end(),
                [&](const TypeVarLike* other) { return other->fullname == variable->fullname; });
            if (known_one == merged.variables.end()) {
                merged.variables.push_back(variable);
                renamed.bind(variable->id, variable);
            } else {
                renamed.bind(variable->id, *known_one);
            }
        }
        merged.callables.push_back(expand_callable(cx, *callable, renamed));
    }
    return merged;
}

const CallableType* normalized(Context& cx, const CallableType& type) {
    return with_normalized_var_args(cx, *with_unpacked_kwargs(cx, type));
}

/// Fits one more signature into `shape`; false if it can't be.
bool merge_shape(std::vector<Parameter>& shape, ParameterList first, ParameterList target) {
    if (shape.size() != target.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const Parameter& parameter = target[i];
        if (parameter.name != first[i].name) {
            if (is_named(parameter.kind)) return false;
            if (is_positional(parameter.kind)) shape[i].name = Name::Empty;
        }
        if (is<ParamSpecType>(parameter.type) || is<UnpackType>(parameter.type)) return false;
        if (shape[i].kind == parameter.kind) continue;
        if (!is_positional(shape[i].kind) || !is_positional(parameter.kind)) return false;
        shape[i].kind = ArgKind::Pos;
    }
    return true;
}

}  // namespace

const CallableType* unify_generic_callable(Context& cx, const CallableType& as_given,
                                           const CallableType& target, bool ignore_return,
                                           bool return_is_supertype) {
    const CallableType* type = &as_given;
    if (shares_variables(cx, *type, target)) type = freshen_callable(cx, *type);
    Constraints constraints;
    {
        KeepUnions keep(cx);
        // The parameters as wholes, because inference looks at callables in special ways.
        TypePtr nothing = make_never(cx);
        constraints = infer_constraints(cx, with_ret_type(cx, *type, nothing),
                                        with_ret_type(cx, target, nothing), ConstraintOp::SubtypeOf,
                                        /*skip_neg_op=*/true);
        if (!ignore_return) {
            Constraints of_result = infer_constraints(
                cx, type->ret_type, target.ret_type,
                return_is_supertype ? ConstraintOp::SupertypeOf : ConstraintOp::SubtypeOf);
            constraints.insert(constraints.end(), of_result.begin(), of_result.end());
        }
    }
    Solution solution =
        solve_constraints(cx, type->variables, std::move(constraints), {.allow_polymorphic = true});
    for (TypePtr value : solution.types) {
        if (value == nullptr) return nullptr;
    }
    bool failed = false;
    const CallableType* applied = apply_generic_arguments(
        cx, *type, solution.types, [&](const CallableType&, TypePtr, Name) { failed = true; });
    return failed ? nullptr : applied;
}

const CallableType* union_function_signatures(Context& cx,
                                              std::span<const CallableType* const> callables,
                                              bool simplify_unions) {
    if (callables.empty()) return nullptr;
    if (callables.size() == 1) return callables[0];
    MergedVariables merged = merge_typevars_by_name(cx, callables);
    const CallableType* first = normalized(cx, *merged.callables[0]);
    std::vector<Parameter> shape(first->parameters.begin(), first->parameters.end());
    std::vector<std::vector<TypePtr>> types(shape.size());
    std::vector<TypePtr> results;
    for (const CallableType* callable : merged.callables) {
        const CallableType* target = normalized(cx, *callable);
        if (!merge_shape(shape, first->parameters, target->parameters)) return nullptr;
        for (std::size_t i = 0; i < shape.size(); ++i) {
            types[i].push_back(target->parameters[i].type);
        }
        results.push_back(target->ret_type);
    }
    auto united = [&](const std::vector<TypePtr>& items) {
        return simplify_unions ? make_simplified_union(cx, items) : make_union(cx, items);
    };
    for (std::size_t i = 0; i < shape.size(); ++i) shape[i].type = united(types[i]);
    return modified(cx, *first, [&](CallableType& copy) {
        copy.parameters = cx.arena.copy(shape);
        copy.ret_type = united(results);
        copy.variables = cx.arena.copy(merged.variables);
    });
}

}  // namespace krait::types
