// typeops_binding.cpp
//
// Functions as types, and self bound.

#include <algorithm>

#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/infer.h"
#include "python/types/known.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/typeops.h"
#include "python/types/typevars.h"
#include "python/types/visit.h"

namespace krait::types {

const CallableType* callable_type(Context& cx, const FunctionInfo& function,
                                  const Instance& fallback, TypePtr ret_type) {
    TypePtr any = make_any(cx, AnySource::Unannotated);
    std::vector<Parameter> parameters(function.parameters.begin(), function.parameters.end());
    for (Parameter& parameter : parameters) parameter.type = any;
    if (function.enclosing_class && function.has_self_or_cls_argument && !parameters.empty()) {
        TypePtr self = fill_typevars(cx, class_info(cx, function.enclosing_class));
        bool takes_class = function.is_class || function.name == known::new_;
        parameters[0].type = takes_class ? make_type_type(cx, self) : self;
    }
    const CallableType* made = make_callable(cx, parameters, ret_type != nullptr ? ret_type : any,
                                             fallback, {}, function.name);
    return modified(cx, *made, [&](CallableType& copy) {
        copy.implicit = true;
        copy.definition = function.id;
    });
}

TypePtr function_type(Context& cx, const Definition& function, const Instance& fallback) {
    TypePtr declared = get_proper(cx, type_of_definition(&function));
    if (is_function_like(declared)) return declared;
    if (const auto* plain = as<FunctionInfo>(&function)) return callable_type(cx, *plain, fallback);
    // A broken overload, or one whose decorators aren't ready.
    TypePtr any = make_any(cx, AnySource::FromError);
    const CallableType* anything = callable_with_ellipsis(cx, any, any, fallback);
    return make_overloaded(cx, {&anything, 1});
}

bool supported_self_type(Context& cx, TypePtr type, bool allow_callable, bool allow_instances) {
    if (const auto* class_object = as<TypeType>(type)) {
        return supported_self_type(cx, class_object->item);
    }
    if (allow_callable && is<CallableType>(type)) return true;
    if (is<TypeVarType>(type)) return true;
    const auto* instance = as<Instance>(type);
    return allow_instances && instance != nullptr &&
           !is_equal(type, fill_typevars(cx, class_info(cx, *instance)));
}

namespace {

bool is_dunder_call(const CallableType& method) {
    return base::text_of(method.name).starts_with("__call__ of");
}

bool contains_never(Context& cx, const std::vector<TypePtr>& types) {
    return std::any_of(types.begin(), types.end(),
                       [&](TypePtr type) { return is<UninhabitedType>(get_proper(cx, type)); });
}

/// The method with the type variables of its self parameter solved for what it is called on.
const CallableType* solve_self(Context& cx, const CallableType& method, TypePtr self_type,
                               TypePtr original_type, bool is_classmethod) {
    if (original_type == nullptr) original_type = erase_to_bound(cx, self_type);
    original_type = get_proper(cx, original_type);
    std::vector<const TypeVarLike*> in_self = get_all_type_vars(cx, self_type);
    std::vector<const TypeVarLike*> self_vars;
    std::vector<const TypeVarLike*> others;
    for (const TypeVarLike* variable : method.variables) {
        bool used = std::any_of(in_self.begin(), in_self.end(), [&](const TypeVarLike* other) {
            return other->id == variable->id;
        });
        (used ? self_vars : others).push_back(variable);
    }
    InferOptions options{.is_supertype = true, .erase_types = false};
    std::vector<TypePtr> solved =
        infer_type_arguments(cx, self_vars, self_type, original_type, options);
    if (is_classmethod && contains_never(cx, solved) &&
        (is<Instance>(original_type) || is<TypeVarType>(original_type) ||
         is<TupleType>(original_type))) {
        // A class method called on an instance gets the instance's class.
        solved = infer_type_arguments(cx, self_vars, self_type,
                                      make_type_type_as_is(cx, original_type), options);
    }
    TypeEnv env;
    for (std::size_t i = 0; i < self_vars.size(); ++i) {
        TypePtr value = i < solved.size() ? solved[i] : nullptr;
        env.bind(self_vars[i]->id, value != nullptr ? value : make_never(cx));
    }
    return with_variables(cx, *expand_callable(cx, method, env), others);
}

}  // namespace

const CallableType* bind_self(Context& cx, const CallableType& method, TypePtr original_type,
                              BindOptions options) {
    if (method.parameters.empty() || is_star(method.parameters[0].kind)) return &method;
    const CallableType* function = &method;
    TypePtr self_type = get_proper(cx, method.parameters[0].type);
    // A __call__ whose self is a callable would lead back to itself for ever.
    if (!method.variables.empty() &&
        supported_self_type(cx, self_type, !is_dunder_call(method), !options.ignore_instances)) {
        function = solve_self(cx, method, self_type, original_type, options.is_classmethod);
    }
    return modified(cx, *function, [](CallableType& copy) {
        copy.parameters = copy.parameters.subspan(1);
        copy.is_bound = true;
    });
}

TypePtr bind_self(Context& cx, TypePtr method, TypePtr original_type, BindOptions options) {
    if (const auto* callable = as<CallableType>(method)) {
        return bind_self(cx, *callable, original_type, options);
    }
    if (!is<OverloadedType>(method)) return method;
    std::vector<const CallableType*> items;
    for (const CallableType* item : FunctionItems(method)) {
        items.push_back(bind_self(cx, *item, original_type, options));
    }
    return make_overloaded(cx, items);
}

TypePtr erase_to_bound(Context& cx, TypePtr type) {
    type = get_proper(cx, type);
    if (const auto* variable = as<TypeVarType>(type)) return variable->upper_bound;
    const auto* class_object = as<TypeType>(type);
    if (class_object == nullptr) return type;
    const auto* variable = as<TypeVarType>(class_object->item);
    if (variable == nullptr) return type;
    return make_type_type(cx, variable->upper_bound, class_object->is_type_form);
}

TypePtr erase_def_to_union_or_bound(Context& cx, const TypeVarLike& variable) {
    if (is<ParamSpecType>(&variable)) return make_any(cx, AnySource::FromError);
    const auto* type_var = as<TypeVarType>(&variable);
    if (type_var != nullptr && !type_var->values.empty()) {
        return make_simplified_union(cx, type_var->values);
    }
    return variable.upper_bound;
}

TypePtr erase_to_union_or_bound(Context& cx, const TypeVarType& variable) {
    if (!variable.values.empty()) return make_simplified_union(cx, variable.values);
    return get_proper(cx, variable.upper_bound);
}

}  // namespace krait::types
