// applytype.cpp
//
// Values for variables are checked against bounds here and not when they are solved, since a
// message about a forbidden value needs the callable's name.

#include "python/types/applytype.h"

#include <algorithm>

#include "python/types/erase.h"
#include "python/types/expand.h"
#include "python/types/factory.h"
#include "python/types/proper.h"
#include "python/types/same.h"
#include "python/types/signature.h"
#include "python/types/subtypes.h"

namespace krait::types {

namespace {

class Application {
public:
    Application(Context& cx, const CallableType& callable, const ReportIncompatibleTypeVar& report,
                bool skip_unsatisfied)
        : cx_(cx), callable_(callable), report_(report), skip_unsatisfied_(skip_unsatisfied) {}

    void bind(const TypeVarLike& variable, TypePtr value) {
        if (const TypePtr target = target_for(variable, value)) env_.bind(variable.id, target);
    }

    [[nodiscard]] const CallableType* apply() {
        const ParamSpecType* spec = param_spec(cx_, callable_);
        const auto star = std::find_if(
            callable_.parameters.begin(), callable_.parameters.end(),
            [](const Parameter& parameter) { return parameter.kind == ArgKind::Star; });
        const bool has_unpack = star != callable_.parameters.end() && is<UnpackType>(star->type);
        // ParamSpecs and unpacked parameters change the list of parameters, not only their types.
        if (has_unpack || (spec != nullptr && env_.find(spec->id) != nullptr)) {
            return with_variables(cx_, *expand_callable(cx_, callable_, env_), unbound());
        }
        return apply_to_parts();
    }

private:
    /// The value to use; null if it is forbidden and that shall be skipped.
    TypePtr target_for(const TypeVarLike& variable, TypePtr value) {
        const TypePtr proper = get_proper(cx_, value);
        const auto* never = as<UninhabitedType>(proper);
        if (never != nullptr && never->ambiguous && has_default(cx_, variable)) {
            return expand_type(cx_, variable.default_type, env_);
        }
        const auto* plain = as<TypeVarType>(&variable);
        if (plain == nullptr) return value;
        if (!plain->values.empty()) return allowed_value(*plain, value, proper);
        TypePtr bound = plain->upper_bound;
        // The bound of Self mentions the class's variables, which nobody declared as such.
        if (base::text_of(plain->name) == "Self") bound = erase_typevars(cx_, bound);
        return is_subtype(cx_, value, bound) ? value : forbidden(*plain, value);
    }

    /// Of the values that the variable may have, the narrowest that fits.
    TypePtr allowed_value(const TypeVarType& variable, TypePtr value, TypePtr proper) {
        if (is<AnyType>(proper)) return value;
        if (const auto* other = as<TypeVarType>(proper); other != nullptr) {
            const auto is_allowed = [&](TypePtr one) {
                return std::any_of(variable.values.begin(), variable.values.end(),
                                   [&](TypePtr own) { return is_same_type(cx_, own, one); });
            };
            if (!other->values.empty() &&
                std::all_of(other->values.begin(), other->values.end(), is_allowed)) {
                return value;
            }
        }
        TypePtr best = nullptr;
        for (TypePtr candidate : variable.values) {
            if (!is_subtype(cx_, value, candidate)) continue;
            if (best == nullptr || is_subtype(cx_, candidate, best)) best = candidate;
        }
        return best != nullptr ? best : forbidden(variable, value);
    }

    TypePtr forbidden(const TypeVarType& variable, TypePtr value) {
        if (skip_unsatisfied_) return nullptr;
        if (report_) report_(callable_, value, variable.name);
        return value;
    }

    [[nodiscard]] std::vector<const TypeVarLike*> unbound() const {
        std::vector<const TypeVarLike*> variables;
        for (const TypeVarLike* variable : callable_.variables) {
            if (env_.find(variable->id) == nullptr) variables.push_back(variable);
        }
        return variables;
    }

    [[nodiscard]] const CallableType* apply_to_parts() {
        const auto expand = [&](TypePtr type) {
            return type == nullptr ? nullptr : expand_type(cx_, type, env_);
        };
        std::vector<Parameter> parameters(callable_.parameters.begin(), callable_.parameters.end());
        for (Parameter& parameter : parameters) parameter.type = expand(parameter.type);
        // Defaults may mention variables that have a value now.
        std::vector<const TypeVarLike*> variables = unbound();
        for (const TypeVarLike*& variable : variables) {
            if (!has_default(cx_, *variable)) continue;
            if (const TypeVarLike* expanded = as_type_var_like(expand(variable))) {
                variable = expanded;
            }
        }
        const TypePtr result = expand(callable_.ret_type);
        const TypePtr guard = expand(callable_.type_guard);
        const TypePtr narrowed = expand(callable_.type_is);
        const TypePtr instance_type = expand(callable_.instance_type);
        return modified(cx_, callable_, [&](CallableType& copy) {
            copy.parameters = cx_.arena.copy(parameters);
            copy.ret_type = result;
            copy.variables = cx_.arena.copy(variables);
            copy.type_guard = guard;
            copy.type_is = narrowed;
            copy.instance_type = instance_type;
        });
    }

    Context& cx_;
    const CallableType& callable_;
    const ReportIncompatibleTypeVar& report_;
    bool skip_unsatisfied_;
    TypeEnv env_;
};

}  // namespace

const CallableType* apply_generic_arguments(Context& cx, const CallableType& callable,
                                            TypeList types, const ReportIncompatibleTypeVar& report,
                                            bool skip_unsatisfied) {
    Application application(cx, callable, report, skip_unsatisfied);
    for (std::size_t i = 0; i < types.size() && i < callable.variables.size(); ++i) {
        if (types[i] != nullptr) application.bind(*callable.variables[i], types[i]);
    }
    return application.apply();
}

}  // namespace krait::types
